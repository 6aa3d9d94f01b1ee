"""The living world's door: content comes in, the web goes out."""

from modules.living.acting import load_acts
from modules.living.exploring import web_context
from modules.living.lending import draft_species, milieu_of, milieus, spoken_for_species
from modules.living.loading import load_living_world, load_portraits
from modules.living.models import Interaction, Milieu, Species
from modules.living.portraits import IndexFilters, index_context, milieu_context, records_about, species_context
from modules.living.predicting import erase_personal_data, personal_data_of
from modules.living.rules import dependence_web_of
from modules.living.ties import links_of, ties_between
from modules.living.weaving import load_web
from modules.web.data import DependenceWeb

__all__ = [
    "IndexFilters",
    "MilieuUnknown",
    "SpeciesUnknown",
    "dependence_web",
    "draft_species",
    "erase_personal_data",
    "index_context",
    "links_of",
    "load_acts",
    "load_living_world",
    "load_portraits",
    "milieu_context",
    "milieu_of",
    "milieus",
    "personal_data_of",
    "records_about",
    "sourced_count",
    "species_context",
    "spoken_for_species",
    "ties_between",
    "web_context",
]

SpeciesUnknown = Species.DoesNotExist
MilieuUnknown = Milieu.DoesNotExist


def sourced_count() -> tuple[int, int]:
    """How many published interactions have a reference, and how many there are."""
    published = Interaction.objects.published()
    return published.sourced().count(), published.count()


def dependence_web() -> DependenceWeb:
    """Who needs whom among published species, by slug; two queries."""
    return dependence_web_of(load_web())
