from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LivingConfig(AppConfig):
    name = "modules.living"
    label = "pv_living"
    verbose_name = _("Living world")
    default_auto_field = "django.db.models.BigAutoField"
