"""Draws a species between those it depends on, at its left, and those that depend on it, at its right."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from modules.living.data import Thread
from modules.living.wording import without_article

WIDTH, CENTRE, STEP, MARGIN = 440, 220, 104, 62
# What the middle needs on a side where nobody stands.
HALF = 56
SIDES = {"left": 66, "right": 374}
MOST = 7
LINE_LENGTH = 14


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One of the two ends of a thread, and the curve that leads to it."""

    name: str
    lines: tuple[str, ...]
    url: str
    slug: str
    milieu: str
    x: float
    y: float
    path: str
    kind: str
    to_confirm: bool


@dataclass(frozen=True, slots=True)
class NeighbourDrawing:
    """A species in the middle of its neighbours; `hidden` of them did not fit. A side without anybody takes no room."""

    start: int
    width: int
    height: float
    x: float
    y: float
    nodes: tuple[Neighbour, ...]
    hidden: int

    @property
    def one_sided(self) -> bool:
        return self.width < WIDTH

    @property
    def picture_y(self) -> float:
        """The top of the small drawing in the middle, 66 units high."""
        return self.y - 33


def draw_neighbours(depends_on: Sequence[Thread], supports: Sequence[Thread]) -> NeighbourDrawing | None:
    """Up to seven neighbours a side, each once; None when there is nobody. The lists beside it say everyone."""
    left, right = _first_of_each(depends_on), _first_of_each(supports)
    rows = max(len(left[:MOST]), len(right[:MOST]))
    if not rows:
        return None
    height = max(2, rows) * STEP + 2 * MARGIN - STEP + 40
    middle = height / 2 - 12
    nodes = [*_column(left[:MOST], "left", middle), *_column(right[:MOST], "right", middle)]
    start, end = 0 if left else CENTRE - HALF, WIDTH if right else CENTRE + HALF
    return NeighbourDrawing(
        start, end - start, height, CENTRE, middle, tuple(nodes), len(left[MOST:]) + len(right[MOST:])
    )


def _first_of_each(threads: Sequence[Thread]) -> list[Thread]:
    return list({thread.other_url: thread for thread in reversed(threads)}.values())[::-1]


def _column(threads: Sequence[Thread], side: str, middle: float) -> list[Neighbour]:
    top = middle - STEP * (len(threads) - 1) / 2
    return [_neighbour(thread, SIDES[side], round(top + STEP * row, 1), middle) for row, thread in enumerate(threads)]


def _neighbour(thread: Thread, x: float, y: float, middle: float) -> Neighbour:
    name = without_article(thread.other_name)
    return Neighbour(
        name=name,
        lines=tuple(wrap(name, LINE_LENGTH, break_long_words=False))[:2],
        url=thread.other_url,
        slug=thread.other_slug,
        milieu=thread.other_milieu,
        x=x,
        y=y,
        path=f"M{CENTRE} {middle:g}Q{(x + CENTRE) / 2:g} {y:g} {x} {y:g}",
        kind=thread.kind,
        to_confirm=thread.to_confirm,
    )
