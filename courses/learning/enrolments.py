"""Who is in which course."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser

from courses.learning.data import EnrolmentInfo
from courses.learning.models.enrolments import Enrolment


def enrolment_of(*, user: Any, course_id: int) -> EnrolmentInfo | None:
    """The person's enrolment in the course, or None; no query for someone who is not signed in."""
    if isinstance(user, AnonymousUser) or not getattr(user, "pk", None):
        return None
    enrolment = Enrolment.objects.filter(user_id=user.pk, course_id=course_id).first()
    return info_of(enrolment) if enrolment else None


def enrolments_of(*, user: Any, course_ids: Iterable[int] | None = None) -> list[EnrolmentInfo]:
    """The person's enrolments, latest seen first; all of them unless `course_ids` says which."""
    if not getattr(user, "pk", None):
        return []
    enrolments = Enrolment.objects.filter(user_id=user.pk)
    if course_ids is not None:
        enrolments = enrolments.filter(course_id__in=course_ids)
    infos = [info_of(enrolment) for enrolment in enrolments]
    return sorted(infos, key=lambda info: info.last_seen_at or info.started_at, reverse=True)


def info_of(enrolment: Enrolment) -> EnrolmentInfo:
    return EnrolmentInfo(
        id=enrolment.pk,
        user_id=enrolment.user_id,
        course_id=enrolment.course_id,
        started_at=enrolment.started_at,
        cohort_id=enrolment.cohort_id,
        last_unit_id=enrolment.last_unit_id,
        last_seen_at=enrolment.last_seen_at,
        completed_at=enrolment.completed_at,
        done=frozenset(enrolment.done_unit_ids),
        done_contents=frozenset(enrolment.done_content_ids),
        scores=enrolment.scores,
        revision=enrolment.revision,
        last_place=enrolment.last_place,
    )
