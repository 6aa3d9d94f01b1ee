"""What joins and what opposes the species of several voices, found in the web.

Who eats, parasitises or kills the other opposes them, even when it also needs them. Any other direct link is an
alliance. Two species that need the same third one share a cause. Others may be joined by a short chain.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise

from modules.living.data import Dependent, Tie, TieKind, TieLink
from modules.living.models import Interaction
from modules.living.models.reviewing import CONFIDENCES_READ
from modules.living.wording import sentence
from modules.web.paths import paths_among

# Types of which one end suffers at once, by GloBI label.
HARMFUL = frozenset(
    {
        "preysOn",
        "eats",
        "kills",
        "parasiteOf",
        "endoparasiteOf",
        "ectoparasiteOf",
        "parasitoidOf",
        "hyperparasiteOf",
        "hemiparasiteOf",
        "kleptoparasiteOf",
        "pathogenOf",
        "allelopathOf",
    }
)
LONGEST_CHAIN = 3


def ties_between(*, slugs: Sequence[str]) -> tuple[Tie, ...]:
    """The ties between these species, by slug: direct ones, shared needs, then chains of at most three links.

    One query. A pair has a chain only when nothing nearer joins it.
    """
    voices = sorted(set(slugs))
    if len(voices) < 2:
        return ()
    links = _published()
    near = [*_direct(links, voices), *_shared(links, voices)]
    joined = {frozenset((tie.first, tie.second)) for tie in near}
    return (*near, *_chains(links, voices, joined))


def links_of(*, slug: str) -> tuple[tuple[TieKind, TieLink], ...]:
    """Every link of one species, with what it is for it: what helps or feeds it, what opposes; one query."""
    found = [link for link in _published() if slug in (link.source.slug, link.target.slug)]
    return tuple((_kind(link), _told(link)) for link in found)


def _published() -> list[Interaction]:
    links = Interaction.objects.published().filter(source__live=True, target__live=True)
    return list(links.select_related("type", "source", "target").order_by("code"))


def _direct(links: Iterable[Interaction], voices: Sequence[str]) -> list[Tie]:
    return [
        Tie(_kind(link), link.source.slug, link.target.slug, (_told(link),))
        for link in links
        if link.source.slug in voices and link.target.slug in voices
    ]


def _kind(link: Interaction) -> TieKind:
    return TieKind.OPPOSES if link.type.label in HARMFUL else TieKind.HELPS


def _shared(links: Iterable[Interaction], voices: Sequence[str]) -> list[Tie]:
    """Two voices that need the same third species, or the same resource."""
    needing: dict[str, dict[str, Interaction]] = defaultdict(dict)
    for link in links:
        for dependent, support in _needs(link):
            if dependent in voices:
                needing[support].setdefault(dependent, link)
    return [
        Tie(TieKind.SHARES, first, second, (_told(by_voice[first]), _told(by_voice[second])), support)
        for support, by_voice in needing.items()
        for first, second in combinations(sorted(by_voice), 2)
        if support not in (first, second)
    ]


def _needs(link: Interaction) -> list[tuple[str, str]]:
    source, target = link.source.slug, link.target.slug
    pairs = []
    if link.dependent in (Dependent.SOURCE, Dependent.BOTH):
        pairs.append((source, target))
    if link.dependent in (Dependent.TARGET, Dependent.BOTH):
        pairs.append((target, source))
    return pairs


def _chains(links: Sequence[Interaction], voices: Sequence[str], joined: set[frozenset[str]]) -> list[Tie]:
    by_ends: dict[frozenset[str], Interaction] = {}
    for link in links:
        by_ends.setdefault(frozenset((link.source.slug, link.target.slug)), link)
    pairs = [(link.source.slug, link.target.slug) for link in links]
    return [
        Tie(TieKind.CHAIN, chain[0], chain[-1], tuple(_told(by_ends[frozenset(step)]) for step in pairwise(chain)))
        for chain in paths_among(pairs, voices, longest=LONGEST_CHAIN)
        if frozenset((chain[0], chain[-1])) not in joined
    ]


def _told(link: Interaction) -> TieLink:
    return TieLink(
        sentence=sentence(_name(link.source), link.type.wording, _name(link.target)),
        confidence=str(CONFIDENCES_READ[link.confidence]),
        reference=link.reference,
    )


def _name(species: object) -> str:
    return str(getattr(species, "short_name", "") or species)
