"""What keeps a unit closed, in words, in the language of the reader."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.learning.data import Blocker, CompletionKind, ConditionKind, OutlineUnit
from courses.learning.wording import duration_label
from media.dates import moment_label

TITLES_NAMED = 2


def locked_reason(blockers: Sequence[Blocker]) -> str:
    """What is left to do or to wait for, a sentence each; empty when nothing is."""
    titles = [blocker.title for blocker in blockers if blocker.kind is ConditionKind.UNIT]
    others = [_sentence(blocker) for blocker in blockers if blocker.kind is not ConditionKind.UNIT]
    return " ".join(([_to_finish(titles)] if titles else []) + others)


def _to_finish(titles: Sequence[str]) -> str:
    named = ", ".join(_("“%(title)s”") % {"title": title} for title in titles[:TITLES_NAMED])
    others = len(titles) - TITLES_NAMED
    if others <= 0:
        return _("Still to finish: %(titles)s.") % {"titles": named}
    return ngettext(
        "Still to finish: %(titles)s and %(count)d other.",
        "Still to finish: %(titles)s and %(count)d others.",
        others,
    ) % {"titles": named, "count": others}


def _sentence(blocker: Blocker) -> str:
    if blocker.kind is ConditionKind.DATE and blocker.at:
        return _("Opens on %(moment)s.") % {"moment": moment_label(blocker.at)}
    if blocker.kind is ConditionKind.SCORE:
        return _("At least %(percent)d %% needed in “%(title)s”.") % {
            "percent": blocker.percent,
            "title": blocker.title,
        }
    if blocker.at is None:
        return _("“%(title)s”: your presence is expected.") % {"title": blocker.title}
    return _("“%(title)s”, on %(moment)s: your presence is expected.") % {
        "title": blocker.title,
        "moment": moment_label(blocker.at),
    }


def completion_words(unit: OutlineUnit) -> str:
    """What is needed to complete a unit, where it is not plain; empty elsewhere."""
    if unit.completion_kind is CompletionKind.SCORED:
        return _("This part is finished with at least %(percent)d %% in its activities.") % {"percent": unit.minimum}
    if unit.completion_kind is CompletionKind.TIME_SPENT:
        return _("This part is finished once you have spent %(duration)s here.") % {
            "duration": duration_label(unit.minimum)
        }
    if unit.completion_kind is CompletionKind.SUBMITTED:
        return _("This part is finished once you have answered each of its questions.")
    return ""
