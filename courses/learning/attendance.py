"""The attendance of a session, as trainers mark it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model

from courses.learning.attending import Presence, SessionInfo
from courses.learning.models.enrolments import Enrolment
from courses.learning.models.sessions import Attendance, Session
from courses.learning.sessions import mark


@dataclass(frozen=True, slots=True)
class Line:
    """Someone expected at a session, or who was there."""

    user_id: int
    name: str
    organisation: str = ""
    presence: str = ""
    by_learner: bool = False
    marked_at: datetime | None = None


def lines_of(session: Session) -> list[Line]:
    """Everyone expected, and whoever was marked before leaving the course, by name; two queries."""
    marked = {row.user_id: row for row in Attendance.objects.filter(session=session)}
    expected = Enrolment.objects.filter(course_id=session.course_id)
    if session.cohort_id:
        expected = expected.filter(cohort_id=session.cohort_id)
    users = get_user_model()._default_manager.filter(pk__in=expected.values("user_id"))
    if marked:
        users = users | get_user_model()._default_manager.filter(pk__in=list(marked))
    return sorted((_line(user, marked.get(user.pk)) for user in users), key=lambda line: line.name.casefold())


def _line(user: object, row: Attendance | None) -> Line:
    first, last = getattr(user, "first_name", ""), getattr(user, "last_name", "")
    return Line(
        user_id=user.pk,  # type: ignore[attr-defined]
        name=f"{last} {first}".strip() or str(user),
        organisation=getattr(user, "organisation", ""),
        presence=row.presence if row else "",
        by_learner=bool(row and row.by_learner),
        marked_at=row.marked_at if row else None,
    )


def mark_all(*, session: Session, presences: Mapping[int, Presence], now: datetime) -> int:
    """Keeps what a trainer marked, by user id; how many changed."""
    users = get_user_model()._default_manager.filter(pk__in=list(presences))
    return mark(session=session, presences={user: presences[user.pk] for user in users}, now=now)


def mark_attendance(*, session_id: int, presences: Mapping[Any, str], now: datetime) -> int:
    """Keeps who was there, by user: "present", "absent" or "excused"; how many changed."""
    session = Session.objects.get(pk=session_id)
    return mark(session=session, presences={user: Presence(said) for user, said in presences.items()}, now=now)


def info_for_trainers(session: Session) -> SessionInfo:
    """A session whoever is expected there."""
    zone = ZoneInfo(session.time_zone)
    return SessionInfo(
        uuid=session.uuid,
        title=session.title,
        course_title=session.course.title,
        starts_at=session.starts_at.astimezone(zone),
        ends_at=session.ends_at.astimezone(zone),
        place=session.place,
        link=session.link,
        description=session.description,
        cancelled=session.cancelled,
    )
