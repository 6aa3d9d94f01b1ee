"""Days and hours in words, in the language of the reader: the one place that says how they are written.

An aware moment is said by the clocks of the current time zone, as Django's `date` filter does; a naive one as it is.
Nothing (None, or what a template did not find) gives no word.
"""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

__all__ = ["day_label", "hour_label", "moment_label"]


def day_label(at: date | None, *, weekday: bool = False, year: bool = True) -> str:
    """“1er février 2027”; “lundi 1er février” with the weekday, of a day whose year goes without saying."""
    if not at:
        return ""
    local = _here(at) if isinstance(at, datetime) else at
    parts = {
        # Only the first day of a month is an ordinal in French.
        "day": pgettext("first day of a month", "1") if local.day == 1 else local.day,
        "month": date_format(local, "F"),
        "year": local.year,
    }
    words = _("%(day)s %(month)s %(year)s") % parts if year else _("%(day)s %(month)s") % parts
    return _("%(weekday)s %(day)s") % {"weekday": date_format(local, "l"), "day": words} if weekday else words


def hour_label(at: datetime | None) -> str:
    """“9 h”, “9 h 05”; midnight is “0 h”, which says of which day."""
    if not at:
        return ""
    local = _here(at)
    words = _("%(hours)d h %(minutes)02d") if local.minute else _("%(hours)d h")
    return words % {"hours": local.hour, "minutes": local.minute}


def moment_label(at: date | None) -> str:
    """“1er février 2027 à 9 h 30”; a date, which has no hour, is its day alone."""
    if not isinstance(at, datetime):
        return day_label(at)
    return _("%(day)s at %(hour)s") % {"day": day_label(at), "hour": hour_label(at)}


def _here(at: datetime) -> datetime:
    return localtime(at) if is_aware(at) else at
