from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "courses.directory"
    label = "pv_directory"
    verbose_name = _("Directory of experts")
    default_auto_field = "django.db.models.BigAutoField"
