"""Enters people in courses, with what they already completed elsewhere."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from courses.learning.data import EnrolmentInfo
from courses.learning.enrolments import info_of
from courses.learning.models.enrolments import Enrolment
from courses.learning.rebuilding import rebuild_course
from courses.records import api as records


class CourseClosed(Exception):
    """The course is not published, or not open for enrolment."""

    id = "course-closed"


@transaction.atomic
def enrol(*, user: Any, course_id: int, cohort_id: int | None = None, now: datetime | None = None) -> EnrolmentInfo:
    """Enrols `user`; once enrolled, a second call changes nothing. Raises `CourseClosed`.

    An activity shared with a course already followed is done here too.
    """
    known = Enrolment.objects.filter(user_id=user.pk, course_id=course_id).first()
    if known is not None:
        return info_of(known)
    if not _is_open(course_id):
        raise CourseClosed(course_id)
    moment = now or timezone.now()
    records.learner_of(user=user)
    enrolment, _created = Enrolment.objects.get_or_create(
        user_id=user.pk, course_id=course_id, defaults={"started_at": moment, "cohort_id": cohort_id}
    )
    rebuild_course(course_id, user_ids=[user.pk], now=moment)
    enrolment.refresh_from_db()
    return info_of(enrolment)


def _is_open(course_id: int) -> bool:
    courses = Enrolment._meta.get_field("course").related_model._default_manager  # type: ignore[union-attr]
    return bool(courses.filter(pk=course_id, live=True, open_for_enrolment=True).exists())
