"""Decides who may say that they are at a session, and how a day is divided on the attendance sheet.

Pure: the time is an argument. Sheets are signed by half-day, which French funders of training expect (evidence of
R6313-3 of the Labour Code); no form is imposed.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

EARLY = timedelta(minutes=15)
LATE = timedelta(minutes=30)
NOON = time(13)


class Presence(StrEnum):
    """Whether someone was at a session."""

    PRESENT = "present"
    ABSENT = "absent"
    EXCUSED = "excused"


@dataclass(frozen=True, slots=True)
class HalfDay:
    """A morning or an afternoon of a session, in its local time."""

    starts_at: datetime
    ends_at: datetime

    @property
    def is_morning(self) -> bool:
        return self.starts_at.time() < NOON


@dataclass(frozen=True, slots=True)
class SessionInfo:
    """A session as one learner meets it; moments are in its own time zone."""

    uuid: UUID
    title: str
    course_title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    link: str = ""
    description: str = ""
    cancelled: bool = False
    url: str = ""
    presence: Presence | None = None
    confirmable: bool = False


def may_confirm(starts_at: datetime, ends_at: datetime, *, cancelled: bool, now: datetime) -> bool:
    """Whether presence may be confirmed: from a quarter of an hour before to half an hour after."""
    return not cancelled and starts_at - EARLY <= now <= ends_at + LATE


def same_code(code: str, typed: str) -> bool:
    """Whether the code was typed, whatever the case, the spaces and the dashes."""
    letters = "".join(letter for letter in typed if letter.isalpha())
    return bool(letters) and letters.casefold() == code.casefold()


def half_days(starts_at: datetime, ends_at: datetime, zone: str) -> tuple[HalfDay, ...]:
    """The mornings and afternoons that a session touches, cut at one o'clock and at midnight, local time."""
    local = ZoneInfo(zone)
    moment, end, found = starts_at.astimezone(local), ends_at.astimezone(local), []
    while moment < end:
        noon = datetime.combine(moment.date(), NOON, local)
        midnight = datetime.combine(moment.date() + timedelta(days=1), time(), local)
        stop = min(noon if moment < noon else midnight, end)
        found.append(HalfDay(moment, stop))
        moment = stop
    return tuple(found)
