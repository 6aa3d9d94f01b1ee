"""Decides who of an assembly needs a call: facts with dates, never a score or a writing. Pure.

A call clears what was known on its day: the days are counted again from it, and only something new comes back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from courses.learning.api import SESSION_NEAR, CallReason, Start, call_for

# A meeting of an assembly is near when a session of a course would be.
MEETING_NEAR = SESSION_NEAR
TIME_TO_READ = timedelta(days=3)


class Reason(StrEnum):
    """Why someone of an assembly needs a call."""

    NOT_ACCEPTED = "not-accepted"
    """Invited a week ago, has not come since."""
    NOT_STARTED = "not-started"
    """Came a week ago, has opened nothing."""
    MEETING_NEAR = "meeting-near"
    """No activity for two weeks, and a meeting within ten days."""
    SILENT = "silent"
    """No activity for four weeks."""
    UNREAD = "unread"
    """A document to read before a meeting within ten days, given three days ago, not opened."""


# Someone invited who has no account: nothing has happened.
_NOBODY_YET = Start(user_id=0)
FROM_COURSE = {
    CallReason.NEVER_SIGNED_IN: Reason.NOT_STARTED,
    CallReason.NOT_STARTED: Reason.NOT_STARTED,
    CallReason.SESSION_NEAR: Reason.MEETING_NEAR,
    CallReason.SILENT: Reason.SILENT,
}


@dataclass(frozen=True, slots=True)
class ToRead:
    """A document someone was given to read before a meeting, and has not opened."""

    title: str
    given_at: datetime
    meeting_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of someone; None is what has not happened, `start` is None without a course to follow."""

    invited_at: datetime | None = None
    joined_at: datetime | None = None
    start: Start | None = None
    next_meeting_at: datetime | None = None
    unread: tuple[ToRead, ...] = ()
    called_on: date | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """One reason for a call: since when, the meeting that is near and the document, where they are why."""

    reason: Reason
    since: datetime
    meeting_at: datetime | None = None
    title: str = ""


def reasons_for(facts: Facts, *, now: datetime) -> tuple[Why, ...]:
    """Every reason why the person needs a call today; empty when they do not."""
    called_at = _end_of(facts.called_on, now) if facts.called_on else None
    if facts.joined_at is None:
        return tuple(_not_accepted(facts, called_at, now))
    return (*_of_the_course(facts, called_at, now), *_unread(facts.unread, called_at, now))


def _end_of(day: date, now: datetime) -> datetime:
    return datetime.combine(day, time.max, tzinfo=now.tzinfo)


def _not_accepted(facts: Facts, called_at: datetime | None, now: datetime) -> Iterable[Why]:
    call = call_for(_NOBODY_YET, now=now, invited_at=facts.invited_at, called_at=called_at)
    if call:
        yield Why(Reason.NOT_ACCEPTED, call.since)


def _of_the_course(facts: Facts, called_at: datetime | None, now: datetime) -> Iterable[Why]:
    if facts.start is None:
        return
    call = call_for(
        facts.start,
        now=now,
        invited_at=facts.joined_at,
        next_session_at=facts.next_meeting_at,
        called_at=called_at,
    )
    if call:
        yield Why(FROM_COURSE[call.reason], call.since, call.session_at)


def _unread(unread: Iterable[ToRead], called_at: datetime | None, now: datetime) -> Iterable[Why]:
    for each in unread:
        known = called_at is not None and each.given_at <= called_at
        near = now <= each.meeting_at <= now + MEETING_NEAR
        if near and not known and now - each.given_at >= TIME_TO_READ:
            yield Why(Reason.UNREAD, each.given_at, each.meeting_at, each.title)
