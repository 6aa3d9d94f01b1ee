"""Derives enrolments again from the learning record: at enrolment, when an outline changes, on demand."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from courses.learning.data import EnrolmentInfo, Outline
from courses.learning.enrolments import info_of
from courses.learning.iris import course_iri
from courses.learning.models.enrolments import Enrolment
from courses.learning.outlines import outlines_from, rows_of
from courses.learning.progressing import save
from courses.learning.rules import contents_done, done_after, is_course_complete, scores_in
from courses.records import api as records


@transaction.atomic
def rebuild_course(course_id: int, *, now: datetime, user_ids: Iterable[int] | None = None) -> int:
    """Puts the enrolments of a course at what the record says, and returns how many rows differed.

    What the outline has come to complete (a unit lost its last open activity) is recorded on the way, so that
    it stays. Queries do not grow with the outline, nor with learners for whom nothing changes.
    """
    outline = outlines_from(rows_of([course_id], hidden_too=True)).get(course_id)
    shown = outlines_from(rows_of([course_id])).get(course_id)
    if outline is None:
        return 0
    enrolments = Enrolment.objects.in_course(course_id).select_related("user")
    if user_ids is not None:
        enrolments = enrolments.filter(user_id__in=list(user_ids))
    rows = list(enrolments)
    completed = _completed(rows, outline)
    infos = [info_of(row) for row in rows]
    moved = [(old, _derived(old, outline, shown, completed.get(old.user_id, {}), now)) for old in infos]
    moved = [(old, new) for old, new in moved if old != new]
    for old, new in moved:
        _keep_news(new, outline, completed.get(old.user_id, {}), now)
    save(moved)
    return len(moved)


def _completed(rows: list[Enrolment], outline: Outline) -> Mapping[int, Mapping[str, Any]]:
    iris = [course_iri(outline.course.id)]
    iris += [iri for unit in outline.units for iri in (unit.iri, *(one.iri for one in unit.activities))]
    return records.completions_of_many(user_ids=[row.user_id for row in rows], activity_iris=iris)


def _derived(
    enrolment: EnrolmentInfo,
    outline: Outline,
    shown: Outline | None,
    completed: Mapping[str, Any],
    now: datetime,
) -> EnrolmentInfo:
    told = {iri: info.score for iri, info in completed.items() if info.score is not None}
    scores = scores_in(outline.units, told)
    done = done_after(outline.units, (), completed, scores)
    recorded = completed.get(course_iri(outline.course.id))
    finished = recorded.completed_at if recorded else None
    if finished is None and shown is not None and is_course_complete(shown, done):
        finished = now
    return replace(
        enrolment,
        done=done,
        done_contents=contents_done(outline.units, completed),
        scores=scores,
        completed_at=finished,
    )


def _keep_news(enrolment: EnrolmentInfo, outline: Outline, completed: Mapping[str, Any], now: datetime) -> None:
    reached = {unit.iri for unit in outline.units if unit.id in enrolment.done}
    if enrolment.completed_at:
        reached.add(course_iri(outline.course.id))
    missing = reached - set(completed)
    if missing:
        user = get_user_model()._default_manager.get(pk=enrolment.user_id)
        records.complete_all(learner=records.learner_of(user=user), activity_iris=sorted(missing), now=now)


def rebuild_all(*, now: datetime, course_ids: Iterable[int] | None = None) -> int:
    """Every enrolment of these courses (of all without `course_ids`); returns how many rows differed."""
    if course_ids is None:
        course_ids = Enrolment.objects.order_by().values_list("course_id", flat=True).distinct()
    return sum(rebuild_course(course_id, now=now) for course_id in list(course_ids))
