"""Decides what becomes of each line of a file, against what is already known; saves nothing.

Identity of an interaction: source, type, target, life stage and season. A line that is already known never changes
the record: a person reviewed it. The file says so, the ecologist decides.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from modules.living.data import Confidence, Dependent, Evidence, Necessity, Season
from modules.living.exchange.shapes import Check, Line, Problem, Reading, Row, State, Taxon, Wanted
from modules.living.vocabulary import KINDS, Kind

Identity = tuple[int, str, int, str, str]
Choice = TypeVar("Choice", bound=StrEnum)
MAX_CODE = 20
MAX_NAME = 160
MAX_LIFE_STAGE = 60
# What a second look at an interaction compares.
COMPARED = ("dependent", "necessity", "evidence", "confidence", "reference", "refuted")


@dataclass(frozen=True, slots=True)
class Known:
    """What the site already holds: species by every name they answer to, types, interactions."""

    species: Mapping[str, frozenset[int]]
    types: Mapping[str, str]
    interactions: Mapping[Identity, Wanted]
    codes: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Session:
    """What is remembered from one line to the next."""

    known: Known
    create_species: bool
    seen: dict[Any, int] = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)
    fresh: dict[str, Taxon] = field(default_factory=dict)


def key_of(text: str) -> str:
    """A name as it is compared: without capitals, accents, double spaces; curly apostrophes straightened."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return re.sub(r"\s+", " ", "".join(char for char in plain if not unicodedata.combining(char))).strip().casefold()


@cache
def vocabulary_index() -> dict[str, Kind]:
    """Every way a file may name a type: GloBI label, address or CURIE of the ontology, INPN identifier, French."""
    index: dict[str, Kind] = {}
    for kind in KINDS:
        ontology = kind.uri.rsplit("/", 1)[-1]
        names = (kind.label, kind.uri, ontology, ontology.replace("_", ":"), kind.inpn, kind.wording)
        for name in names:
            if name:
                index.setdefault(type_key(name), kind)
    return index


def type_key(text: str) -> str:
    return key_of(re.sub(r"^https?://", "", text))


def check(
    reading: Reading,
    known: Known,
    *,
    create_species: bool = False,
    progress: Callable[[int], None] = lambda done: None,
) -> Check:
    """The fate of every line. `progress` is told how many are done, every hundred lines."""
    session = _Session(known, create_species, codes=set(known.codes))
    lines = []
    for done, row in enumerate(reading.rows, start=1):
        lines.append(_line(row, session))
        if done % 100 == 0:
            progress(done)
    return Check(tuple(lines), reading.notes, tuple(session.fresh.values()))


def _line(row: Row, session: _Session) -> Line:
    problems = [Problem(name) for name in row.problems]
    source = _end(row.source, session, problems)
    target = _end(row.target, session, problems)
    label = _type(row, session.known, problems)
    sentence = " ".join((row.source.shown, row.type_name or row.type_uri, row.target.shown))[:300]
    if source is not None and _end_key(source) == _end_key(target):
        problems.append(Problem("loop", {"name": row.source.shown}))
    if problems or source is None or target is None or label is None:
        return Line(row.line, State.REFUSED, sentence, tuple(problems))
    wanted = _wanted(row, source, label, target, problems)
    if any(problem.id in REFUSING for problem in problems):
        return Line(row.line, State.REFUSED, sentence, tuple(problems))
    return _placed(row, wanted, sentence, session, problems)


# The others are said of a line that is kept all the same.
REFUSING = frozenset({"value-unknown", "text-too-long"})


def _placed(row: Row, wanted: Wanted, sentence: str, session: _Session, problems: list[Problem]) -> Line:
    identity = _identity(wanted)
    if identity in session.seen:
        again = Problem("duplicate", {"first": session.seen[identity]})
        return Line(row.line, State.DUPLICATE, sentence, (again,))
    session.seen[identity] = row.line
    held = session.known.interactions.get(identity)  # type: ignore[call-overload]
    if held:
        return _compared(row, held, wanted, sentence)
    for taxon in (wanted.source, wanted.target):
        if isinstance(taxon, Taxon):
            session.fresh.setdefault(_new_key(taxon), taxon)
            problems.append(Problem("species-created", {"name": taxon.shown}))
    if not wanted.reference:
        problems.append(Problem("no-reference"))
    return Line(row.line, State.NEW, sentence, tuple(problems), _coded(wanted, session))


def _compared(row: Row, held: Wanted, wanted: Wanted, sentence: str) -> Line:
    """A value that the file does not give is no difference."""
    given = [name for name in COMPARED if name == "refuted" or getattr(row, name)]
    fields = [name for name in given if getattr(held, name) != getattr(wanted, name)]
    if not fields:
        return Line(row.line, State.KNOWN, sentence)
    told = Problem("differs", {"code": held.code, "fields": fields})
    return Line(row.line, State.DIFFERENT, sentence, (told,), replace(wanted, code=held.code), tuple(fields))


def _end(taxon: Taxon, session: _Session, problems: list[Problem]) -> int | Taxon | None:
    if not taxon.shown:
        problems.append(Problem("species-missing"))
        return None
    for name in (taxon.identifier, taxon.name, taxon.vernacular):
        found = session.known.species.get(key_of(name), frozenset()) if name else frozenset()
        if len(found) == 1:
            return next(iter(found))
        if found:
            problems.append(Problem("species-ambiguous", {"name": name}))
            return None
    if len(taxon.shown) > MAX_NAME:
        problems.append(Problem("text-too-long", {"field": "name", "limit": MAX_NAME}))
        return None
    if session.create_species and (taxon.name or taxon.vernacular):
        return session.fresh.get(_new_key(taxon), taxon)
    problems.append(Problem("species-unknown", {"name": taxon.shown}))
    return None


def _new_key(taxon: Taxon) -> str:
    return key_of(taxon.name or taxon.vernacular)


def _type(row: Row, known: Known, problems: list[Problem]) -> str | None:
    """The label of the type; its address, which no translation changes, is believed first."""
    if not (row.type_uri or row.type_name):
        problems.append(Problem("type-missing"))
        return None
    named = [known.types[type_key(name)] for name in (row.type_uri, row.type_name) if type_key(name) in known.types]
    if not named:
        problems.append(Problem("type-unknown", {"name": row.type_name or row.type_uri}))
        return None
    if len(set(named)) > 1:
        problems.append(Problem("type-contradicts", {"name": row.type_name, "uri": row.type_uri}))
        return None
    return named[0]


def _wanted(row: Row, source: Any, label: str, target: Any, problems: list[Problem]) -> Wanted:
    kind = vocabulary_index().get(type_key(label)) if not row.dependent else None
    default_evidence = Evidence.LITERATURE if row.reference else Evidence.POTENTIAL
    if len(row.life_stage) > MAX_LIFE_STAGE:
        problems.append(Problem("text-too-long", {"field": "life_stage", "limit": MAX_LIFE_STAGE}))
    return Wanted(
        code=row.code,
        source=source,
        type_label=label,
        target=target,
        dependent=_choice(row.dependent, Dependent, kind.dependent if kind else Dependent.NONE, problems),
        necessity=_choice(row.necessity, Necessity, Necessity.MEDIUM, problems),
        life_stage=row.life_stage,
        season=_choice(row.season, Season, Season.ALL_YEAR, problems),
        evidence=_choice(row.evidence, Evidence, default_evidence, problems),
        confidence=_choice(row.confidence, Confidence, Confidence.LOW, problems),
        reference=row.reference,
        refuted=row.refuted,
    )


def _choice(text: str, choices: type[Choice], default: Choice, problems: list[Problem]) -> Choice:
    if not text:
        return default
    try:
        return choices(text.strip().lower())
    except ValueError:
        problems.append(Problem("value-unknown", {"value": text[:60], "expected": [one.value for one in choices]}))
        return default


def _identity(wanted: Wanted) -> tuple[Any, ...]:
    ends = (_end_key(wanted.source), _end_key(wanted.target))
    return (ends[0], wanted.type_label, ends[1], wanted.life_stage, wanted.season.value)


def _end_key(end: int | Taxon | None) -> int | str | None:
    return _new_key(end) if isinstance(end, Taxon) else end


def _coded(wanted: Wanted, session: _Session) -> Wanted:
    """The file's own code when it is free and fits, else one drawn from what the interaction is."""
    code = wanted.code
    if not code or len(code) > MAX_CODE or code in session.codes:
        code = _digest(wanted, session.codes)
    session.codes.add(code)
    return replace(wanted, code=code)


def _digest(wanted: Wanted, taken: Iterable[str]) -> str:
    text, number = repr(_identity(wanted)), 0
    while (code := f"G{hashlib.sha256(f'{text}{number}'.encode()).hexdigest()[:12]}") in taken:
        number += 1
    return code
