"""Decides what a learner may open, how far they are and what comes next. No clock, no database."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from courses.learning.data import (
    Access,
    Advice,
    CompletionKind,
    LessonDraft,
    Outline,
    OutlineChapter,
    OutlineUnit,
    Standing,
    UnitState,
)


def outline_for(outline: Outline, *, done: Collection[int], last_unit_id: int | None = None) -> Outline:
    """The outline with the state of every unit for a learner who completed the units `done`.

    The unit to resume is the last one opened when it is not done, else the first open one after it,
    else the first open one of the course.
    """
    located = replace(outline, chapters=_located(outline.chapters, done))
    resume = _resume_unit(located.units, last_unit_id)
    chapters = tuple(_with_current(chapter, resume) for chapter in located.chapters)
    return _totalled(replace(located, chapters=chapters, resume_unit=_same_unit(chapters, resume)), done)


def _located(chapters: Iterable[OutlineChapter], done: Collection[int]) -> tuple[OutlineChapter, ...]:
    located: list[OutlineChapter] = []
    missing: tuple[str, ...] = ()
    for number, chapter in enumerate(chapters, start=1):
        units, missing_after = _located_units(chapter, missing, done)
        located.append(_counted(replace(chapter, number=number, units=units), done))
        missing = missing_after
    return tuple(located)


def _located_units(
    chapter: OutlineChapter, missing: tuple[str, ...], done: Collection[int]
) -> tuple[tuple[OutlineUnit, ...], tuple[str, ...]]:
    units = []
    missing_before_chapter = missing
    for unit in chapter.units:
        blockers = blockers_of(unit, chapter, missing, missing_before_chapter)
        units.append(_with_state(unit, blockers, done))
        if unit.id not in done and not unit.optional:
            missing = (*missing, unit.title)
    return tuple(units), missing


def blockers_of(
    unit: OutlineUnit,
    chapter: OutlineChapter,
    missing: tuple[str, ...],
    missing_before_chapter: tuple[str, ...],
) -> tuple[str, ...]:
    """Titles of what is left to finish before `unit` opens: what comes earlier and is not optional."""
    if unit.requires_previous:
        return missing
    return missing_before_chapter if chapter.requires_previous else ()


def _with_state(unit: OutlineUnit, blockers: tuple[str, ...], done: Collection[int]) -> OutlineUnit:
    if unit.id in done:
        return replace(unit, state=UnitState.DONE, locked_by=())
    if blockers:
        return replace(unit, state=UnitState.LOCKED, locked_by=blockers)
    return replace(unit, state=UnitState.OPEN, locked_by=())


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


def done_after(
    units: Collection[OutlineUnit], done: Collection[int], completed_iris: Collection[str]
) -> frozenset[int]:
    """The units done once `completed_iris` are completed; what was done stays done."""
    reached = (unit.id for unit in units if is_unit_complete(unit, completed_iris))
    return frozenset(done) | frozenset(reached)


def is_unit_complete(unit: OutlineUnit, completed_iris: Collection[str]) -> bool:
    """Whether what was completed completes the unit, by its own statement or by all its activities."""
    if unit.iri in completed_iris:
        return True
    if unit.completion_kind is not CompletionKind.AUTOMATIC or not unit.activities:
        return False
    return all(activity.iri in completed_iris for activity in unit.activities)


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
    counts = lesson.completion_kind is CompletionKind.AUTOMATIC
    claims = (
        (Advice.EMPTY, not lesson.blocks),
        (Advice.MISSING_CONTENT, lesson.missing_contents > 0),
        (Advice.NO_MINUTES, not lesson.minutes),
        (Advice.NO_INTRODUCTION, not lesson.introduction.strip()),
        (Advice.NOTHING_TO_DO, bool(lesson.blocks) and not acts and "reflection" not in lesson.blocks),
        (Advice.ACTIVITIES_DO_NOT_COUNT, acts and not counts),
    )
    return tuple(advice for advice, holds in claims if holds)
