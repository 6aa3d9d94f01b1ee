"""Decisions about a web of species: what a filter keeps, who depends on whom, how high each one stands."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from modules.living.data import (
    Certainty,
    Confidence,
    Dependent,
    Floor,
    LivingWeb,
    Necessity,
    Season,
    Strand,
    WebFilters,
)
from modules.web.data import Dependence, DependenceWeb, FoodWeb, Link
from modules.web.metrics import trophic_levels
from modules.web.paths import neighbourhood

KINDS = {
    "preysOn": "food",
    "eats": "food",
    "parasiteOf": "food",
    "pollinates": "flower",
    "visitsFlowersOf": "flower",
    "dispersalVectorOf": "flower",
    "createsHabitatFor": "shelter",
    "hasHabitat": "shelter",
}


def kind_of(type_label: str) -> str:
    """The family of a type of interaction, which sets how its line is drawn."""
    return KINDS.get(type_label, "together")


def filtered(web: LivingWeb, filters: WebFilters) -> LivingWeb:
    """The part of the web that every filter keeps; unknown values keep everything.

    A milieu keeps the links with an end that lives there, with both ends. Nodes that no link holds are kept only
    when no filter asks anything of links.
    """
    kinds = {strand.type_label for strand in web.strands}
    strands = [strand for strand in web.strands if _keeps_link(filters, strand, kinds)]
    nodes = set(web.nodes)
    if filters.milieu in web.milieus:
        strands = [strand for strand in strands if filters.milieu in _milieus_of(web, strand)]
        nodes = {slug for slug, node in web.nodes.items() if node.milieu == filters.milieu}
    if filters.level in set(Floor):
        floors = floors_of(web)
        nodes = {slug for slug in nodes if floors[slug] == filters.level}
        strands = [strand for strand in strands if nodes & {strand.source, strand.target}]
    if len(strands) < len(web.strands) or len(nodes) < len(web.nodes):
        asks_links = filters.kind in kinds or filters.season in set(Season) or filters.certainty in set(Certainty)
        nodes = _ends(strands) | (set() if asks_links else nodes)
    return around(part_of(web, nodes, strands), filters.around, filters.steps)


def around(web: LivingWeb, slug: str, steps: int) -> LivingWeb:
    """The node and those at most `steps` links away; the whole web when it has no such node."""
    if slug not in web.nodes:
        return web
    near = neighbourhood([(strand.source, strand.target) for strand in web.strands], slug, steps=steps)
    strands = [strand for strand in web.strands if strand.source in near and strand.target in near]
    return part_of(web, set(near), strands)


def part_of(web: LivingWeb, nodes: Iterable[str], strands: Iterable[Strand]) -> LivingWeb:
    kept = set(nodes)
    return LivingWeb({slug: node for slug, node in web.nodes.items() if slug in kept}, tuple(strands), web.milieus)


def busiest(web: LivingWeb, *, nodes: int, strands: int) -> LivingWeb:
    """A part that can still be read: at most so many nodes, those that the most links hold, and so many links.

    Among equals, those someone speaks for come first. A web that is small enough is kept whole.
    """
    if len(web.nodes) <= nodes and len(web.strands) <= strands:
        return web
    held = Counter(end for one in web.strands for end in {one.source, one.target})
    ranked = sorted(web.nodes.values(), key=lambda node: (-held[node.slug], not node.spoken_for, node.slug))
    rank = {node.slug: at for at, node in enumerate(ranked)}
    latest = sorted(max(rank[one.source], rank[one.target]) for one in web.strands)
    kept = min(nodes, latest[strands]) if len(latest) > strands else nodes
    among = [one for one in web.strands if max(rank[one.source], rank[one.target]) < kept]
    return part_of(web, [node.slug for node in ranked[:kept]], among)


def _keeps_link(filters: WebFilters, strand: Strand, kinds: set[str]) -> bool:
    return (
        (filters.kind not in kinds or filters.kind == strand.type_label)
        and (filters.season not in set(Season) or strand.season in {filters.season, Season.ALL_YEAR})
        and _sure_enough(filters.certainty, strand)
    )


def _sure_enough(certainty: str, strand: Strand) -> bool:
    if certainty == Certainty.SOURCED:
        return not strand.to_confirm
    if certainty == Certainty.TO_CONFIRM:
        return strand.to_confirm
    return certainty != Certainty.HIGH or strand.confidence == Confidence.HIGH


def _milieus_of(web: LivingWeb, strand: Strand) -> set[str]:
    return {web.nodes[end].milieu for end in (strand.source, strand.target)}


def _ends(strands: Iterable[Strand]) -> set[str]:
    return {end for strand in strands for end in (strand.source, strand.target)}


def levels_of(web: LivingWeb) -> Mapping[str, float | None]:
    """Trophic levels read from the links that feed; None where no path comes up from the base."""
    return _levels(tuple(web.nodes), tuple((one.target, one.source) for one in web.strands if one.is_food))


@lru_cache(maxsize=32)
def _levels(nodes: tuple[str, ...], food: tuple[tuple[str, str], ...]) -> Mapping[str, float | None]:
    return trophic_levels(FoodWeb.of([Link(*pair) for pair in food], nodes=nodes))


def floors_of(web: LivingWeb) -> dict[str, Floor]:
    """Each node's level among three: the base (nothing known feeds it), the middle, the top (it eats eaters)."""
    return {slug: _floor(level) for slug, level in levels_of(web).items()}


def _floor(level: float | None) -> Floor:
    if level is None or level < 1.5:
        return Floor.BASE
    return Floor.MIDDLE if level < 2.5 else Floor.TOP


def dependence_web_of(web: LivingWeb) -> DependenceWeb:
    """Who needs whom: the direction of an interaction is not the direction of dependence."""
    dependences = tuple(need for strand in web.strands for need in dependences_of(strand))
    exhaustive = frozenset(slug for slug, node in web.nodes.items() if node.exhaustive)
    return DependenceWeb(tuple(web.nodes), dependences, exhaustive)


def dependences_of(strand: Strand) -> list[Dependence]:
    """One, two (both ends depend) or none. To live of the other is "food"; any other need has its type's name."""
    there, back = (strand.source, strand.target), (strand.target, strand.source)
    ends = {
        Dependent.SOURCE: [there],
        Dependent.TARGET: [back],
        Dependent.BOTH: [there, back],
        Dependent.NONE: [],
    }
    return [
        Dependence(
            dependent=dependent,
            support=support,
            need="food" if strand.is_food and dependent == strand.source else strand.type_label,
            obligate=strand.necessity == Necessity.OBLIGATE,
            interaction=strand.code,
            sourced=not strand.to_confirm,
        )
        for dependent, support in ends[strand.dependent]
    ]
