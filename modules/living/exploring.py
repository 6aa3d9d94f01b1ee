"""The page of the web: what its address asks for, in each of its views; three queries at most."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from modules.living.data import Certainty, Floor, LivingWeb, Strand, Thread, WebFilters, WebNode
from modules.living.drawing import draw_web
from modules.living.losing import cascade_view
from modules.living.models.interactions import LINKS_READ, SEASONS
from modules.living.models.reviewing import CONFIDENCES_READ
from modules.living.rules import filtered, floors_of, kind_of, part_of
from modules.living.weaving import load_web
from modules.living.wording import tell
from modules.web.paths import path_between

MOST_DRAWN = 120
PER_PAGE = 100
VIEWS = {
    "dessin": _("Drawing"),
    "phrases": _("Sentences"),
    "tableau": _("Table"),
    "cascade": _("If it were lost"),
}
KIND_NAMES = {
    "food": _("Who eats, who is eaten"),
    "flower": _("Flowers and seeds"),
    "shelter": _("Shelter and milieus"),
    "together": _("Living together"),
}
CERTAINTIES = [
    (Certainty.SOURCED.value, _("With a published source")),
    (Certainty.TO_CONFIRM.value, _("To be confirmed")),
    (Certainty.HIGH.value, _("High confidence")),
]
FLOORS = {
    Floor.TOP: _("Those who eat eaters"),
    Floor.MIDDLE: _("Those who eat what grows"),
    Floor.BASE: _("Plants, soil, places, and those whose food is not known here"),
}
FILTERS = ("milieu", "type", "saison", "certitude", "niveau", "autour", "pas")
PATH = ("de", "vers")


@dataclass(frozen=True, slots=True)
class Tab:
    """A view of the same part of the web: its name and its address."""

    name: str
    label: Any
    address: str
    current: bool


def web_context(*, asked: Mapping[str, str]) -> dict[str, Any]:
    """The part of the web that the address asks for, in the view that it asks for."""
    web = load_web()
    filters = filters_in(asked)
    part = filtered(web, filters)
    view = asked.get("vue", "") if asked.get("vue") in VIEWS else "dessin"
    chain = _chain(web, filters, asked)
    focus = filters.around if filters.around in web.nodes else ""
    return {
        "asked": asked,
        "view": view,
        "tabs": _tabs(asked, view),
        "kept": [(name, asked[name]) for name in FILTERS if asked.get(name)],
        "kept_path": [(name, asked[name]) for name in PATH if asked.get(name)],
        "sifted": any(asked.get(name) for name in ("milieu", "type", "saison", "certitude", "niveau")),
        "narrowed": any(asked.get(name) for name in FILTERS if name != "pas"),
        "focus": web.nodes.get(focus),
        "size": len(part.nodes),
        "link_count": len(part.strands),
        "unsourced": sum(strand.to_confirm for strand in part.strands),
        **_choices(web),
        **_path_context(web, chain, asked),
        **_view_context(view, web, part, focus, chain, asked),
    }


def filters_in(asked: Mapping[str, str]) -> WebFilters:
    return WebFilters(
        milieu=asked.get("milieu", ""),
        kind=asked.get("type", ""),
        season=asked.get("saison", ""),
        certainty=asked.get("certitude", ""),
        level=asked.get("niveau", ""),
        around=asked.get("autour", ""),
        steps=2 if asked.get("pas") == "2" else 1,
    )


def address_of(asked: Mapping[str, str], **changes: str) -> str:
    """The same view with `changes`; an empty value takes a filter away."""
    values = {**{name: asked.get(name, "") for name in (*FILTERS, *PATH, "vue")}, **changes}
    return "?" + urlencode({name: value for name, value in values.items() if value})


def _tabs(asked: Mapping[str, str], view: str) -> list[Tab]:
    return [
        Tab(name, label, address_of(asked, vue="" if name == "dessin" else name), name == view)
        for name, label in VIEWS.items()
    ]


def _choices(web: LivingWeb) -> dict[str, Any]:
    nodes = sorted(web.nodes.values(), key=lambda node: slugify(node.title))
    return {
        "milieus": list(web.milieus.items()),
        "kinds": sorted({(one.type_label, one.wording) for one in web.strands}, key=lambda pair: pair[1]),
        "seasons": SEASONS[1:],
        "certainties": CERTAINTIES,
        "spoken_for": [node for node in nodes if node.spoken_for],
        "supporting": [node for node in nodes if not node.spoken_for],
    }


def _chain(web: LivingWeb, filters: WebFilters, asked: Mapping[str, str]) -> list[str]:
    """The shortest path that was asked for, among links of the kind, season and certainty that are kept."""
    start, end = asked.get("de", ""), asked.get("vers", "")
    if start == end or start not in web.nodes or end not in web.nodes:
        return []
    links = filtered(web, WebFilters(kind=filters.kind, season=filters.season, certainty=filters.certainty))
    return path_between([(one.source, one.target) for one in links.strands], start, end)


def _path_context(web: LivingWeb, chain: list[str], asked: Mapping[str, str]) -> dict[str, Any]:
    found = [(left, _between(web, left, right)) for left, right in pairwise(chain)]
    return {
        "chain": [thread_of(strand, web, seen_from=left) for left, strand in found],
        "steps_apart": len(found),
        "path_asked": bool(asked.get("de") and asked.get("vers")),
        "same_ends": asked.get("de") == asked.get("vers"),
        "path_ends": [web.nodes[slug] for slug in (chain[0], chain[-1])] if chain else [],
    }


def _between(web: LivingWeb, left: str, right: str) -> Strand:
    return next(strand for strand in web.strands if {strand.source, strand.target} == {left, right})


def _view_context(
    view: str, web: LivingWeb, part: LivingWeb, focus: str, chain: list[str], asked: Mapping[str, str]
) -> dict[str, Any]:
    if view == "phrases":
        return _sentences(part, focus, asked)
    if view == "tableau":
        return _pages([thread_of(strand, part) for strand in part.strands], asked)
    if view == "cascade":
        return cascade_view(web=part, removed=[focus] if focus else [])
    return _drawing(web, part, focus, chain, asked)


def _drawing(web: LivingWeb, part: LivingWeb, focus: str, chain: list[str], asked: Mapping[str, str]) -> dict[str, Any]:
    shown = _with_chain(web, part, chain)
    if len(shown.nodes) > MOST_DRAWN:
        return {"overview": _overview(part, asked), "found": _search(web, asked.get("q", ""))}

    def recentred(slug: str) -> str:
        return address_of(asked, autour=slug, de="", vers="")

    return {"drawing": draw_web(shown, focus=focus, chain=chain, address=recentred)}


def _with_chain(web: LivingWeb, part: LivingWeb, chain: list[str]) -> LivingWeb:
    """The part to draw, with a path that leaves it; of a web too large to draw, the path alone."""
    if not chain:
        return part
    on_path = {frozenset(pair) for pair in pairwise(chain)}
    threads = [one for one in web.strands if frozenset((one.source, one.target)) in on_path]
    if len(part.nodes) > MOST_DRAWN:
        return part_of(web, chain, threads)
    return part_of(web, {*part.nodes, *chain}, dict.fromkeys((*part.strands, *threads)))


def _overview(part: LivingWeb, asked: Mapping[str, str]) -> dict[str, Any]:
    """How many nodes live at each level of each milieu, from the top down, with the address of that part."""
    floors = floors_of(part)
    counts: dict[tuple[Floor, str], int] = {}
    for slug, node in part.nodes.items():
        cell = (floors[slug], node.milieu)
        counts[cell] = counts.get(cell, 0) + 1
    most = max(counts.values(), default=1)
    rows = [
        (label, [_cell(counts.get((floor, milieu), 0), most, milieu, floor, asked) for milieu in (*part.milieus, "")])
        for floor, label in FLOORS.items()
    ]
    return {"columns": [*part.milieus.values(), _("Without a milieu")], "rows": rows}


def _cell(count: int, most: int, milieu: str, floor: Floor, asked: Mapping[str, str]) -> dict[str, Any]:
    address = address_of(asked, milieu=milieu, niveau=floor.value) if milieu else ""
    return {"count": count, "radius": round(6 + 26 * (count / most) ** 0.5), "address": address, "milieu": milieu}


def _search(web: LivingWeb, words: str) -> list[WebNode]:
    wanted = slugify(words)
    if not wanted:
        return []
    return [node for node in web.nodes.values() if wanted in slugify(f"{node.title} {node.name}")][:30]


def _sentences(part: LivingWeb, focus: str, asked: Mapping[str, str]) -> dict[str, Any]:
    """By kind of link; around a species, each sentence that touches it begins with it."""
    strands = sorted(part.strands, key=lambda one: (list(KIND_NAMES).index(kind_of(one.type_label)), one.code))
    page = Paginator(strands, PER_PAGE).get_page(asked.get("page"))
    groups = [
        (KIND_NAMES[kind], [thread_of(strand, part, seen_from=focus) for strand in found])
        for kind, found in groupby(page.object_list, key=lambda one: kind_of(one.type_label))
    ]
    return {"groups": groups, "page": page, "page_address": address_of(asked)[1:]}


def _pages(threads: list[Thread], asked: Mapping[str, str]) -> dict[str, Any]:
    page = Paginator(threads, PER_PAGE).get_page(asked.get("page"))
    return {"threads": page.object_list, "page": page, "page_address": address_of(asked)[1:]}


def thread_of(strand: Strand, web: LivingWeb, *, seen_from: str = "") -> Thread:
    """The strand as pages tell it, from its source or from `seen_from`."""
    other = web.nodes[strand.source if seen_from == strand.target else strand.target]
    return Thread(
        code=strand.code,
        sentence=tell(strand, web, seen_from=seen_from),
        other_name=other.name,
        other_url=f"/vivant/especes/{other.slug}/",
        type_label=strand.type_label,
        type_wording=strand.wording,
        necessity=str(LINKS_READ[strand.necessity]),
        season=str(dict(SEASONS)[strand.season]),
        confidence=str(CONFIDENCES_READ[strand.confidence]),
        reference=strand.reference,
    )
