from django.apps import AppConfig


class ModulesConfig(AppConfig):
    """Holds no model: it makes Django find the translations that travel with `modules`."""

    name = "modules"
    label = "pv_modules"
