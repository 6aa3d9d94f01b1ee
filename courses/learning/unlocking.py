"""Decides what keeps a unit closed to a learner: what comes before, a unit, a score, a date, a session.

Pure: the time is an argument, and no query is made.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from courses.learning.data import Blocker, Condition, ConditionKind, OutlineChapter, OutlineUnit


def blockers_of(
    unit: OutlineUnit,
    chapter: OutlineChapter,
    missing: tuple[str, ...],
    missing_before_chapter: tuple[str, ...],
) -> tuple[Blocker, ...]:
    """What is left to finish before `unit` opens, because it comes earlier and is not optional."""
    before_chapter = missing_before_chapter if chapter.requires_previous else ()
    titles = missing if unit.requires_previous else before_chapter
    return tuple(Blocker(ConditionKind.UNIT, title) for title in titles)


def unmet(
    unit: OutlineUnit,
    units: Mapping[int, OutlineUnit],
    *,
    done: Collection[int],
    scores: Mapping[str, float],
    cohort_id: int | None,
    now: datetime | None,
) -> tuple[Blocker, ...]:
    """The conditions of `unit` that someone does not meet; `units` are those of the course, by page.

    A condition on a unit that is not in the course any more asks nothing. Without `now`, no date is asked for.
    """
    found = (_blocker(condition, unit, units, done, scores, cohort_id, now) for condition in unit.conditions)
    return tuple(blocker for blocker in found if blocker)


def _blocker(
    condition: Condition,
    unit: OutlineUnit,
    units: Mapping[int, OutlineUnit],
    done: Collection[int],
    scores: Mapping[str, float],
    cohort_id: int | None,
    now: datetime | None,
) -> Blocker | None:
    if condition.kind is ConditionKind.DATE:
        closed = now is not None and condition.at is not None and now < condition.at
        return Blocker(ConditionKind.DATE, at=condition.at) if closed else None
    first = units.get(condition.page_id or 0)
    if first is None or first.id == unit.id:
        return None
    if condition.kind is ConditionKind.SCORE:
        reached = score_of(first, scores)
        low = reached is None or round(100 * reached) < condition.percent
        return Blocker(ConditionKind.SCORE, first.title, condition.percent) if low else None
    if first.id in done:
        return None
    if condition.kind is ConditionKind.ATTENDANCE:
        return Blocker(ConditionKind.ATTENDANCE, first.title, at=date_for(first, cohort_id))
    return Blocker(ConditionKind.UNIT, first.title)


def score_of(unit: OutlineUnit, scores: Mapping[str, float]) -> float | None:
    """The unit's own score, else the mean of its activities that score; None until each has one."""
    if unit.iri in scores:
        return scores[unit.iri]
    wanted = [activity.iri for activity in unit.activities if activity.scores]
    if not wanted or any(iri not in scores for iri in wanted):
        return None
    return sum(scores[iri] for iri in wanted) / len(wanted)


def date_for(unit: OutlineUnit, cohort_id: int | None) -> datetime | None:
    """When the unit's session takes place for a member of this cohort; the last one, if there are several."""
    own = [at for cohort, at in unit.dates if cohort in (None, cohort_id)]
    return max(own, default=None)
