"""The published links, and how a page tells each of them from the side of one species."""

from collections.abc import Iterable, Sequence

from modules.living.data import Dependent, Thread
from modules.living.models import Interaction, Species
from modules.living.models.interactions import LINKS_READ
from modules.living.models.reviewing import CONFIDENCES_READ
from modules.living.rules import kind_of
from modules.living.wording import sentence


def told(codes: Sequence[str]) -> list[Thread]:
    """These links, each from its source, in the order of their codes."""
    links = Interaction.objects.filter(code__in=codes).with_ends()
    return [thread_of(link, link.source) for link in links]


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
        necessity=str(LINKS_READ[link.necessity]),
        season=link.get_season_display(),
        confidence=str(CONFIDENCES_READ[link.confidence]),
        reference=link.reference,
        kind=kind_of(link.type.label),
        other_slug=other.slug,
        other_milieu=other.milieu.slug if other.milieu else "",
        life_stage=link.life_stage,
        evidence=link.get_evidence_display(),
    )
