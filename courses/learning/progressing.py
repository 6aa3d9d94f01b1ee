"""Keeps every enrolment at what the learning record says, in the transaction that changes the record."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import Case, DateTimeField, F, Field, JSONField, Q, Value, When
from django.db.models.functions import Cast

from courses.learning.data import EnrolmentInfo, Outline
from courses.learning.enrolments import info_of
from courses.learning.iris import course_iri, unit_uuid
from courses.learning.models.enrolments import Enrolment
from courses.learning.models.units import Unit
from courses.learning.outlines import outlines_from, rows_of
from courses.learning.rules import contents_done, done_after, is_course_complete, scores_in
from courses.records import api as records
from courses.records.data import LearnerRef
from media.h5p import api as h5p


@dataclass(slots=True)
class Work:
    """A person's enrolments in the courses that some activities belong to, and those courses' outlines."""

    enrolments: list[EnrolmentInfo]
    outlines: dict[int, Outline]


# The record tells what changed by a signal whose arguments are fixed. Whoever records holds the enrolments
# and the outlines already: handed over here, they are not read twice.
_in_hand: ContextVar[Work | None] = ContextVar("learning_work_in_hand", default=None)


@contextmanager
def in_hand(work: Work) -> Iterator[Work]:
    token = _in_hand.set(work)
    try:
        yield work
    finally:
        _in_hand.reset(token)


def work_on(*, user_id: int, iris: Iterable[str]) -> Work:
    """The person's enrolments in the courses that hold these activities or units; two queries."""
    wanted = list(iris)
    uuids = [uuid for iri in wanted if (uuid := unit_uuid(iri))]
    holding = Unit.objects.filter(Q(activities__activity_iri__in=wanted) | Q(uuid__in=uuids))
    enrolments = Enrolment.objects.filter(user_id=user_id, course_id__in=holding.values("course_id"))
    infos = [info_of(enrolment) for enrolment in enrolments]
    outlines = outlines_from(rows_of([info.course_id for info in infos])) if infos else {}
    return Work(infos, outlines)


def refresh(
    *,
    user_id: int,
    learner: LearnerRef,
    iris: Collection[str],
    now: datetime,
    scores: Mapping[str, float] | None = None,
) -> None:
    """Takes account of what was just completed or scored: units, then courses, each recorded once."""
    work = _in_hand.get() or work_on(user_id=user_id, iris=iris)
    told = scores or {}
    moved = [(old, _advanced(old, work.outlines.get(old.course_id), iris, told, now)) for old in work.enrolments]
    reached = _reached(moved, work.outlines) - set(iris)
    if reached:
        records.complete_all(learner=learner, activity_iris=sorted(reached), now=now)
    joined = save([(old, new) for old, new in moved if new != old])
    work.enrolments = [joined.get(new.id, new) for _old, new in moved]


def _reached(moved: Iterable[tuple[EnrolmentInfo, EnrolmentInfo]], outlines: Mapping[int, Outline]) -> set[str]:
    """The addresses of the units and courses that have just been completed."""
    units = {
        unit.iri
        for old, new in moved
        if old.course_id in outlines
        for unit in outlines[old.course_id].units
        if unit.id in new.done - old.done
    }
    courses = {course_iri(new.course_id) for old, new in moved if new.completed_at and not old.completed_at}
    return units | courses


def _completed(enrolment: EnrolmentInfo, iris: Collection[str]) -> set[str]:
    return {*iris, *(h5p.activity_iri(content_id) for content_id in enrolment.done_contents)}


def _advanced(
    enrolment: EnrolmentInfo,
    outline: Outline | None,
    iris: Collection[str],
    told: Mapping[str, float],
    now: datetime,
) -> EnrolmentInfo:
    if outline is None:
        return enrolment
    completed = _completed(enrolment, iris)
    scores = {**enrolment.scores, **scores_in(outline.units, told)}
    done = done_after(outline.units, enrolment.done, completed, scores)
    return replace(
        enrolment,
        done=done,
        done_contents=enrolment.done_contents | contents_done(outline.units, completed),
        scores=scores,
        completed_at=enrolment.completed_at or (now if is_course_complete(outline, done) else None),
    )


def save(moved: Sequence[tuple[EnrolmentInfo, EnrolmentInfo]]) -> dict[int, EnrolmentInfo]:
    """One update for all, unless another device was quicker: its work is then read, joined to ours, returned."""
    if not moved or _update(moved) == len(moved):
        return {}
    fresh = {row.pk: info_of(row) for row in Enrolment.objects.filter(pk__in=[new.id for _, new in moved])}
    joined = [(fresh[new.id], _joined(fresh[new.id], new)) for _, new in moved if new.id in fresh]
    _update([(old, new) for old, new in joined if old != new])
    return {new.id: new for _old, new in joined}


def _joined(fresh: EnrolmentInfo, ours: EnrolmentInfo) -> EnrolmentInfo:
    return replace(
        fresh,
        done=fresh.done | ours.done,
        done_contents=fresh.done_contents | ours.done_contents,
        scores={**ours.scores, **{iri: max(score, ours.scores.get(iri, score)) for iri, score in fresh.scores.items()}},
        completed_at=fresh.completed_at or ours.completed_at,
    )


def _update(moved: Sequence[tuple[EnrolmentInfo, EnrolmentInfo]]) -> int:
    if not moved:
        return 0
    same_as_read = reduce(or_, (Q(pk=old.id, revision=old.revision) for old, _new in moved))
    return Enrolment.objects.filter(same_as_read).update(
        done_unit_ids=_by_id(moved, JSONField(), lambda info: sorted(info.done)),
        done_content_ids=_by_id(moved, JSONField(), lambda info: sorted(info.done_contents)),
        scores=_by_id(moved, JSONField(), lambda info: dict(info.scores)),
        completed_at=_by_id(moved, DateTimeField(), lambda info: info.completed_at),
        revision=F("revision") + 1,
    )


def _by_id(
    moved: Sequence[tuple[EnrolmentInfo, EnrolmentInfo]],
    output_field: Field[Any, Any],
    value: Callable[[EnrolmentInfo], Any],
) -> Case | Cast:
    case = Case(
        *(When(pk=new.id, then=Value(value(new), output_field=output_field)) for _old, new in moved),
        output_field=output_field,
    )
    # PostgreSQL takes an untyped NULL for a text; `QuerySet.bulk_update` casts for the same reason.
    return Cast(case, output_field) if connection.features.requires_casted_case_in_updates else case
