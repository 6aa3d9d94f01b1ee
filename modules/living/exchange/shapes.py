"""What a file of interactions says, before anything of it is kept."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from modules.living.data import Confidence, Dependent, Evidence, Necessity, Season


class FileRefused(Exception):
    """A file that cannot be read at all: a stable `code`, and what its message needs."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Taxon:
    """One end of an interaction, as a file names it."""

    name: str = ""
    identifier: str = ""
    vernacular: str = ""
    author: str = ""
    rank: str = ""
    group: str = ""

    @property
    def shown(self) -> str:
        return self.name or self.vernacular or self.identifier


@dataclass(frozen=True, slots=True)
class Row:
    """One interaction of a file. `line` counts from 1 in the file it came from; empty texts were absent."""

    line: int
    source: Taxon
    target: Taxon
    type_name: str = ""
    type_uri: str = ""
    code: str = ""
    life_stage: str = ""
    season: str = ""
    necessity: str = ""
    dependent: str = ""
    evidence: str = ""
    confidence: str = ""
    reference: str = ""
    refuted: bool = False
    # What reading the line already found wrong: stable ids.
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A file, read: its rows, and what is to be said of the whole (`notes` are stable ids with their data)."""

    rows: tuple[Row, ...]
    notes: tuple[tuple[str, Mapping[str, Any]], ...] = ()


class State(StrEnum):
    """What becomes of a line."""

    NEW = "new"
    KNOWN = "known"
    DIFFERENT = "different"
    DUPLICATE = "duplicate"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Problem:
    """A thing to say of a line: a stable id and the words its message needs."""

    id: str
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An interaction ready to be kept. An end is a known species' key, or a taxon to create."""

    code: str
    source: int | Taxon
    type_label: str
    target: int | Taxon
    dependent: Dependent
    necessity: Necessity
    life_stage: str
    season: Season
    evidence: Evidence
    confidence: Confidence
    reference: str
    refuted: bool


@dataclass(frozen=True, slots=True)
class Line:
    """The fate of a line of the file; `differing` names the fields of a known record that it contradicts."""

    number: int
    state: State
    sentence: str
    problems: tuple[Problem, ...] = ()
    wanted: Wanted | None = None
    differing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """A whole file, checked: every line's fate, and the taxa that would be created."""

    lines: tuple[Line, ...]
    notes: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    new_species: tuple[Taxon, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(line.state.value for line in self.lines)
        return {state.value: found[state.value] for state in State}

    @property
    def refused(self) -> bool:
        return any(line.state is State.REFUSED for line in self.lines)
