"""Shapes of a web: who eats whom, and who depends on whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class WebInvalid(Exception):
    """A links or nodes file that cannot be read: `line` counts from 1, 0 for the whole file."""

    def __init__(self, id: str, *, line: int, detail: str) -> None:
        super().__init__(f"{id} (line {line}): {detail}")
        self.id, self.line, self.detail = id, line, detail


@dataclass(frozen=True, slots=True)
class Link:
    """Food flows from `resource` to `consumer`."""

    resource: str
    consumer: str


@dataclass(frozen=True, slots=True)
class FoodWeb:
    """Nodes in order of first appearance, and links without repetition."""

    nodes: tuple[str, ...]
    links: tuple[Link, ...]

    @classmethod
    def of(cls, links: Iterable[Link], *, nodes: Iterable[str] = ()) -> "FoodWeb":
        """A web of `links`, whose nodes are `nodes` and every end of a link."""
        unique = tuple(dict.fromkeys(links))
        names = [*nodes, *(name for link in unique for name in (link.resource, link.consumer))]
        return cls(tuple(dict.fromkeys(names)), unique)


@dataclass(frozen=True, slots=True)
class Metrics:
    """What a food web is measured by.

    `connectance` is L/S², links with cannibalism; `path_length` is directed, the mean over reachable ordered
    pairs, self-links left out; `clustering` is undirected transitivity. Levels, prey-averaged and short-weighted,
    are None where a node has no path from a basal node.
    """

    species: int
    links: int
    connectance: float
    path_length: float | None
    clustering: float
    basal: int
    intermediate: int
    top: int
    cannibals: int
    trophic_levels: Mapping[str, float | None]
    short_weighted_levels: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Removal:
    """One primary removal and the secondary extinctions that follow it, each wave in the web's order."""

    removed: str
    lost: tuple[str, ...]


class Fate(StrEnum):
    """What becomes of a node when others are gone."""

    SAFE = "safe"
    WEAKENED = "weakened"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Dependence:
    """`dependent` needs `support`: alone when `obligate`, else among alternatives of the same `need`.

    `interaction` names the interaction it is read from; `sourced` says whether that one has a reference.
    """

    dependent: str
    support: str
    need: str
    obligate: bool
    interaction: str
    sourced: bool


@dataclass(frozen=True, slots=True)
class DependenceWeb:
    """Who needs whom. In `exhaustive` are the nodes whose list of food is complete, so that losing it all is fatal."""

    nodes: tuple[str, ...]
    dependences: tuple[Dependence, ...]
    exhaustive: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Consequence:
    """What one node lives in a loss: its fate, when (0 for the removed), and the dependences that explain it."""

    node: str
    fate: Fate
    step: int
    reasons: tuple[Dependence, ...] = ()
    to_confirm: bool = False


@dataclass(frozen=True, slots=True)
class Help:
    """What an act gives back: `nodes` that return, and interactions `held` although their support is gone."""

    nodes: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Stage:
    """One loss of a series, and what it adds to those before it, wave by wave."""

    removed: str
    touched: tuple[Consequence, ...]


@dataclass(frozen=True, slots=True)
class Regain:
    """A node that an act helped: what it lived, what it lives now, and what had touched it."""

    node: str
    before: Fate
    after: Fate
    reasons: tuple[Dependence, ...] = ()
    to_confirm: bool = False
