"""Derives everyone's progress again after an outline changed, in the background, a few learners at a time.

Each step reads the outline as it is then, so the last one published wins; a derivation that finds a later one
asked for stops, since the later one sees everybody. Nothing completed is taken back: see `rebuilding`.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.utils import timezone

from courses.learning.models.enrolments import Enrolment
from courses.learning.models.following import Rederivation
from courses.learning.rebuilding import rebuild_course
from courses.records import api as records

State = Rederivation.State
STEP = 50
STALLED_AFTER = timedelta(minutes=5)
SHOWN = 10
logger = logging.getLogger("porte_voix.learning")


@dataclass(frozen=True, slots=True)
class RederivationInfo:
    """How far a derivation is; `stalled` when nothing moves any more (its worker may have died)."""

    id: int
    state: str
    label: str
    asked_at: datetime
    total: int
    seen: int
    changed: int
    problem: str
    stalled: bool

    @property
    def percent(self) -> int:
        return 100 * self.seen // self.total if self.total else 100

    @property
    def moving(self) -> bool:
        return self.state in {State.WAITING, State.RUNNING} and not self.stalled

    @property
    def may_run_again(self) -> bool:
        return self.stalled or self.state == State.FAILED


def is_stalled(state: str, moved_at: datetime, *, now: datetime) -> bool:
    """Whether a derivation that is not finished has not moved for five minutes."""
    return state in {State.WAITING, State.RUNNING} and now - moved_at > STALLED_AFTER


def run(rederivation_id: int) -> None:
    """Does it, unless it is begun already; what stops it is logged under the id that the page shows."""
    if not _claimed(rederivation_id):
        return
    row = Rederivation.objects.get(pk=rederivation_id)
    try:
        _move(row, state=_outcome(row))
    except Exception:
        problem = uuid4().hex[:8]
        logger.exception("derivation %s of course %s stopped: problem %s", row.pk, row.course_id, problem)
        _move(row, state=State.FAILED, problem=problem)


def _claimed(rederivation_id: int) -> bool:
    waiting = Rederivation.objects.filter(pk=rederivation_id, state=State.WAITING)
    return bool(waiting.update(state=State.RUNNING, moved_at=timezone.now()))


def _outcome(row: Rederivation) -> Rederivation.State:
    for users in _steps(row):
        if Rederivation.objects.filter(course_id=row.course_id, pk__gt=row.pk).exists():
            return State.REPLACED
        if row.regraded:
            records.regrade(user_ids=users, activity_iris=row.regraded)
        row.changed += rebuild_course(row.course_id, user_ids=users, now=timezone.now())
        row.seen += len(users)
        _move(row)
    return State.DONE


def _steps(row: Rederivation) -> Iterator[Sequence[int]]:
    users = list(Enrolment.objects.in_course(row.course_id).order_by("pk").values_list("user_id", flat=True))
    row.total = len(users)
    for start in range(0, len(users), STEP):
        yield users[start : start + STEP]


def _move(row: Rederivation, *, state: str = State.RUNNING, problem: str = "") -> None:
    row.state, row.problem, row.moved_at = state, problem, timezone.now()
    row.save(update_fields=["state", "problem", "moved_at", "total", "seen", "changed"])


def latest(*, course_id: int, now: datetime | None = None) -> list[RederivationInfo]:
    """The latest derivations of a course, last asked first; one query."""
    moment = now or timezone.now()
    rows = Rederivation.objects.filter(course_id=course_id)[:SHOWN]
    return [_info(row, moment) for row in rows]


def _info(row: Rederivation, now: datetime) -> RederivationInfo:
    return RederivationInfo(
        id=row.pk,
        state=row.state,
        label=row.get_state_display(),
        asked_at=row.asked_at,
        total=row.total,
        seen=row.seen,
        changed=row.changed,
        problem=row.problem,
        stalled=is_stalled(row.state, row.moved_at, now=now),
    )
