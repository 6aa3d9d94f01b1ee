"""Lays out the drawings of the trainers' pages: whole numbers, ready for SVG. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from courses.learning.measures import UnitFigures

STEP = 30
BAR = 20
TALL = 120
TOP = 24
LEFT = 44
CHAPTER_GAP = 14
FOOT = 34


@dataclass(frozen=True, slots=True)
class Bar:
    """A unit: how many opened it, how many finished it, and the mark of those who stopped."""

    figures: UnitFigures
    x: int
    opened_y: int
    opened_height: int
    done_y: int
    done_height: int

    @property
    def middle(self) -> int:
        return self.x + BAR // 2


@dataclass(frozen=True, slots=True)
class Group:
    """The bars of a chapter, and where its number stands."""

    number: int
    title: str
    middle: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """The course as a row of bars, chapter by chapter."""

    width: int
    height: int
    groups: tuple[Group, ...]
    bar_width: int = BAR
    top: int = TOP
    left: int = LEFT
    base: int = TOP + TALL
    half: int = TOP + TALL // 2
    foot: int = TOP + TALL + 20


def profile_of(units: Sequence[UnitFigures]) -> Profile | None:
    """The drawing of these units; None without a unit or a learner."""
    if not units or not units[0].learners:
        return None
    x, groups = LEFT + CHAPTER_GAP, []
    for number, (_id, of_chapter) in enumerate(groupby(units, key=lambda one: one.chapter.id), start=1):
        bars = tuple(_bar(one, x + STEP * index) for index, one in enumerate(of_chapter))
        end = x + STEP * len(bars)
        groups.append(Group(number, bars[0].figures.chapter.title, (x + end - (STEP - BAR)) // 2, bars))
        x = end + CHAPTER_GAP
    return Profile(width=x, height=TOP + TALL + FOOT, groups=tuple(groups))


def _bar(one: UnitFigures, x: int) -> Bar:
    opened, done = round(TALL * one.opened_share), round(TALL * one.done_share)
    return Bar(one, x, TOP + TALL - opened, opened, TOP + TALL - done, done)
