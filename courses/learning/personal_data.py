"""What learning holds of a person, to be exported or erased; statements are the record's own."""

from typing import Any

from django.utils.translation import gettext
from wagtail.models import ModelLogEntry

from courses.learning.models.enrolments import Enrolment, ReflectionAnswer
from courses.learning.models.following import UnitOpening
from courses.learning.models.notes import Bookmark, Note
from courses.learning.models.sessions import Attendance, CalendarFeed


def personal_data_of(*, user: Any) -> dict[str, Any]:
    """Enrolments, openings, private reflections, notes, bookmarks and attendances, ready to be exported as JSON."""
    enrolments = Enrolment.objects.filter(user_id=user.pk).order_by("started_at")
    reflections = ReflectionAnswer.objects.filter(user_id=user.pk).order_by("updated_at")
    return {
        "enrolments": list(
            enrolments.values(
                "course__title", "cohort__name", "started_at", "last_seen_at", "completed_at", "done_unit_ids"
            )
        ),
        "openings": list(
            UnitOpening.objects.filter(enrolment__user_id=user.pk)
            .order_by("opened_at")
            .values("enrolment__course__title", "unit__page__title", "opened_at")
        ),
        "reflections": list(reflections.values("prompt", "text", "updated_at")),
        "notes": list(
            Note.objects.filter(user_id=user.pk).order_by("pk").values("course_title", "title", "text", "updated_at")
        ),
        "attendances": list(
            Attendance.objects.filter(user_id=user.pk)
            .order_by("session__starts_at")
            .values("session__title", "session__starts_at", "presence", "by_learner", "marked_at")
        ),
        "bookmarks": list(
            Bookmark.objects.filter(user_id=user.pk)
            .order_by("pk")
            .values("unit__course__title", "unit__page__title", "label", "created_at")
        ),
    }


def erase_personal_data(*, user: Any) -> None:
    """Forgets the person's enrolments, what they wrote for themselves, and their name in the site's history."""
    for written in (ReflectionAnswer, Note, Bookmark, Attendance, CalendarFeed):
        written.objects.filter(user_id=user.pk).delete()
    enrolments = Enrolment.objects.filter(user_id=user.pk)
    _forget_in_history([str(pk) for pk in enrolments.values_list("pk", flat=True)])
    enrolments.delete()


def _forget_in_history(enrolment_ids: list[str]) -> None:
    """What trainers did stays in the site's history, without the name of the person."""
    entries = ModelLogEntry.objects.filter(
        content_type__app_label="pv_learning", content_type__model="enrolment", object_id__in=enrolment_ids
    )
    entries.update(label=gettext("Erased account"), data={})
