"""States, reasons and durations in words, in the language of the reader."""

from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.learning.calling_rules import Call, CallReason
from courses.learning.correction_rules import PossibleCorrection
from courses.learning.data import Halt, HaltReason, Stage, UnitState
from courses.learning.item_analysis import Flag
from courses.records.data import Correction, CorrectionKind
from media.dates import day_label, hour_label, moment_label

MINUTES_AN_HOUR = 60


def state_label(state: UnitState) -> str:
    return {
        UnitState.DONE: _("Done"),
        UnitState.CURRENT: _("Under way"),
        UnitState.OPEN: _("To discover"),
        UnitState.LOCKED: _("Locked for now"),
    }[state]


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


def progress_label(percent: int, minutes_left: int) -> str:
    """“38 % · encore 4 h 20”; the time is left out when nothing is left."""
    if not minutes_left:
        return _("%(percent)d %%") % {"percent": percent}
    return _("%(percent)d %% · still %(left)s") % {"percent": percent, "left": duration_label(minutes_left)}


def finished_label(moment: datetime) -> str:
    return _("Finished on %(date)s") % {"date": day_label(moment)}


def count_label(done: int, total: int) -> str:
    return _("%(done)d of %(total)d") % {"done": done, "total": total}


def stage_label(stage: Stage) -> str:
    return {
        Stage.NOT_STARTED: _("Not started"),
        Stage.UNDER_WAY: _("Under way"),
        Stage.STUCK: _("Stuck"),
        Stage.FINISHED: _("Finished"),
    }[stage]


def halt_label(halt: Halt) -> str:
    """Why someone is said to be stuck."""
    if halt.reason is HaltReason.TRYING:
        return ngettext("%(count)d attempt without completing", "%(count)d attempts without completing", halt.tries) % {
            "count": halt.tries
        }
    if halt.reason is HaltReason.SILENT:
        return _("Not seen for two weeks")
    return _("Comes back, completes nothing")


def kept_label(moment: datetime, *, now: datetime) -> str:
    """“Enregistré à 21 h 04”, with the day unless it is today."""
    if localtime(moment).date() == localtime(now).date():
        return _("Saved at %(time)s") % {"time": hour_label(moment)}
    return _("Saved on %(moment)s") % {"moment": moment_label(moment)}


def two_versions_label(moment: datetime) -> str:
    """What stands in a note between two texts written at the same time in two places."""
    return _("——— Written elsewhere, kept on %(moment)s ———") % {"moment": moment_label(moment)}


def score_label(share: float) -> str:
    """“80 %”."""
    return _("%(percent)d %%") % {"percent": round(100 * max(share, 0.0))}


def possible_label(possible: PossibleCorrection) -> str:
    """What a trainer may do, as the form offers it."""
    if possible.kind is CorrectionKind.DONE:
        return _("Mark the unit as done")
    if possible.kind is CorrectionKind.SCORED:
        return _("Set the score of “%(title)s”") % {"title": possible.title}
    if possible.attempt is None:
        return _("Reopen the unit: it is to be done again")
    parts = {"title": possible.title, "date": moment_label(possible.attempt.finished_at)}
    if possible.attempt.score.scaled is None:
        return _("Set aside the attempt at “%(title)s” of %(date)s") % parts
    score = score_label(possible.attempt.score.scaled)
    return _("Set aside the attempt at “%(title)s” of %(date)s (%(score)s)") % {**parts, "score": score}


def correction_label(correction: Correction, *, title: str, who: str) -> str:
    """What was corrected and by whom, for the learner as for the trainer."""
    parts = {"title": title, "who": who}
    if correction.mark.kind is CorrectionKind.DONE:
        return _("%(who)s marked “%(title)s” as done.") % parts
    if correction.mark.kind is CorrectionKind.SCORED:
        return _("%(who)s set the score of “%(title)s” to %(score)s.") % {
            **parts,
            "score": score_label(correction.score or 0.0),
        }
    return _("%(who)s reopened “%(title)s”: it is to be done again.") % parts


def flag_label(flag: Flag) -> str:
    """What to look at in a question, in two or three words."""
    return {
        Flag.TOO_EASY: _("too easy"),
        Flag.TOO_HARD: _("very hard"),
        Flag.POOR: _("to review: tells nobody apart"),
        Flag.INVERTED: _("to review first: those who know the rest err here"),
    }[flag]


def call_label(call: Call) -> str:
    """Why someone needs a call, with its date."""
    since = day_label(call.since)
    if call.reason is CallReason.SESSION_NEAR and call.session_at:
        parts = {"since": since, "session": day_label(call.session_at)}
        return _("no activity since %(since)s, and a session on %(session)s") % parts
    return {
        CallReason.NEVER_SIGNED_IN: _("invited on %(since)s, never signed in"),
        CallReason.NOT_STARTED: _("enrolled on %(since)s, has opened nothing"),
    }.get(call.reason, _("no activity since %(since)s")) % {"since": since}
