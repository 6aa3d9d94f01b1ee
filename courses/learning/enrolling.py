"""Who is in which course."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from courses.learning.data import EnrolmentInfo
from courses.learning.models.enrolments import Enrolment


class CourseClosed(Exception):
    """The course is not published, or not open for enrolment."""

    id = "course-closed"


def enrol(
    *, user: Any, course_id: int, cohort_id: int | None = None, now: datetime | None = None
) -> EnrolmentInfo:
    """Enrols `user`; once enrolled, a second call changes nothing. Raises `CourseClosed`."""
    course_model = Enrolment._meta.get_field("course").related_model
    if not course_model._default_manager.filter(pk=course_id, live=True, open_for_enrolment=True).exists():
        raise CourseClosed(course_id)
    enrolment, _created = Enrolment.objects.get_or_create(
        user_id=user.pk,
        course_id=course_id,
        defaults={"started_at": now or timezone.now(), "cohort_id": cohort_id},
    )
    return info_of(enrolment)


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
    )
