"""Decides what a trainer may correct of a unit, and what a correction leaves without support. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from courses.learning.data import CompletionKind, OutlineUnit
from courses.records.data import AttemptInfo, CorrectionKind


@dataclass(frozen=True, slots=True)
class PossibleCorrection:
    """Something that a trainer may do: to the unit itself, to one of its activities, to one attempt."""

    kind: CorrectionKind
    iri: str
    title: str
    attempt: AttemptInfo | None = None

    @property
    def key(self) -> str:
        """What a form sends to choose it."""
        return f"{self.kind}:{self.attempt.statement_id}" if self.attempt else f"{self.kind}:{self.iri}"


def possible_corrections(
    unit: OutlineUnit, *, done: bool, attempts: Mapping[str, Sequence[AttemptInfo]]
) -> tuple[PossibleCorrection, ...]:
    """What may be corrected. The attempts at an exam are the exam's own: its score and its end may be corrected."""
    possible = [] if done else [PossibleCorrection(CorrectionKind.DONE, unit.iri, unit.title)]
    if done and is_whole_by_word(unit):
        possible.append(PossibleCorrection(CorrectionKind.REOPENED, unit.iri, unit.title))
    possible += [PossibleCorrection(CorrectionKind.SCORED, iri, title) for iri, title in scored_parts(unit)]
    if unit.completion_kind is not CompletionKind.RECORDED:
        possible += [
            PossibleCorrection(CorrectionKind.REOPENED, iri, title, attempt)
            for iri, title in scored_parts(unit, scoring_only=False)
            for attempt in attempts.get(iri, ())
        ]
    return tuple(possible)


def is_whole_by_word(unit: OutlineUnit) -> bool:
    """Whether the unit is completed by a word on the unit itself, not by its activities nor by another app."""
    if unit.completion_kind is CompletionKind.AUTOMATIC:
        return not unit.activities
    return unit.completion_kind is not CompletionKind.RECORDED


def scored_parts(unit: OutlineUnit, *, scoring_only: bool = True) -> list[tuple[str, str]]:
    """Address and title of what is attempted in the unit: its activities, or itself when another app judges it."""
    if unit.completion_kind is CompletionKind.RECORDED:
        return [(unit.iri, unit.title)]
    return [
        (activity.iri, activity.title or unit.title)
        for activity in unit.activities
        if activity.scores or not scoring_only
    ]


def unsupported_units(
    units: Iterable[OutlineUnit], *, completed: Collection[str], lost: Collection[str]
) -> list[OutlineUnit]:
    """The units held to be done that their activities do not complete any more, now that `lost` is lost."""
    return [
        unit
        for unit in units
        if unit.iri in completed
        and unit.completion_kind is CompletionKind.AUTOMATIC
        and any(activity.iri in lost for activity in unit.activities)
        and not all(activity.iri in completed for activity in unit.activities)
    ]
