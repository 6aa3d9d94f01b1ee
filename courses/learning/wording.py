"""States, reasons and durations in words, in the language of the reader."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.learning.data import Stage, UnitState

TITLES_NAMED = 2
MINUTES_AN_HOUR = 60


def state_label(state: UnitState) -> str:
    return {
        UnitState.DONE: _("Done"),
        UnitState.CURRENT: _("Under way"),
        UnitState.OPEN: _("To discover"),
        UnitState.LOCKED: _("Locked for now"),
    }[state]


def locked_reason(titles: tuple[str, ...]) -> str:
    """What is left to finish, in words; empty when nothing is."""
    if not titles:
        return ""
    named = ", ".join(_("“%(title)s”") % {"title": title} for title in titles[:TITLES_NAMED])
    others = len(titles) - TITLES_NAMED
    if others <= 0:
        return _("Still to finish: %(titles)s.") % {"titles": named}
    return ngettext(
        "Still to finish: %(titles)s and %(count)d other.",
        "Still to finish: %(titles)s and %(count)d others.",
        others,
    ) % {"titles": named, "count": others}


def duration_label(minutes: int) -> str:
    """“12 minutes”, “1 h”, “4 h 20”; empty for nothing."""
    if not minutes:
        return ""
    hours, rest = divmod(minutes, MINUTES_AN_HOUR)
    if not hours:
        return ngettext("%(count)d minute", "%(count)d minutes", rest) % {"count": rest}
    if not rest:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)02d") % {"hours": hours, "minutes": rest}


def stage_label(stage: Stage) -> str:
    return {
        Stage.NOT_STARTED: _("Not started"),
        Stage.UNDER_WAY: _("Under way"),
        Stage.QUIET: _("Not seen for two weeks"),
        Stage.FINISHED: _("Finished"),
    }[stage]
