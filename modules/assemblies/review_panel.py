"""On the admin's home, for those who may change species: the species that assemblies ask for."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.ui.components import Component

from modules.assemblies.asking import waiting_for_review
from modules.assemblies.models import SpeciesRequest

SHOWN = 8
CHANGE_SPECIES = "pv_living.change_species"


class SpeciesToReviewPanel(Component):  # type: ignore[misc]
    """The oldest requests, and how many there are in all."""

    name = "species-asked-for"
    order = 45
    template_name = "assemblies/admin/species_to_review.html"

    def __init__(self, *, waiting: list[SpeciesRequest], total: int) -> None:
        self.waiting, self.total = waiting, total

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        rows = [(request, _edit_url(request)) for request in self.waiting]
        return {"rows": rows, "total": self.total, "more": self.total - len(rows)}


def _edit_url(request: SpeciesRequest) -> str:
    species: Any = request.species
    return reverse(type(species).snippet_viewset.get_url_name("edit"), args=[species.pk])


def add_species_to_review(request: HttpRequest, panels: list[Any]) -> None:
    """Adds the panel when something waits and the person may do something about it."""
    if not request.user.has_perm(CHANGE_SPECIES):
        return
    waiting = waiting_for_review()
    shown = list(waiting[:SHOWN])
    if shown:
        total = len(shown) if len(shown) < SHOWN else waiting.count()
        panels.append(SpeciesToReviewPanel(waiting=shown, total=total))
