"""What the pages of the living world show, each in a number of queries that does not grow."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from modules.living.data import Dependent, Thread
from modules.living.drawing import draw
from modules.living.models import Interaction, Milieu, Species
from modules.living.wording import sentence

# What a local authority acts on, as the keys of `Species.levers`.
LEVERS = {
    "eau": _("Water"),
    "urbanisme": _("Planning"),
    "eclairage": _("Lighting"),
    "foncier": _("Land"),
    "agriculture": _("Farming"),
    "entretien": _("Upkeep"),
}


def index_context() -> dict[str, Any]:
    """Every species that someone may speak for, by milieu."""
    species = Species.objects.published().spoken_for().select_related("milieu")
    groups: dict[Milieu, list[Species]] = {milieu: [] for milieu in Milieu.objects.published()}
    for one in species:
        if one.milieu in groups:
            groups[one.milieu].append(one)
    return {"groups": [(milieu, inhabitants) for milieu, inhabitants in groups.items() if inhabitants]}


def species_context(*, slug: str) -> dict[str, Any]:
    """A species' page; `Species.DoesNotExist` when it is not published."""
    species = Species.objects.published().select_related("milieu", "reviewed_by").get(slug=slug)
    links = list(Interaction.objects.published().touching(species.pk).with_ends())
    around = {end.pk: end for link in links for end in (link.source, link.target)} | {species.pk: species}
    milieus = [milieu.slug for milieu in Milieu.objects.published()]
    return {
        "species": species,
        "depends_on": _threads(links, species, depends=True),
        "supports": _threads(links, species, depends=False),
        "drawing": draw(list(around.values()), links, milieus=milieus, focus=slug),
        "levers": [(LEVERS.get(field, field), act) for field, act in species.levers.items()],
    }


def milieu_context(*, slug: str) -> dict[str, Any]:
    """A milieu's page: its inhabitants and the web among them and their supports."""
    milieus = list(Milieu.objects.published())
    milieu = next((one for one in milieus if one.slug == slug), None)
    if milieu is None:
        raise Milieu.DoesNotExist(slug)
    inhabitants = list(Species.objects.published().filter(milieu=milieu))
    ids = {one.pk for one in inhabitants}
    links = [link for link in _published_links() if link.source_id in ids or link.target_id in ids]
    return {
        "milieu": milieu,
        "inhabitants": inhabitants,
        "drawing": draw(_ends(links, inhabitants), links, milieus=[one.slug for one in milieus]),
        "threads": [_thread(link, link.source) for link in links],
    }


def _published_links() -> list[Interaction]:
    links = Interaction.objects.published().filter(source__live=True, target__live=True)
    return list(links.with_ends())


def _ends(links: Iterable[Interaction], first: Iterable[Species]) -> list[Species]:
    return list(
        {one.pk: one for one in [*first, *(end for link in links for end in (link.source, link.target))]}.values()
    )


def _threads(links: Iterable[Interaction], species: Species, *, depends: bool) -> list[Thread]:
    """The links through which the species depends on others, or others on it."""
    return [_thread(link, species) for link in links if _depends(link, species) is depends]


def _depends(link: Interaction, species: Species) -> bool:
    own = Dependent.SOURCE if link.source_id == species.pk else Dependent.TARGET
    return link.dependent in {own, Dependent.BOTH}


def _thread(link: Interaction, seen_from: Species) -> Thread:
    other = link.target if link.source_id == seen_from.pk else link.source
    return Thread(
        code=link.code,
        sentence=sentence(link.source.short_name, link.type.wording, link.target.short_name),
        other_name=other.short_name,
        other_url=other.get_absolute_url(),
        type_label=link.type.label,
        type_wording=link.type.wording,
        necessity=link.get_necessity_display(),
        season=link.get_season_display(),
        confidence=link.get_confidence_display(),
        reference=link.reference,
    )
