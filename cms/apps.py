from django.apps import AppConfig


class CmsConfig(AppConfig):
    """Holds no model: it makes Django find the translations that travel with `cms`."""

    name = "cms"
    label = "pv_cms"
