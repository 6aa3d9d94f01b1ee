"""The spokesperson's notebook, under `/mon-parcours/carnet/`."""

from django.urls import path, register_converter

from modules.assemblies import notebook_views
from modules.assemblies.notebook_rules import PageKind


class PageKindConverter:
    """A guided page, by its French word."""

    regex = "|".join(kind.value for kind in PageKind)

    def to_python(self, value: str) -> PageKind:
        return PageKind(value)

    def to_url(self, value: PageKind | str) -> str:
        return str(value)


register_converter(PageKindConverter, "notebook_page")

app_name = "notebook"
urlpatterns = [
    path("", notebook_views.notebook, name="notebook"),
    path("espece/", notebook_views.choose_species, name="choose_species"),
    path("livret.pdf", notebook_views.booklet, name="booklet"),
    path("photographies/", notebook_views.add_photograph, name="add_photograph"),
    path("photographies/<uuid:photograph>.jpg", notebook_views.photograph, name="photograph"),
    path("photographies/<uuid:photograph>/retirer/", notebook_views.remove_photograph, name="remove_photograph"),
    path("<notebook_page:kind>/", notebook_views.page, name="page"),
    path("<notebook_page:kind>/partage/", notebook_views.share, name="share"),
]
