"""What coordinators see: who has started, who has not, who needs a call. Never a score, an answer or a writing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from courses.learning.calling_rules import Call, call_for
from courses.learning.data import CohortInfo, CourseRef, Start
from courses.learning.following import cohorts_of, course_ref, email_of, name_of
from courses.learning.models.enrolments import Enrolment
from courses.learning.models.sessions import Session


@dataclass(frozen=True, slots=True)
class CallRow:
    """A person of a course, as a coordinator needs to know them."""

    name: str
    email: str
    phone: str
    cohort: str
    cohort_id: int | None
    start: Start
    call: Call | None


@dataclass(frozen=True, slots=True)
class CallTable:
    """The people asked for, those who need a call first; the counts are of the whole course."""

    course: CourseRef
    rows: tuple[CallRow, ...]
    cohorts: tuple[CohortInfo, ...]
    people: int
    started: int
    finished: int
    to_call: int


@dataclass(frozen=True, slots=True)
class CourseToCall:
    """A course in the coordinators' list."""

    id: int
    title: str
    people: int
    started: int
    finished: int


def courses_to_call() -> list[CourseToCall]:
    """The courses where people are enrolled; one query."""
    counted = (
        Enrolment.objects.order_by("course__title")
        .values_list("course_id", "course__title")
        .annotate(
            people=Count("pk"),
            started=Count("pk", filter=Q(last_seen_at__isnull=False) | Q(completed_at__isnull=False)),
            finished=Count("pk", filter=Q(completed_at__isnull=False)),
        )
    )
    return [CourseToCall(*row) for row in counted]


def starts_of(*, course_id: int, user_ids: Iterable[int]) -> dict[int, Start]:
    """When each of these users began and was last active in the course, by user id; two queries, whatever their number.

    Users who are not enrolled, or do not exist, have a `Start` that says only whether they ever signed in.
    """
    wanted = list(user_ids)
    users = get_user_model()._default_manager.filter(pk__in=wanted).values_list("pk", "last_login")
    signed_in = dict(users)
    rows = Enrolment.objects.in_course(course_id).filter(user_id__in=wanted)
    found = {row.user_id: _start(row, signed_in.get(row.user_id)) for row in _with_openings(rows)}
    return {id_: found.get(id_) or Start(user_id=id_, signed_in_at=signed_in.get(id_)) for id_ in wanted}


def _with_openings(rows: Any) -> Any:
    return rows.annotate(opened_at=Max("openings__opened_at"))


def _start(row: Any, signed_in_at: datetime | None) -> Start:
    moments = [moment for moment in (row.last_seen_at, row.opened_at, row.completed_at) if moment]
    return Start(
        user_id=row.user_id,
        enrolled_at=row.started_at,
        signed_in_at=signed_in_at,
        last_activity_at=max(moments, default=None),
        completed_at=row.completed_at,
    )


def call_table(
    *,
    course_id: int,
    cohort_id: int | None = None,
    text: str = "",
    to_call_only: bool = False,
    now: datetime | None = None,
) -> CallTable:
    """Everyone of a course and who needs a call; five queries. Raises `Page.DoesNotExist`."""
    moment = now or timezone.now()
    course = course_ref(course_id)
    rows = _rows(course_id, moment)
    shown = [row for row in rows if _wanted(row, cohort_id, text, to_call_only)]
    return CallTable(
        course=course,
        rows=tuple(sorted(shown, key=lambda row: (row.call is None, (row.name or row.email).casefold()))),
        cohorts=cohorts_of(course_id=course_id),
        people=len(rows),
        started=sum(row.start.has_started for row in rows),
        finished=sum(row.start.completed_at is not None for row in rows),
        to_call=sum(row.call is not None for row in rows),
    )


def _wanted(row: CallRow, cohort_id: int | None, text: str, to_call_only: bool) -> bool:
    if cohort_id is not None and row.cohort_id != cohort_id:
        return False
    words = text.casefold().split()
    return (row.call is not None or not to_call_only) and all(
        word in f"{row.name} {row.email}".casefold() for word in words
    )


def _rows(course_id: int, now: datetime) -> list[CallRow]:
    sessions = next_sessions(course_id, now)
    enrolments = _with_openings(Enrolment.objects.in_course(course_id).select_related("user", "cohort"))
    return [_row(enrolment, sessions, now) for enrolment in enrolments]


def _row(enrolment: Any, sessions: Mapping[int | None, datetime], now: datetime) -> CallRow:
    start = _start(enrolment, enrolment.user.last_login)
    near = [at for key in {None, enrolment.cohort_id} if (at := sessions.get(key))]
    return CallRow(
        name=name_of(enrolment.user),
        email=email_of(enrolment.user),
        phone=str(getattr(enrolment.user, "phone", "") or ""),
        cohort=enrolment.cohort.name if enrolment.cohort else "",
        cohort_id=enrolment.cohort_id,
        start=start,
        call=call_for(start, now=now, next_session_at=min(near, default=None)),
    )


def next_sessions(course_id: int, now: datetime) -> dict[int | None, datetime]:
    """When the next dated session of the course is, by cohort (None: for everyone); one query."""
    rows = Session.objects.filter(course_id=course_id, cancelled=False, starts_at__gte=now)
    return dict(rows.order_by().values_list("cohort_id").annotate(Min("starts_at")))
