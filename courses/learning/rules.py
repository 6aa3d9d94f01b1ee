"""Decides what a learner may open, how far they are and what comes next. No clock, no database."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from courses.learning.data import (
    Access,
    Advice,
    Blocker,
    CompletionKind,
    LessonDraft,
    Outline,
    OutlineChapter,
    OutlineUnit,
    Standing,
    UnitState,
)
from courses.learning.unlocking import blockers_of, unmet


@dataclass(frozen=True, slots=True)
class Standpoint:
    """From where an outline is seen: what someone has done and scored, in which cohort, when."""

    done: Collection[int] = ()
    scores: Mapping[str, float] = field(default_factory=dict)
    cohort_id: int | None = None
    now: datetime | None = None


def outline_for(
    outline: Outline,
    *,
    done: Collection[int],
    last_unit_id: int | None = None,
    scores: Mapping[str, float] | None = None,
    cohort_id: int | None = None,
    now: datetime | None = None,
) -> Outline:
    """The outline with the state of every unit for a learner who completed the units `done`.

    Without `now`, what opens at a date is open.

    The unit to resume is the last one opened when it is not done, else the first open one after it,
    else the first open one of the course.
    """
    seen = Standpoint(done, scores or {}, cohort_id, now)
    located = replace(outline, chapters=_located(outline, seen))
    resume = _resume_unit(located.units, last_unit_id)
    chapters = tuple(_with_current(chapter, resume) for chapter in located.chapters)
    return _totalled(replace(located, chapters=chapters, resume_unit=_same_unit(chapters, resume)), done)


def _located(outline: Outline, seen: Standpoint) -> tuple[OutlineChapter, ...]:
    located: list[OutlineChapter] = []
    missing: tuple[str, ...] = ()
    by_page = {unit.page_id: unit for unit in outline.units}
    for number, chapter in enumerate(outline.chapters, start=1):
        units, missing_after = _located_units(chapter, missing, seen, by_page)
        located.append(_counted(replace(chapter, number=number, units=units), seen.done))
        missing = missing_after
    return tuple(located)


def _located_units(
    chapter: OutlineChapter, missing: tuple[str, ...], seen: Standpoint, by_page: Mapping[int, OutlineUnit]
) -> tuple[tuple[OutlineUnit, ...], tuple[str, ...]]:
    units = []
    missing_before_chapter = missing
    for unit in chapter.units:
        blockers = blockers_of(unit, chapter, missing, missing_before_chapter)
        named = {blocker.title for blocker in blockers}
        asked = unmet(unit, by_page, done=seen.done, scores=seen.scores, cohort_id=seen.cohort_id, now=seen.now)
        blockers += tuple(blocker for blocker in asked if blocker.title not in named)
        units.append(_with_state(unit, blockers, seen.done))
        if unit.id not in seen.done and not unit.optional:
            missing = (*missing, unit.title)
    return tuple(units), missing


def _with_state(unit: OutlineUnit, blockers: tuple[Blocker, ...], done: Collection[int]) -> OutlineUnit:
    if unit.id in done:
        return replace(unit, state=UnitState.DONE, blockers=())
    if blockers:
        return replace(unit, state=UnitState.LOCKED, blockers=blockers)
    return replace(unit, state=UnitState.OPEN, blockers=())


def _counted(chapter: OutlineChapter, done: Collection[int]) -> OutlineChapter:
    required = [unit for unit in chapter.units if not unit.optional]
    return replace(
        chapter,
        done=sum(unit.id in done for unit in required),
        total=len(required),
        minutes=sum(unit.minutes for unit in required),
    )


def _resume_unit(units: Sequence[OutlineUnit], last_unit_id: int | None) -> OutlineUnit | None:
    ids = [unit.id for unit in units]
    start = ids.index(last_unit_id) if last_unit_id in ids else 0
    candidates = [*units[start:], *units[:start]]
    required = [unit for unit in candidates if not unit.optional or unit.id == last_unit_id]
    return next((unit for unit in required if unit.state is UnitState.OPEN), None)


def _with_current(chapter: OutlineChapter, resume: OutlineUnit | None) -> OutlineChapter:
    if resume is None or resume not in chapter.units:
        return chapter
    return replace(
        chapter,
        units=tuple(replace(unit, state=UnitState.CURRENT) if unit.id == resume.id else unit for unit in chapter.units),
    )


def _same_unit(chapters: Iterable[OutlineChapter], wanted: OutlineUnit | None) -> OutlineUnit | None:
    if wanted is None:
        return None
    return next(unit for chapter in chapters for unit in chapter.units if unit.id == wanted.id)


def _totalled(outline: Outline, done: Collection[int]) -> Outline:
    finished = sum(chapter.done for chapter in outline.chapters)
    total = sum(chapter.total for chapter in outline.chapters)
    left = sum(unit.minutes for unit in outline.units if not unit.optional and unit.id not in done)
    return replace(
        outline,
        done=finished,
        total=total,
        percent=100 * finished // total if total else 0,
        minutes_left=left,
        minutes_total=sum(chapter.minutes for chapter in outline.chapters),
    )


def is_course_complete(outline: Outline, done: Collection[int]) -> bool:
    """Whether every unit that is not optional is done; a course without such a unit is never complete."""
    required = {unit.id for unit in outline.units if not unit.optional}
    return bool(required) and required <= set(done)


def contents_done(units: Collection[OutlineUnit], completed_iris: Collection[str]) -> frozenset[int]:
    """The H5P contents of these units that are completed."""
    return frozenset(
        activity.content_id for unit in units for activity in unit.activities if activity.iri in completed_iris
    )


def scores_in(units: Collection[OutlineUnit], scores: Mapping[str, float]) -> dict[str, float]:
    """Of these scores, those of the units and of their activities."""
    known = {iri for unit in units for iri in (unit.iri, *(activity.iri for activity in unit.activities))}
    return {iri: score for iri, score in scores.items() if iri in known}


def done_after(
    units: Collection[OutlineUnit],
    done: Collection[int],
    completed_iris: Collection[str],
    scores: Mapping[str, float] | None = None,
) -> frozenset[int]:
    """The units done once `completed_iris` are completed with these scores; what was done stays done."""
    reached = (unit.id for unit in units if is_unit_complete(unit, completed_iris, scores))
    return frozenset(done) | frozenset(reached)


def is_unit_complete(
    unit: OutlineUnit, completed_iris: Collection[str], scores: Mapping[str, float] | None = None
) -> bool:
    """Whether what was completed completes the unit, by its own statement or by all its activities; each of
    those that score must then reach the unit's minimum, where it asks for one."""
    if unit.iri in completed_iris:
        return True
    if unit.completion_kind not in (CompletionKind.AUTOMATIC, CompletionKind.SCORED) or not unit.activities:
        return False
    if any(activity.iri not in completed_iris for activity in unit.activities):
        return False
    return unit.completion_kind is CompletionKind.AUTOMATIC or _reaches(unit, scores or {})


def _reaches(unit: OutlineUnit, scores: Mapping[str, float]) -> bool:
    scoring = (activity.iri for activity in unit.activities if activity.scores)
    return all(round(100 * scores.get(iri, 0)) >= unit.minimum for iri in scoring)


def neighbours(units: Sequence[OutlineUnit], unit_id: int) -> tuple[OutlineUnit | None, OutlineUnit | None]:
    """The units before and after, in the order of the course; None at either end."""
    position = next((index for index, unit in enumerate(units) if unit.id == unit_id), None)
    if position is None:
        return None, None
    before = units[position - 1] if position else None
    after = units[position + 1] if position + 1 < len(units) else None
    return before, after


def access_to(unit: OutlineUnit, *, enrolled: bool, is_staff: bool) -> Access:
    """What someone may see of a unit. Staff read everything; an enrolled learner what is not locked."""
    if enrolled and unit.state is not UnitState.LOCKED:
        return Access.OPEN
    if is_staff or (unit.open_to_all and not enrolled):
        return Access.PREVIEW
    return Access.LOCKED if enrolled else Access.INVITATION


def standing_of(outline: Outline, done: Collection[int]) -> Standing:
    """How far someone is, without the state of every unit: quick enough for a whole cohort."""
    required = [unit for unit in outline.units if not unit.optional]
    left = [unit for unit in required if unit.id not in done]
    finished = len(required) - len(left)
    return Standing(
        done=finished,
        total=len(required),
        percent=100 * finished // len(required) if required else 0,
        minutes_left=sum(unit.minutes for unit in left),
        next_title=left[0].title if left else "",
    )


def advice_on(lesson: LessonDraft) -> tuple[Advice, ...]:
    """What the author may want to add, the most useful first."""
    acts = "h5p" in lesson.blocks
    counts = lesson.completion_kind in (CompletionKind.AUTOMATIC, CompletionKind.SCORED)
    claims = (
        (Advice.EMPTY, not lesson.blocks),
        (Advice.MISSING_CONTENT, lesson.missing_contents > 0),
        (Advice.NO_MINUTES, not lesson.minutes),
        (Advice.NO_INTRODUCTION, not lesson.introduction.strip()),
        (Advice.NOTHING_TO_DO, bool(lesson.blocks) and not acts and "reflection" not in lesson.blocks),
        (Advice.ACTIVITIES_DO_NOT_COUNT, acts and not counts),
    )
    return tuple(advice for advice, holds in claims if holds)
