"""A trainer corrects what a learner has of a unit: the record first, then the unit, the course and the enrolment."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from wagtail.log_actions import log

from courses.learning.contexts import personal_outlines
from courses.learning.correction_rules import PossibleCorrection, possible_corrections, unsupported_units
from courses.learning.dashboard import iris_of
from courses.learning.data import Outline, OutlineUnit
from courses.learning.enrolments import info_of
from courses.learning.following import in_history
from courses.learning.iris import course_iri
from courses.learning.models.enrolments import Enrolment
from courses.learning.progressing import work_on
from courses.learning.rebuilding import rebuild_course
from courses.records import api as records
from courses.records.data import AttemptInfo, Correction, CorrectionKind, CorrectionMark, Recorded

LOG_ACTION = "learning.correct"


@dataclass(frozen=True, slots=True)
class Correctable:
    """A unit of one learner: its attempts, what may be corrected, and what was."""

    enrolment: Enrolment
    outline: Outline
    unit: OutlineUnit
    done: bool
    attempts: tuple[AttemptInfo, ...]
    possible: tuple[PossibleCorrection, ...]
    corrections: tuple[Correction, ...]


class UnitUnknown(LookupError):
    """The course of the enrolment has no such unit."""


def correctable(*, enrolment_id: int, unit_id: int) -> Correctable:
    """What a trainer may correct of one unit. Raises `Enrolment.DoesNotExist` or `UnitUnknown`."""
    enrolment = Enrolment.objects.select_related("user").get(pk=enrolment_id)
    outline = personal_outlines([info_of(enrolment)]).get(enrolment.course_id)
    unit = next((one for one in outline.units if one.id == unit_id), None) if outline else None
    if outline is None or unit is None:
        raise UnitUnknown(unit_id)
    attempts = records.attempts_of(user=enrolment.user, activity_iris=iris_of(unit))
    done = unit.id in enrolment.done_unit_ids
    return Correctable(
        enrolment=enrolment,
        outline=outline,
        unit=unit,
        done=done,
        attempts=tuple(one for iri in iris_of(unit) for one in attempts.get(iri, ())),
        possible=possible_corrections(unit, done=done, attempts=attempts),
        corrections=tuple(records.corrections_of(user=enrolment.user, activity_iris=iris_of(unit))),
    )


@transaction.atomic
def correct(
    *,
    enrolment: Enrolment,
    by: Any,
    chosen: PossibleCorrection,
    reason: str,
    now: datetime,
    score: float | None = None,
    statement_id: UUID | None = None,
) -> None:
    """Makes one of the possible corrections, and all that follows from it; the same `statement_id` again does nothing.

    Raises `CorrectionRefused` or `StatementConflict`.
    """
    recorded = records.correct(
        user=enrolment.user,
        by=by,
        activity_iri=chosen.iri,
        mark=CorrectionMark(chosen.kind, reason, _set_aside(enrolment.user, chosen)),
        now=now,
        score=score if chosen.kind is CorrectionKind.SCORED else None,
        statement_id=statement_id,
    )
    if recorded.new_ids:
        _follow(enrolment.user, by, chosen.iri, recorded, reason, now)
        _log(enrolment, by, chosen.kind.value, chosen.title)


def _set_aside(user: Any, chosen: PossibleCorrection) -> frozenset[UUID]:
    if chosen.kind is not CorrectionKind.REOPENED:
        return frozenset()
    if chosen.attempt is not None:
        return frozenset([chosen.attempt.statement_id])
    return records.completing_statements(user=user, activity_iri=chosen.iri)


@transaction.atomic
def withdraw(*, enrolment: Enrolment, by: Any, statement_id: UUID, reason: str, now: datetime) -> None:
    """Withdraws a correction and what followed from it. Raises `CorrectionRefused`."""
    told = {one.statement_id: one for one in records.corrections_of(user=enrolment.user)}
    recorded = records.withdraw(user=enrolment.user, by=by, statement_id=statement_id, reason=reason, now=now)
    _follow(enrolment.user, by, told[statement_id].activity_iri, recorded, reason, now)
    _log(enrolment, by, "withdrawn", str(statement_id))


def _log(enrolment: Enrolment, by: Any, kind: str, title: str) -> None:
    data = {"kind": kind, "title": title}
    log(instance=enrolment, action=LOG_ACTION, user=by, title=in_history(enrolment), data=data)


def _follow(user: Any, by: Any, iri: str, recorded: Recorded, reason: str, now: datetime) -> None:
    """Reopens the units and courses that lost their support, then puts the enrolments at what the record says."""
    work = work_on(user_id=user.pk, iris={iri, *recorded.lost})
    for info in work.enrolments:
        outline = work.outlines.get(info.course_id)
        if outline is not None and recorded.lost:
            _reopen_wholes(user, by, outline, recorded, reason, now)
        rebuild_course(info.course_id, user_ids=[user.pk], now=now)


def _reopen_wholes(user: Any, by: Any, outline: Outline, recorded: Recorded, reason: str, now: datetime) -> None:
    course = course_iri(outline.course.id)
    iris = [course, *(iri for unit in outline.units for iri in iris_of(unit))]
    completed = set(records.completions_of(user=user, activity_iris=iris))
    lost = {unit.id for unit in outline.units if unit.iri in recorded.lost}
    for unit in unsupported_units(outline.units, completed=completed, lost=recorded.lost):
        if _reopen(user, by, unit.iri, recorded, reason, now):
            lost.add(unit.id)
    # A course that has grown since it was completed stays completed, unless what is lost was required.
    required = {unit.id for unit in outline.units if not unit.optional}
    if course in completed and lost & required:
        _reopen(user, by, course, recorded, reason, now)


def _reopen(user: Any, by: Any, iri: str, recorded: Recorded, reason: str, now: datetime) -> bool:
    aside: Collection[UUID] = records.completing_statements(user=user, activity_iri=iri)
    if not aside:
        return False
    mark = CorrectionMark(CorrectionKind.REOPENED, reason, frozenset(aside))
    followed = records.correct(user=user, by=by, activity_iri=iri, mark=mark, now=now, caused_by=recorded.ids[0])
    return iri in followed.lost
