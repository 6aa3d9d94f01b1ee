"""Who appears in the directory, in what order, and which messages are relayed.

The order is fair: nobody pays to come first. Someone who ticked the very département asked for comes before
someone who ticked its whole région; among equals, the family name decides, accents aside.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from courses.directory.data import (
    DirectoryQuery,
    Listing,
    ListingState,
    MessageVerdict,
    Obstacle,
    TerritoryGroup,
    TerritoryKind,
    TerritoryRef,
    Traffic,
)

# Faster than this, nobody has read the form they send; slower, the page was left open overnight.
FASTEST = timedelta(seconds=3)
SLOWEST = timedelta(hours=24)
PER_SENDER = 6
PER_SENDER_TO_EXPERT = 2
PER_EXPERT = 30
TRAFFIC_WINDOW = timedelta(hours=1)
EXPERT_WINDOW = timedelta(days=1)


def obstacles(state: ListingState, *, certified: bool) -> tuple[Obstacle, ...]:
    """Everything that keeps someone out of the directory; empty when they appear."""
    checks = (
        (state.withheld, Obstacle.WITHHELD),
        (not certified, Obstacle.NO_CREDENTIAL),
        (not state.described, Obstacle.NO_PRESENTATION),
        (not state.located, Obstacle.NO_TERRITORY),
        (not state.opted_in, Obstacle.NOT_OPTED_IN),
    )
    return tuple(obstacle for stands, obstacle in checks if stands)


def normalise(text: str) -> str:
    """The text without accents, capitals or repeated spaces: what search and order compare."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())


def sort_name(display_name: str) -> str:
    """The name to sort by: the last word first, as in a telephone book."""
    words = normalise(display_name).split()
    return " ".join([*words[-1:], *words[:-1]])


def search(listings: Iterable[Listing], query: DirectoryQuery, regions: Mapping[str, str]) -> list[Listing]:
    """The listings that answer the query, nearest first, then by name.

    `regions` gives the région of each département.
    """
    words = normalise(query.text).split()
    ranked = [
        (distance, listing.sort_name, listing.expert_id, listing)
        for listing in listings
        if (distance := _distance(listing, query, regions)) is not None
        and all(word in listing.search_text for word in words)
    ]
    return [listing for *_order, listing in sorted(ranked, key=lambda row: row[:3])]


def _distance(listing: Listing, query: DirectoryQuery, regions: Mapping[str, str]) -> int | None:
    """0 for the very territory asked for, 1 for one that holds it or is held by it, None for none."""
    if query.departement:
        return _distance_to_departement(listing, query.departement, regions)
    if query.region:
        return _distance_to_region(listing, query.region, regions)
    return 0


def _distance_to_departement(listing: Listing, code: str, regions: Mapping[str, str]) -> int | None:
    if code in listing.departements:
        return 0
    return 1 if regions.get(code) in listing.regions else None


def _distance_to_region(listing: Listing, code: str, regions: Mapping[str, str]) -> int | None:
    if code in listing.regions:
        return 0
    return 1 if any(regions.get(departement) == code for departement in listing.departements) else None


def covered(listings: Iterable[Listing], regions: Mapping[str, str]) -> frozenset[str]:
    """The départements where at least one of them works, directly or through a whole région."""
    ticked: set[str] = set()
    whole: set[str] = set()
    for listing in listings:
        ticked |= listing.departements
        whole |= listing.regions
    return frozenset(code for code, region in regions.items() if code in ticked or region in whole)


def group_by_region(territories: Sequence[TerritoryRef], overseas: frozenset[str]) -> tuple[TerritoryGroup, ...]:
    """Régions by name, each with its départements by code; those overseas come last."""
    regions = [t for t in territories if t.kind is TerritoryKind.REGION]
    groups = (
        TerritoryGroup(region, _departements_of(region, territories), region.code in overseas) for region in regions
    )
    return tuple(sorted(groups, key=lambda group: (group.overseas, normalise(group.region.name))))


def _departements_of(region: TerritoryRef, territories: Sequence[TerritoryRef]) -> tuple[TerritoryRef, ...]:
    held = (t for t in territories if t.kind is TerritoryKind.DEPARTEMENT and t.region == region.code)
    return tuple(sorted(held, key=lambda t: t.code))


def is_ticked(group: TerritoryGroup, ticked: frozenset[str]) -> bool:
    """Whether the région or one of its départements is among the ticked keys."""
    return any(ref.key in ticked for ref in (group.region, *group.departements))


def message_verdict(*, trap: str, age: timedelta | None, traffic: Traffic) -> MessageVerdict:
    """Whether a message is relayed; `age` is the time since its form was shown, None when nothing proves it."""
    if trap or age is None:
        return MessageVerdict.ROBOT
    if age < FASTEST:
        return MessageVerdict.TOO_FAST
    if age > SLOWEST:
        return MessageVerdict.STALE
    if traffic.from_sender >= PER_SENDER or traffic.from_sender_to_expert >= PER_SENDER_TO_EXPERT:
        return MessageVerdict.TOO_MANY
    return MessageVerdict.EXPERT_BUSY if traffic.to_expert >= PER_EXPERT else MessageVerdict.ACCEPTED
