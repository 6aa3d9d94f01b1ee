"""The published links, and how a page tells each of them from the side of one species."""

from collections.abc import Iterable

from modules.living.data import Dependent, Thread
from modules.living.models import Interaction, Species
from modules.living.rules import kind_of
from modules.living.wording import sentence


def published_links() -> list[Interaction]:
    links = Interaction.objects.published().filter(source__live=True, target__live=True)
    return list(links.with_ends())


def ends_of(links: Iterable[Interaction], first: Iterable[Species]) -> list[Species]:
    return list(
        {one.pk: one for one in [*first, *(end for link in links for end in (link.source, link.target))]}.values()
    )


def threads_of(links: Iterable[Interaction], species: Species, *, depends: bool) -> list[Thread]:
    """The links through which the species depends on others, or others on it."""
    return [thread_of(link, species) for link in links if _depends(link, species) is depends]


def _depends(link: Interaction, species: Species) -> bool:
    own = Dependent.SOURCE if link.source_id == species.pk else Dependent.TARGET
    return link.dependent in {own, Dependent.BOTH}


def thread_of(link: Interaction, seen_from: Species) -> Thread:
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
        kind=kind_of(link.type.label),
        other_slug=other.slug,
        other_milieu=other.milieu.slug if other.milieu else "",
        life_stage=link.life_stage,
        evidence=link.get_evidence_display(),
    )
