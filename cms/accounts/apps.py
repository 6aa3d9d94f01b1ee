from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's users, some of whom have no e-mail address."""

    user_viewset = "cms.accounts.viewsets.PersonViewSet"


class AccountsConfig(AppConfig):
    default = True
    name = "cms.accounts"
    label = "pv_accounts"
    verbose_name = _("Accounts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.accounts.groups import after_migration

        # Permissions are made app by app, in the order of INSTALLED_APPS: wait for the last one's.
        last = [config for config in apps.get_app_configs() if config.models_module][-1]
        post_migrate.connect(after_migration, sender=last, dispatch_uid="pv_accounts.groups")
