"""The sessions of a learner, and what being there records."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.learning.attending import Presence, SessionInfo, may_confirm, same_code
from courses.learning.data import StoryEvent, StoryKind, Visit
from courses.learning.iris import session_iri, session_uuid, unit_iri
from courses.learning.models.enrolments import Enrolment
from courses.learning.models.sessions import Attendance, Session
from courses.learning.models.units import Unit
from courses.learning.session_words import presence_label
from courses.records import api as records
from courses.records.data import Verb


class WrongCode(Exception):
    """What was typed is not the code that the trainer gives."""

    id = "wrong-code"


class NotTheTime(Exception):
    """Presence is confirmed during the session only."""

    id = "not-the-time"


def sessions_of(*, user: Any, start: datetime | None = None, end: datetime | None = None) -> list[SessionInfo]:
    """The sessions of the person's courses (theirs or their cohort's) that end after `start` and begin before
    `end`, in order; two queries."""
    rows = expected_of(user)
    if start:
        rows = rows.filter(ends_at__gt=start)
    if end:
        rows = rows.filter(starts_at__lt=end)
    return _told(rows, user)


def expected_of(user: Any) -> QuerySet[Session]:
    """The sessions where the person is expected."""
    mine = Enrolment.objects.filter(user_id=user.pk)
    everyone = Q(cohort=None, course_id__in=mine.values("course_id"))
    return Session.objects.filter(
        everyone | Q(cohort_id__in=mine.exclude(cohort=None).values("cohort_id")), course__live=True
    ).order_by("starts_at", "pk")


def sessions_of_page(*, user: Any, visit: Visit, page_id: int) -> list[SessionInfo]:
    """The dates of a session that is a part of the course, for this learner; for whoever is not enrolled, all."""
    if visit.records:
        return _told(expected_of(user).filter(page_id=page_id), user)
    return _told(Session.objects.filter(page_id=page_id).order_by("starts_at"), None)


def session_of(*, user: Any, uuid: UUID) -> SessionInfo | None:
    """A session where the person is expected."""
    found = _told(expected_of(user).filter(uuid=uuid), user)
    return found[0] if found else None


def _told(rows: QuerySet[Session], user: Any) -> list[SessionInfo]:
    sessions = list(rows.annotate(course_name=F("course__title")))
    presences: dict[int, str] = {}
    if user is not None and sessions:
        marked = Attendance.objects.filter(user_id=user.pk, session__in=sessions)
        presences = dict(marked.values_list("session_id", "presence"))
    now = timezone.now()
    return [_info(row, presences.get(row.pk), now) for row in sessions]


def _info(row: Any, presence: str | None, now: datetime) -> SessionInfo:
    zone = ZoneInfo(row.time_zone)
    open_now = may_confirm(row.starts_at, row.ends_at, cancelled=row.cancelled, now=now)
    return SessionInfo(
        uuid=row.uuid,
        title=row.title,
        course_title=row.course_name,
        starts_at=row.starts_at.astimezone(zone),
        ends_at=row.ends_at.astimezone(zone),
        place=row.place,
        link=row.link,
        description=row.description,
        cancelled=row.cancelled,
        url=reverse("learning:session", args=[row.uuid]),
        presence=Presence(presence) if presence else None,
        confirmable=open_now and presence != Presence.PRESENT,
    )


@transaction.atomic
def confirm_presence(*, user: Any, uuid: UUID, code: str, now: datetime | None = None) -> None:
    """The learner says that they are there. Raises `PermissionDenied`, `NotTheTime` or `WrongCode`."""
    moment = now or timezone.now()
    row = expected_of(user).filter(uuid=uuid).first()
    if row is None:
        raise PermissionDenied("not-expected")
    if not may_confirm(row.starts_at, row.ends_at, cancelled=row.cancelled, now=moment):
        raise NotTheTime
    if not same_code(row.code, code):
        raise WrongCode
    mark(session=row, presences={user: Presence.PRESENT}, by_learner=True, now=moment)


@transaction.atomic
def mark(
    *, session: Session, presences: Mapping[Any, Presence], by_learner: bool = False, now: datetime | None = None
) -> int:
    """Keeps who was there, one statement each in the same transaction, and returns how many changed.

    Being there completes the part of the course that the session is; like any completion, it is not taken back by
    a later mark, but by a correction with its reason.
    """
    moment = now or timezone.now()
    rows = Attendance.objects.filter(session=session, user_id__in=[user.pk for user in presences])
    known = dict(rows.values_list("user_id", "presence"))
    changed = {user: presence for user, presence in presences.items() if known.get(user.pk) != presence}
    unit = Unit.objects.filter(page_id=session.page_id).first() if session.page_id else None
    for user, presence in changed.items():
        _record(user, session, presence, by_learner, moment)
        _keep(user.pk, session.pk, presence, by_learner, moment)
        if unit and presence is Presence.PRESENT:
            learner = records.learner_of(user=user)
            records.complete_once(learner=learner, activity_iri=unit_iri(unit.uuid), now=moment, kind="unit")
    return len(changed)


def _record(user: Any, session: Session, presence: Presence, by_learner: bool, now: datetime) -> None:
    """“Attended”, with what was marked as its response, so that the sheet can be written again from statements."""
    records.record_platform_statement(
        user=user,
        verb=Verb.ATTENDED,
        activity_iri=session_iri(session.uuid),
        success=presence is Presence.PRESENT,
        response=f"{presence.value} by-learner" if by_learner else presence.value,
        now=now,
    )


def _keep(user_id: int, session_id: int, presence: str, by_learner: bool, now: datetime) -> None:
    Attendance.objects.update_or_create(
        session_id=session_id,
        user_id=user_id,
        defaults={"presence": presence, "by_learner": by_learner, "marked_at": now},
    )


def attendances_in(statements: Iterable[Mapping[str, Any]]) -> dict[UUID, tuple[Presence, bool]]:
    """What someone's statements (oldest first) say of their presence, by session; the last one stands."""
    found = {}
    for statement in statements:
        uuid = session_uuid(str(statement.get("object", {}).get("id", "")))
        if uuid and statement.get("verb", {}).get("id") == Verb.ATTENDED:
            told, _space, by_learner = str(statement.get("result", {}).get("response", "")).partition(" ")
            if told in set(Presence):
                found[uuid] = (Presence(told), bool(by_learner))
    return found


@transaction.atomic
def rebuild_attendances(*, user: Any, now: datetime) -> int:
    """Puts the person's attendances at what their statements say; how many rows differed."""
    said = attendances_in(records.statements_of(user=user))
    rows = {row.session.uuid: row for row in Attendance.objects.filter(user_id=user.pk).select_related("session")}
    ids = dict(Session.objects.filter(uuid__in=said).values_list("uuid", "pk"))
    wrong = {
        uuid
        for uuid in rows.keys() | ids.keys()
        if said.get(uuid) != ((rows[uuid].presence, rows[uuid].by_learner) if uuid in rows else None)
    }
    for uuid in wrong:
        if uuid in said:
            _keep(user.pk, ids[uuid], said[uuid][0], said[uuid][1], now)
        else:
            rows[uuid].delete()
    return len(wrong)


def rebuild_all_attendances(*, now: datetime) -> int:
    """Everyone's attendances, person by person; how many rows differed."""
    expected = Q(enrolments__course_id__in=Session.objects.values("course_id")) | Q(attendances__isnull=False)
    users = get_user_model()._default_manager.filter(expected).distinct().order_by("pk")
    return sum(rebuild_attendances(user=user, now=now) for user in users)


def told_in_story(*, user: Any, course_id: int) -> Iterable[StoryEvent]:
    """The learner's presences, for their story; one query."""
    rows = Attendance.objects.filter(user_id=user.pk, session__course_id=course_id)
    for title, presence, at in rows.values_list("session__title", "presence", "marked_at"):
        text = _("Session “%(title)s”") % {"title": title}
        yield StoryEvent(at, StoryKind.ATTENDED, text, presence_label(presence))


def refresh_dates(page_id: int | None) -> None:
    """Tells the outline when the sessions of a part of the course take place."""
    if page_id:
        sessions = Session.objects.filter(page_id=page_id, cancelled=False).order_by("starts_at")
        dates = [
            {"cohort": cohort, "at": at.isoformat()} for cohort, at in sessions.values_list("cohort_id", "starts_at")
        ]
        Unit.objects.filter(page_id=page_id).update(dates=dates)
