"""Draws a day as a ring of 24 hours and a year as a ring of 12 months, and says the same in words.

Angles are in degrees, clockwise from the top: noon stands at the top of the day, the first of January at the top
of the year. Each stretch has a number, on its arc and in the list, so that colour is never the only sign.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from modules.living.data import DayKind, YearKind
from modules.living.wording import MONTHS, hours_period, months_period

SIZE = 320
CENTRE = SIZE / 2
OUTER, LANE, LABELS = 124.0, 17.0, 146.0
DAY_RADIUS = 112.0
SHORTEST = 60.0


@dataclass(frozen=True, slots=True)
class Arc:
    """A stretch of a ring, `kind` a `DayKind` or a `YearKind`; its number stands at `x`, `y`."""

    number: int
    kind: str
    path: str
    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A label outside a ring."""

    label: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Calendar:
    """A ring to draw, `size` units wide; `lines` say each stretch in words, with its period."""

    size: int
    arcs: tuple[Arc, ...]
    ticks: tuple[Tick, ...]
    lines: tuple[tuple[Arc, str], ...]


def day_calendar(stretches: Iterable[Mapping[str, Any]]) -> Calendar | None:
    """The ring of the day, or None when nothing is known of it."""
    rows = [(row["start"], row["end"], DayKind(row["kind"]), row["text"]) for row in stretches]
    arcs = tuple(
        _arc(number, DAY_RADIUS, _hour_angle(start), _turn(_hour_angle(end) - _hour_angle(start)), kind, text)
        for number, (start, end, kind, text) in enumerate(rows, start=1)
    )
    words = [hours_period(start, end) for start, end, _kind, _text in rows]
    return _calendar(arcs, words, tuple(_tick(_hour_angle(hour), label) for hour, label in HOURS)) if arcs else None


def year_calendar(stretches: Iterable[Mapping[str, Any]]) -> Calendar | None:
    """The rings of the year, one a stretch from the outside in, or None when nothing is known of it."""
    rows = [(int(row["start"]), int(row["end"]), YearKind(row["kind"]), row["text"]) for row in stretches]
    arcs = tuple(
        _arc(number, max(SHORTEST, OUTER - LANE * (number - 1)), (start - 1) * 30, _months_turn(start, end), kind, text)
        for number, (start, end, kind, text) in enumerate(rows, start=1)
    )
    words = [months_period(start, end) for start, end, _kind, _text in rows]
    ticks = tuple(_tick(month * 30 + 15, name[0].upper()) for month, name in enumerate(MONTHS))
    return _calendar(arcs, words, ticks) if arcs else None


HOURS = ((12, "12 h"), (18, "18 h"), (0, "0 h"), (6, "6 h"))


def _hour_angle(hour: int) -> float:
    return (hour - 12) * 15 % 360


def _months_turn(start: int, end: int) -> float:
    return ((end - start) % 12 + 1) * 30


def _turn(degrees: float) -> float:
    """How far an arc goes, clockwise; no difference is the whole ring."""
    return degrees % 360 or 360


def _calendar(arcs: Sequence[Arc], words: Sequence[str], ticks: tuple[Tick, ...]) -> Calendar:
    said = tuple((arc, words) for arc, words in zip(arcs, words, strict=True))
    return Calendar(size=SIZE, arcs=tuple(arcs), ticks=ticks, lines=said)


def _arc(number: int, radius: float, start: float, turn: float, kind: DayKind | YearKind, text: str) -> Arc:
    x, y = _point(radius, start + turn / 2)
    return Arc(number=number, kind=kind.value, path=_path(radius, start, turn), x=x, y=y, text=text)


def _path(radius: float, start: float, turn: float) -> str:
    """An SVG arc; the whole ring is two halves, since an arc cannot end where it starts."""
    steps = (turn / 2, turn / 2) if turn >= 360 else (turn,)
    x, y = _point(radius, start)
    path, angle = f"M{x} {y}", start
    for step in steps:
        angle += step
        x, y = _point(radius, angle)
        path += f"A{radius:g} {radius:g} 0 {int(step > 180)} 1 {x} {y}"
    return path


def _point(radius: float, degrees: float) -> tuple[float, float]:
    angle = math.radians(degrees - 90)
    return round(CENTRE + radius * math.cos(angle), 1), round(CENTRE + radius * math.sin(angle), 1)


def _tick(degrees: float, label: str) -> Tick:
    x, y = _point(LABELS, degrees)
    return Tick(label=label, x=x, y=y)
