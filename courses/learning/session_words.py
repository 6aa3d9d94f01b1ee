"""Sessions, dates and presences in words, in the language of the reader."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.learning.attending import Presence, SessionInfo
from media.dates import day_label, hour_label


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


def there(at: datetime) -> datetime:
    """What the clocks of the moment's own place show: a naive moment, which is said as it is."""
    return at.replace(tzinfo=None)


def session_label(session: SessionInfo) -> str:
    """“jeudi 3 décembre 2026, de 9 h à 12 h 30”; the time zone is said when it is not the site's."""
    first, last = session.starts_at, session.ends_at
    parts = {
        "day": day_label(there(first), weekday=True),
        "start": hour_label(there(first)),
        "last_day": day_label(there(last), weekday=True),
        "end": hour_label(there(last)),
    }
    if first.date() == last.date():
        words = _("%(day)s, from %(start)s to %(end)s") % parts
    else:
        words = _("from %(day)s at %(start)s to %(last_day)s at %(end)s") % parts
    if first.utcoffset() == timezone.localtime(first).utcoffset():
        return words
    return _("%(words)s (local time of the session)") % {"words": words}
