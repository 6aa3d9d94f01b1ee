from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    name = "courses.records"
    label = "pv_records"
    verbose_name = _("Learning records")
    default_auto_field = "django.db.models.BigAutoField"
