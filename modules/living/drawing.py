"""Draws webs: places and curves are set on the server, so that the page is whole before any script runs."""

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import hypot
from pathlib import Path
from textwrap import wrap

from django.templatetags.static import static

from modules.living.data import (
    Drawing,
    DrawnLink,
    DrawnNode,
    DrawnSheet,
    DrawnStrip,
    LivingWeb,
    Mark,
    Nature,
    Strand,
    WebNode,
)
from modules.living.rules import kind_of, levels_of
from modules.living.wording import sentence, without_article
from modules.web.layout import Box, Place, Sheet, arrange

PICTURES = Path(__file__).parent / "static/living/drawings"
LINE_LENGTH = 12
LINE_HEIGHT = 16
# The mean width of a letter, at the size and weight of the label.
LETTER, SMALL_LETTER = 7.6, 6.9
WIDE, NARROW = 1200, 344
FEW = 16
RADIUS = {"focus": 34, "spoken": 25, "support": 9}
BEND = 0.16


def draw_web(
    web: LivingWeb,
    *,
    focus: str = "",
    chain: Sequence[str] = (),
    marks: Mapping[str, Mark] | None = None,
    address: Callable[[str], str] = "/vivant/especes/{}/".format,
    key: str = "toile",
) -> Drawing:
    """The web, milieu across and trophic level up; on the narrow sheet, one milieu under the other.

    `chain` is a path to bring out, `marks` what became of nodes, `address` where a node leads. Two drawings on
    one page need two keys.
    """
    pen = _Pen(web, focus, frozenset(chain), frozenset(_pairs(chain)), marks or {}, address, _pictures())
    few = len(web.nodes) <= FEW
    width = min(WIDE, max(520, 118 * len(web.nodes)))
    wide = arrange(pen.boxes(banded=True), pen.ends(), width=width)
    narrow = arrange(pen.boxes(banded=not few), pen.ends(), width=NARROW, stacked=not few)
    sheets = (pen.sheet(wide, f"{key}-large", "large"), pen.sheet(narrow, f"{key}-etroit", "etroit", named=not few))
    return Drawing(sheets, has_chain=bool(chain))


def _pairs(chain: Sequence[str]) -> list[frozenset[str]]:
    return [frozenset(pair) for pair in itertools.pairwise(chain)]


def _pictures() -> dict[str, str]:
    """The address of each species' own drawing, by slug."""
    return {path.stem: static(f"living/drawings/{path.name}") for path in PICTURES.glob("*.svg")}


class _Pen:
    """What both sheets of a drawing share."""

    def __init__(
        self,
        web: LivingWeb,
        focus: str,
        chain: frozenset[str],
        threads: frozenset[frozenset[str]],
        marks: Mapping[str, Mark],
        address: Callable[[str], str],
        pictures: Mapping[str, str],
    ) -> None:
        self.web, self.focus, self.chain, self.threads = web, focus, chain, threads
        self.marks, self.address, self.pictures = marks, address, pictures
        self.levels = levels_of(web)
        self.order = {slug: at for at, slug in enumerate(web.milieus)}

    def ends(self) -> tuple[tuple[str, str], ...]:
        return tuple((strand.source, strand.target) for strand in self.web.strands)

    def boxes(self, *, banded: bool) -> tuple[Box, ...]:
        return tuple(self._box(node, banded) for node in self.web.nodes.values())

    def _box(self, node: WebNode, banded: bool) -> Box:
        lines, radius = _lines(node), self._radius(node)
        letter = LETTER if node.spoken_for else SMALL_LETTER
        width = max(2 * radius + 8, max(map(len, lines)) * letter) + 4
        height = 2 * radius + 6 + len(lines) * LINE_HEIGHT + 4
        band = self.order.get(node.milieu) if banded else 0
        return Box(node.slug, width, height, band, self.levels.get(node.slug))

    def _radius(self, node: WebNode) -> int:
        return RADIUS["focus" if node.slug == self.focus else "spoken" if node.spoken_for else "support"]

    def sheet(self, sheet: Sheet, key: str, kind: str, *, named: bool = True) -> DrawnSheet:
        nodes = {slug: self._node(node, sheet.places[slug]) for slug, node in self.web.nodes.items()}
        return DrawnSheet(
            key=key,
            kind=kind,
            width=round(sheet.width),
            height=round(sheet.height),
            strips=self._strips(sheet) if named else (),
            nodes=tuple(nodes.values()),
            links=tuple(self._links(nodes)),
        )

    def _strips(self, sheet: Sheet) -> tuple[DrawnStrip, ...]:
        slugs = list(self.web.milieus)
        return tuple(
            DrawnStrip(slugs[one.band], self.web.milieus[slugs[one.band]], one.x, one.y, one.width, one.height)
            for one in sheet.strips
            if one.band < len(slugs)
        )

    def _node(self, node: WebNode, place: Place) -> DrawnNode:
        lines, radius = _lines(node), self._radius(node)
        height = 2 * radius + 6 + len(lines) * LINE_HEIGHT + 4
        return DrawnNode(
            slug=node.slug,
            name=without_article(node.name),
            lines=lines,
            url=self.address(node.slug),
            picture=self.pictures.get(node.slug, "") if node.spoken_for else "",
            milieu=node.milieu,
            nature="resource" if node.nature == Nature.RESOURCE else "living",
            x=round(place.x),
            y=round(place.y - height / 2 + radius + 2),
            radius=radius,
            spoken_for=node.spoken_for,
            focus=node.slug == self.focus,
            on_chain=node.slug in self.chain,
            mark=self.marks.get(node.slug, Mark.NONE),
        )

    def _links(self, nodes: Mapping[str, DrawnNode]) -> Iterable[DrawnLink]:
        seen: dict[tuple[str, str], int] = {}
        for strand in self.web.strands:
            ends = (strand.source, strand.target)
            seen[ends] = seen.get(ends, 0) + 1
            yield self._link(strand, nodes, bend=BEND * seen[ends])

    def _link(self, strand: Strand, nodes: Mapping[str, DrawnNode], *, bend: float) -> DrawnLink:
        source, target = self.web.nodes[strand.source], self.web.nodes[strand.target]
        return DrawnLink(
            path=curve(nodes[strand.source], nodes[strand.target], bend),
            bend=round(bend, 2),
            kind=kind_of(strand.type_label),
            to_confirm=strand.to_confirm,
            source=strand.source,
            target=strand.target,
            sentence=sentence(source.name, strand.wording, target.name),
            on_chain=frozenset((strand.source, strand.target)) in self.threads,
        )


def _lines(node: WebNode) -> tuple[str, ...]:
    return tuple(wrap(without_article(node.name), LINE_LENGTH, break_long_words=False)) or (node.title,)


def curve(start: DrawnNode, end: DrawnNode, bend: float) -> str:
    """A quadratic curve from edge to edge, bent to the left of its direction so that two links between the same
    nodes do not hide each other; a loop over the node for a link to itself."""
    if start.slug == end.slug:
        x, y, r = start.x, start.y - start.radius, start.radius
        return f"M{x - r / 2:.0f} {y}C{x - 2 * r} {y - 2 * r} {x + 2 * r} {y - 2 * r} {x + r / 2:.0f} {y}"
    bend_x = (start.x + end.x) / 2 + (start.y - end.y) * bend
    bend_y = (start.y + end.y) / 2 + (end.x - start.x) * bend
    from_x, from_y = _edge(start, bend_x, bend_y, start.radius + 3)
    to_x, to_y = _edge(end, bend_x, bend_y, end.radius + 5)
    return f"M{from_x:.0f} {from_y:.0f}Q{bend_x:.0f} {bend_y:.0f} {to_x:.0f} {to_y:.0f}"


def _edge(node: DrawnNode, x: float, y: float, distance: float) -> tuple[float, float]:
    """The point at `distance` of the node's centre, towards (x, y)."""
    far = hypot(x - node.x, y - node.y) or 1.0
    return node.x + (x - node.x) * distance / far, node.y + (y - node.y) * distance / far
