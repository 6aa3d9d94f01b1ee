"""Decides who is stuck, where and since when, which learners a list shows and in what order. Pure."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from courses.learning.data import CohortFilter, CohortRow, Halt, HaltReason, Order, Outline, OutlineUnit, Stage, Steps

QUIET_AFTER = timedelta(days=14)
MANY_TRIES = 3
STAGES = (Stage.STUCK, Stage.NOT_STARTED, Stage.UNDER_WAY, Stage.FINISHED)


def has_begun(steps: Steps) -> bool:
    """Whether the learner opened, tried or completed anything."""
    return bool(steps.done or steps.last_seen_at or steps.last_completed_at or steps.tries)


def last_activity(steps: Steps) -> datetime | None:
    """The last moment at which something was opened or completed."""
    moments = [moment for moment in (steps.last_seen_at, steps.last_completed_at, steps.tried_from) if moment]
    return max(moments, default=None)


def halt_of(steps: Steps, *, now: datetime) -> Halt | None:
    """Why and since when the learner is stuck; None for whoever moves, has not begun or has finished.

    The first that holds: not seen for two weeks; three attempts without completing what they stand before;
    nothing completed for two weeks although they come back.
    """
    if steps.finished or not has_begun(steps):
        return None
    seen = last_activity(steps) or steps.started_at
    moved = steps.last_completed_at or steps.started_at
    if now - seen > QUIET_AFTER:
        return Halt(HaltReason.SILENT, steps.where, seen)
    if steps.tries >= MANY_TRIES and steps.tried_from:
        return Halt(HaltReason.TRYING, steps.where, steps.tried_from, steps.tries)
    if now - moved > QUIET_AFTER:
        return Halt(HaltReason.STANDING, steps.where, moved)
    return None


def stage_of(steps: Steps, *, now: datetime) -> Stage:
    """Where a learner stands."""
    if steps.finished:
        return Stage.FINISHED
    if not has_begun(steps):
        return Stage.NOT_STARTED
    return Stage.STUCK if halt_of(steps, now=now) else Stage.UNDER_WAY


def place_of(outline: Outline, *, done: Collection[int], last_unit_id: int | None) -> OutlineUnit | None:
    """The unit someone stands before: the last one opened unless it is done, else the first one required."""
    left = [unit for unit in outline.units if unit.id not in done]
    last = next((unit for unit in left if unit.id == last_unit_id), None)
    return last or next((unit for unit in left if not unit.optional), None)


def matches(row: CohortRow, wanted: CohortFilter) -> bool:
    """Whether a row is among those asked for; the text is looked for in the name and the address."""
    if wanted.cohort_id is not None and row.cohort_id != wanted.cohort_id:
        return False
    if wanted.stage is not None and row.stage is not wanted.stage:
        return False
    words = wanted.text.casefold().split()
    return all(word in f"{row.name} {row.email}".casefold() for word in words)


KEYS: dict[Order, Callable[[CohortRow], Any]] = {
    Order.STAGE: lambda row: STAGES.index(row.stage),
    Order.PROGRESS: lambda row: row.standing.percent,
    Order.SINCE: lambda row: row.halt.since if row.halt else None,
    Order.SEEN: lambda row: row.last_seen_at,
    Order.SCORE: lambda row: row.mean_score,
    Order.ATTEMPTS: lambda row: row.attempts,
}


def by_name(row: CohortRow) -> str:
    return (row.name or row.email).casefold()


def ordered(rows: Iterable[CohortRow], *, order: Order, downwards: bool = False) -> list[CohortRow]:
    """The rows in this order, then by name; those without a value come last, either way."""
    named = sorted(rows, key=by_name)
    if order is Order.NAME:
        return named[::-1] if downwards else named
    key = KEYS[order]
    known = sorted((row for row in named if key(row) is not None), key=key, reverse=downwards)
    return known + [row for row in named if key(row) is None]
