from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Holds no model: it makes Django find the translations that travel with `media`."""

    name = "media"
    label = "pv_media"
