"""Sessions, dates and presences in words, in the language of the reader."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.learning.attending import Presence, SessionInfo


def presence_label(presence: str) -> str:
    return {
        Presence.PRESENT: _("Present"),
        Presence.ABSENT: _("Absent"),
        Presence.EXCUSED: _("Excused"),
    }[Presence(presence)]


def entry_label(kind: str) -> str:
    """The word that stands beside a date; an unknown kind has none."""
    return {
        "session": _("Session"),
        "meeting": _("Meeting"),
        "cohort": _("Cohort"),
        "opening": _("Opening"),
        "exam": _("Exam"),
        "assignment": _("Assignment"),
    }.get(kind, "")


def hour_label(at: datetime) -> str:
    """“9 h 30”, in the moment's own time zone."""
    if not at.minute:
        return _("%(hours)d h") % {"hours": at.hour}
    return _("%(hours)d h %(minutes)02d") % {"hours": at.hour, "minutes": at.minute}


def day_label(at: datetime) -> str:
    """“lundi 1er février 2027”."""
    return _with_its_ordinal(at, "F Y")


def near_day_label(at: datetime) -> str:
    """“lundi 1er février”, of a day whose year goes without saying."""
    return _with_its_ordinal(at, "F")


def _with_its_ordinal(at: datetime, month: str) -> str:
    """Only the first day of a month is an ordinal in French."""
    return _("%(weekday)s %(day)s %(month)s") % {
        "weekday": date_format(at, "l"),
        "day": pgettext("first day of a month", "1") if at.day == 1 else at.day,
        "month": date_format(at, month),
    }


def session_label(session: SessionInfo) -> str:
    """“jeudi 3 décembre 2026, de 9 h à 12 h 30”; the time zone is said when it is not the site's."""
    first, last = session.starts_at, session.ends_at
    same_day = first.date() == last.date()
    parts = {
        "day": day_label(first),
        "start": hour_label(first),
        "last_day": day_label(last),
        "end": hour_label(last),
    }
    if same_day:
        words = _("%(day)s, from %(start)s to %(end)s") % parts
    else:
        words = _("from %(day)s at %(start)s to %(last_day)s at %(end)s") % parts
    if first.utcoffset() == timezone.localtime(first).utcoffset():
        return words
    return _("%(words)s (local time of the session)") % {"words": words}
