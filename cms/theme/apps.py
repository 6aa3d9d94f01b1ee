from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ThemeConfig(AppConfig):
    name = "cms.theme"
    label = "pv_theme"
    verbose_name = _("Theme")
    default_auto_field = "django.db.models.BigAutoField"
