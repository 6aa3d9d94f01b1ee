"""How a course is gone through, unit by unit. Pure: facts in, figures out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import fmean, median

from courses.learning.data import CohortRow, HaltReason, Outline, OutlineChapter, OutlineUnit

# Beyond this, what separates opening a unit from completing it is life, not study.
ONE_SITTING = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class UnitAttempt:
    """One attempt at a unit or at one of its activities."""

    user_id: int
    unit_id: int
    iri: str
    seconds: float | None = None
    success: bool | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Passages:
    """How some learners went through a course: what they opened and completed (by user and unit), and tried."""

    opened: Mapping[tuple[int, int], datetime] = field(default_factory=dict)
    done: Mapping[int, frozenset[int]] = field(default_factory=dict)
    completed: Mapping[tuple[int, int], datetime] = field(default_factory=dict)
    attempts: Sequence[UnitAttempt] = ()


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """One unit, for a group of learners. Rates and scores go from 0 to 1; None when nothing tells.

    `stopped` counts those not seen for two weeks who stand before this unit.
    """

    unit: OutlineUnit
    chapter: OutlineChapter
    learners: int
    opened: int
    done: int
    stopped: int = 0
    median_seconds: float | None = None
    timed: int = 0
    success_rate: float | None = None
    judged: int = 0
    mean_score: float | None = None
    scored: int = 0

    @property
    def opened_share(self) -> float:
        return self.opened / self.learners if self.learners else 0.0

    @property
    def done_share(self) -> float:
        return self.done / self.learners if self.learners else 0.0


def unit_figures(outline: Outline, rows: Sequence[CohortRow], passages: Passages) -> tuple[UnitFigures, ...]:
    """The figures of every unit of the outline, in its order, for the learners of `rows`."""
    stopped = Counter(row.where_id for row in rows if row.halt and row.halt.reason is HaltReason.SILENT)
    attempts: dict[int, list[UnitAttempt]] = defaultdict(list)
    for attempt in passages.attempts:
        attempts[attempt.unit_id].append(attempt)
    users = [row.user_id for row in rows]
    return tuple(
        _figures(unit, chapter, users, passages, attempts[unit.id], stopped[unit.id])
        for chapter in outline.chapters
        for unit in chapter.units
    )


def _figures(
    unit: OutlineUnit,
    chapter: OutlineChapter,
    users: Sequence[int],
    passages: Passages,
    attempts: Sequence[UnitAttempt],
    stopped: int,
) -> UnitFigures:
    done = {user for user in users if unit.id in passages.done.get(user, ())}
    tried = {attempt.user_id for attempt in attempts}
    opened = {user for user in users if (user, unit.id) in passages.opened}
    times = times_on(unit.id, users, passages, attempts)
    verdicts = [attempt.success for attempt in attempts if attempt.success is not None]
    scores = best_scores(attempts)
    return UnitFigures(
        unit=unit,
        chapter=chapter,
        learners=len(users),
        opened=len(opened | done | tried),
        done=len(done),
        stopped=stopped,
        median_seconds=median(times) if times else None,
        timed=len(times),
        success_rate=fmean(verdicts) if verdicts else None,
        judged=len(verdicts),
        mean_score=fmean(scores) if scores else None,
        scored=len(scores),
    )


def times_on(unit_id: int, users: Iterable[int], passages: Passages, attempts: Iterable[UnitAttempt]) -> list[float]:
    """Seconds that each learner spent: what their attempts lasted, else from opening to completing in one sitting."""
    lasted: dict[int, float] = defaultdict(float)
    for attempt in attempts:
        lasted[attempt.user_id] += attempt.seconds or 0
    times = (lasted.get(user) or sitting(passages, user, unit_id) for user in users)
    return [seconds for seconds in times if seconds]


def sitting(passages: Passages, user_id: int, unit_id: int) -> float:
    """Seconds from opening a unit to completing it, 0 when that took more than one sitting or is not known."""
    opened, completed = (moments.get((user_id, unit_id)) for moments in (passages.opened, passages.completed))
    if opened is None or completed is None or not timedelta(0) < completed - opened <= ONE_SITTING:
        return 0.0
    return (completed - opened).total_seconds()


def best_scores(attempts: Iterable[UnitAttempt]) -> list[float]:
    """The best score of each learner at each activity."""
    best: dict[tuple[int, str], float] = {}
    for attempt in attempts:
        if attempt.score is not None:
            key = (attempt.user_id, attempt.iri)
            best[key] = max(best.get(key, attempt.score), attempt.score)
    return list(best.values())
