"""Decides who needs a call: facts with dates, never scores, answers or writings. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from courses.learning.data import Start

GRACE = timedelta(days=7)
QUIET = timedelta(days=14)
SESSION_NEAR = timedelta(days=10)
LONG_QUIET = timedelta(days=28)


class CallReason(StrEnum):
    """Why someone needs a call."""

    NEVER_SIGNED_IN = "never-signed-in"
    """Invited a week ago, never signed in since."""
    NOT_STARTED = "not-started"
    """In the course for a week, nothing opened."""
    SESSION_NEAR = "session-near"
    """No activity for two weeks, and a session within ten days."""
    SILENT = "silent"
    """No activity for four weeks."""


@dataclass(frozen=True, slots=True)
class Call:
    """That someone needs a call: why, since when, and the session that is near, if that is why."""

    reason: CallReason
    since: datetime
    session_at: datetime | None = None


def call_for(
    start: Start,
    *,
    now: datetime,
    invited_at: datetime | None = None,
    next_session_at: datetime | None = None,
    called_at: datetime | None = None,
) -> Call | None:
    """Why the person needs a call today, None when they do not. The first reason that holds is given.

    `invited_at` is when they were asked to join, their enrolment when nobody invited them. After a call
    (`called_at`), the days are counted again from it; the date that is told stays the fact's.
    """
    asked_at = invited_at or start.enrolled_at
    if start.completed_at is not None or asked_at is None:
        return None
    last = start.last_activity_at
    if last is not None:
        return _call_for_silence(last, max(last, called_at or last), next_session_at, now)
    if now - max(asked_at, called_at or asked_at) < GRACE:
        return None
    reason = CallReason.NEVER_SIGNED_IN if start.signed_in_at is None else CallReason.NOT_STARTED
    return Call(reason, asked_at)


def _call_for_silence(
    last: datetime, counted_from: datetime, next_session_at: datetime | None, now: datetime
) -> Call | None:
    near = next_session_at is not None and now <= next_session_at <= now + SESSION_NEAR
    if near and now - counted_from >= QUIET:
        return Call(CallReason.SESSION_NEAR, last, next_session_at)
    return Call(CallReason.SILENT, last) if now - counted_from >= LONG_QUIET else None
