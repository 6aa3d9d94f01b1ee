"""Addresses below `/h5p/`."""

from django.urls import path, register_converter
from django.urls.converters import PathConverter

from media.h5p import views

app_name = "h5p"


class AnyPath(PathConverter):
    """A file's path, or nothing."""

    regex = ".*"


register_converter(AnyPath, "h5p_path")

urlpatterns = [
    path("<int:content_id>/", views.player, name="player"),
    path("<int:content_id>/medias/<str:token>/<h5p_path:name>", views.media, name="media"),
    path("paquets/<str:name>", views.bundle, name="bundle"),
    path("bibliotheques/<h5p_path:name>", views.library_file, name="library_file"),
    path("bibliotheques/", views.library_file, {"name": ""}, name="libraries"),
]
