"""A learner's dates: sessions, cohorts, what opens; upper apps add theirs (exams, assignments)."""

import calendar
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.learning.attending import SessionInfo
from courses.learning.contexts import personal_outlines
from courses.learning.data import ConditionKind, Outline
from courses.learning.enrolments import enrolments_of
from courses.learning.models.enrolments import Cohort, Enrolment
from courses.learning.sessions import sessions_of

AHEAD = timedelta(days=400)
SHOWN_AHEAD = 3


class EntryKind(StrEnum):
    """What happens at a date; each has its word and its icon."""

    SESSION = "session"
    MEETING = "meeting"
    COHORT = "cohort"
    OPENING = "opening"
    EXAM = "exam"
    ASSIGNMENT = "assignment"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something dated; `whole_day` has no hour. Moments are in the reader's time zone, or the session's own."""

    at: datetime
    kind: EntryKind
    title: str
    ends_at: datetime | None = None
    url: str = ""
    detail: str = ""
    whole_day: bool = False
    cancelled: bool = False

    @property
    def day(self) -> date:
        return self.at.date()


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the month's table; `outside` belongs to the month before or after."""

    day: date
    outside: bool
    today: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A month by whole weeks, from Monday, and its entries in order."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]
    entries: tuple[Entry, ...]
    before: date
    after: date


Source = Callable[..., Iterable[Entry]]
_sources: dict[str, Source] = {}


def register_calendar_source(*, name: str, entries: Source) -> None:
    """Adds what an upper app knows of someone's dates, once a name; called from an `AppConfig.ready`.

    `entries(user=…, start=…, end=…)` may make a fixed number of queries.
    """
    _sources[name] = entries


def entries_of(*, user: Any, start: datetime, end: datetime) -> list[Entry]:
    """The person's dates between two moments, in order; a fixed number of queries."""
    enrolments = enrolments_of(user=user)
    outlines = personal_outlines(enrolments)
    found = [_session_entry(session) for session in sessions_of(user=user, start=start, end=end)]
    found += _cohort_entries(user)
    found += [entry for outline in outlines.values() for entry in _openings(outline)]
    for source in _sources.values():
        found += source(user=user, start=start, end=end)
    kept = (entry for entry in found if start <= (entry.ends_at or entry.at) and entry.at < end)
    return sorted(kept, key=lambda entry: (entry.at, entry.title))


def _session_entry(session: SessionInfo) -> Entry:
    return Entry(
        at=session.starts_at,
        ends_at=session.ends_at,
        kind=EntryKind.SESSION,
        title=session.title,
        url=session.url,
        detail=session.place,
        cancelled=session.cancelled,
    )


def _cohort_entries(user: Any) -> Iterator[Entry]:
    cohorts = Cohort.objects.filter(pk__in=Enrolment.objects.filter(user_id=user.pk).values("cohort_id"))
    for name, starts, ends in cohorts.values_list("name", "starts_on", "ends_on"):
        if starts:
            yield _whole_day(starts, _("“%(cohort)s” begins") % {"cohort": name})
        if ends:
            yield _whole_day(ends, _("“%(cohort)s” ends") % {"cohort": name})


def _whole_day(day: date, title: str) -> Entry:
    at = timezone.make_aware(datetime.combine(day, time()))
    return Entry(at=at, kind=EntryKind.COHORT, title=title, whole_day=True)


def _openings(outline: Outline) -> Iterator[Entry]:
    for unit in outline.units:
        dates = [asked.at for asked in unit.conditions if asked.kind is ConditionKind.DATE and asked.at]
        if dates:
            title = _("“%(title)s” opens") % {"title": unit.title}
            at = timezone.localtime(max(dates))
            yield Entry(at=at, kind=EntryKind.OPENING, title=title, url=unit.url, detail=outline.course.title)


def coming(*, user: Any, now: datetime | None = None) -> list[Entry]:
    """The next dates, for the dashboard; what has begun and is not over comes first."""
    moment = now or timezone.now()
    return entries_of(user=user, start=moment, end=moment + AHEAD)[:SHOWN_AHEAD]


def month_of(*, user: Any, first: date, now: datetime | None = None) -> Month:
    """The month that begins on `first`, with the days that complete its first and last weeks."""
    days = calendar.Calendar().monthdatescalendar(first.year, first.month)
    start, end = _midnight(days[0][0]), _midnight(days[-1][-1] + timedelta(days=1))
    entries = entries_of(user=user, start=start, end=end)
    today = timezone.localtime(now).date()
    weeks = tuple(tuple(_day(day, first, today, entries) for day in week) for week in days)
    return Month(
        first=first,
        weeks=weeks,
        entries=tuple(entry for entry in entries if entry.day.month == first.month),
        before=(first - timedelta(days=1)).replace(day=1),
        after=(first + timedelta(days=31)).replace(day=1),
    )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _day(day: date, first: date, today: date, entries: Iterable[Entry]) -> Day:
    return Day(day, day.month != first.month, day == today, tuple(entry for entry in entries if entry.day == day))
