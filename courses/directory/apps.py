from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "courses.directory"
    label = "pv_directory"
    verbose_name = _("Directory of experts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from courses.directory.panels import directory_panel
        from courses.learning import api as learning

        learning.register_dashboard_panel(
            name="directory", template="directory/partials/dashboard.html", context=directory_panel, order=30
        )
