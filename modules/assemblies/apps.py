from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssembliesConfig(AppConfig):
    name = "modules.assemblies"
    label = "pv_assemblies"
    verbose_name = _("Assemblies")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from courses.learning.api import register_calendar_source, register_dashboard_panel
        from modules.assemblies.agenda import assembly_entries
        from modules.assemblies.assembly_panel import assembly_panel
        from modules.assemblies.notebook_panel import notebook_panel

        register_calendar_source(name="assemblies", entries=assembly_entries)
        register_dashboard_panel(
            name="assembly", template="assemblies/parts/panel.html", context=assembly_panel, order=35
        )
        register_dashboard_panel(
            name="notebook", template="assemblies/notebook/panel.html", context=notebook_panel, order=40
        )
