"""The living world's door: content comes in, the web goes out."""

from modules.living.data import Dependent, Necessity
from modules.living.lending import draft_species, milieus, spoken_for_species
from modules.living.loading import load_living_world
from modules.living.models import Interaction, Species
from modules.living.studying import index_context, milieu_context, path_context, species_context, web_context
from modules.web.data import Dependence, DependenceWeb

__all__ = [
    "dependence_web",
    "draft_species",
    "index_context",
    "load_living_world",
    "milieu_context",
    "milieus",
    "path_context",
    "sourced_count",
    "species_context",
    "spoken_for_species",
    "web_context",
]


def sourced_count() -> tuple[int, int]:
    """How many published interactions have a reference, and how many there are."""
    published = Interaction.objects.published()
    return published.sourced().count(), published.count()


def dependence_web() -> DependenceWeb:
    """Who needs whom among published species, by slug; two queries."""
    species = Species.objects.published().values_list("slug", "exhaustive_diet")
    nodes = dict(species)
    links = Interaction.objects.published().select_related("source", "target", "type")
    dependences = [
        dependence
        for link in links
        for dependence in _dependences(link)
        if dependence.dependent in nodes and dependence.support in nodes
    ]
    exhaustive = frozenset(slug for slug, complete in nodes.items() if complete)
    return DependenceWeb(tuple(nodes), tuple(dependences), exhaustive)


def _dependences(link: Interaction) -> list[Dependence]:
    ends = {
        Dependent.SOURCE: [(link.source, link.target)],
        Dependent.TARGET: [(link.target, link.source)],
        Dependent.BOTH: [(link.source, link.target), (link.target, link.source)],
        Dependent.NONE: [],
    }
    return [
        Dependence(
            dependent=dependent.slug,
            support=support.slug,
            need="food" if link.type.is_food and dependent == link.source else link.type.label,
            obligate=link.necessity == Necessity.OBLIGATE,
            interaction=link.code,
            sourced=bool(link.reference),
        )
        for dependent, support in ends[Dependent(link.dependent)]
    ]
