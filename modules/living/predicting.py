"""Predictions: what someone foresaw is kept for them alone, given back with their data, and erased with them.

An account's are rows; a visitor's stay in their session. Two open pages never overwrite each other: what both
wrote is kept, as in a notebook.
"""

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from courses.learning import api as learning
from modules.living.data import Scenario
from modules.living.models import Prediction

MOST_WORDS = 4000
# What several pages wrote may be longer than what one may send, but a page that insists is stopped.
MOST_KEPT = 5 * MOST_WORDS
# Words of visitors without an account stay in their session: a few losses, no more.
KEPT_IN_SESSION = 5
SESSION_KEY = "pv_living_foreseen"


class TooManyWords(Exception):
    """More than `MOST_WORDS` characters, or than can be joined to what is kept; what was kept stays."""

    id = "too-many-words"

    def __init__(self, length: int) -> None:
        super().__init__(self.id)
        self.length = length


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What someone foresaw of these losses; `made_at` is None when they foresaw nothing yet."""

    losses: tuple[str, ...]
    note: learning.KeptText = field(default_factory=learning.KeptText)
    expected: tuple[str, ...] = ()
    made_at: datetime | None = None

    @property
    def words(self) -> str:
        return self.note.text


def joined(kept: Foreseen, sent: learning.SentText, *, expected: Sequence[str], now: datetime) -> Foreseen:
    """What is kept once a page has sent its words and its ticks; both pages' when it had not seen the other's.

    Raises `TooManyWords`.
    """
    if len(sent.text) > MOST_WORDS:
        raise TooManyWords(len(sent.text))
    note = learning.written(kept.note, sent, separator=learning.two_versions_label(now))
    if len(note.text) > MOST_KEPT:
        raise TooManyWords(len(note.text))
    knows = learning.knows_all(kept.note, sent)
    ticked = tuple(expected) if knows else tuple(dict.fromkeys((*kept.expected, *expected)))
    if ticked != kept.expected and note == kept.note:
        note = _rewritten(kept.note, sent, knows=knows)
    if kept.made_at and note == kept.note:
        return kept
    return Foreseen(kept.losses, note, ticked, now)


def _rewritten(kept: learning.KeptText, sent: learning.SentText, *, knows: bool) -> learning.KeptText:
    """The same words in a new version: other pages must learn that the ticks changed."""
    since = kept.version if knows else kept.version + 1
    if knows and kept.writer and kept.writer == sent.writer:
        since = kept.writer_since
    return replace(kept, version=kept.version + 1, writer=sent.writer, writer_since=since)


@transaction.atomic
def keep_prediction(
    *, user: Any, losses: Sequence[str], expected: Sequence[str], sent: learning.SentText, now: datetime
) -> Foreseen:
    """Keeps what a page sent, joined to what another one wrote meanwhile. Raises `TooManyWords`."""
    key = Scenario(losses=tuple(losses)).key
    row = Prediction.objects.select_for_update().filter(user=user, losses=key).first()
    if row is None:
        blank = joined(Foreseen(tuple(losses)), sent, expected=expected, now=now)
        Prediction.objects.bulk_create([_filled(Prediction(user=user, losses=key), blank)], ignore_conflicts=True)
        row = Prediction.objects.select_for_update().get(user=user, losses=key)
    kept = joined(_foreseen(row), sent, expected=expected, now=now)
    _filled(row, kept).save()
    return kept


def prediction_of(*, user: Any, losses: Sequence[str]) -> Foreseen:
    """What this person foresaw of these losses, blank for who foresaw nothing."""
    row = Prediction.objects.filter(user=user, losses=Scenario(losses=tuple(losses)).key).first()
    return _foreseen(row) if row else Foreseen(tuple(losses))


def predictions_of(*, user: Any) -> list[Foreseen]:
    """All that this person foresaw, newest first."""
    return [_foreseen(row) for row in Prediction.objects.filter(user=user)]


def keep_in_session(
    session: MutableMapping[str, Any],
    *,
    losses: Sequence[str],
    expected: Sequence[str],
    sent: learning.SentText,
    now: datetime,
) -> Foreseen:
    """The same for a visitor; only their last losses are kept. Raises `TooManyWords`."""
    kept = joined(session_prediction(session, losses=losses), sent, expected=expected, now=now)
    others = {key: held for key, held in session.get(SESSION_KEY, {}).items() if key != _key(kept)}
    session[SESSION_KEY] = dict([*others.items(), (_key(kept), _packed(kept))][-KEPT_IN_SESSION:])
    return kept


def session_prediction(session: Mapping[str, Any], *, losses: Sequence[str]) -> Foreseen:
    blank = Foreseen(tuple(losses))
    held = session.get(SESSION_KEY, {}).get(_key(blank))
    return _unpacked(_key(blank), held) if held else blank


def session_predictions(session: Mapping[str, Any]) -> list[Foreseen]:
    """All that this visitor's session holds, newest first."""
    return [_unpacked(key, held) for key, held in reversed(session.get(SESSION_KEY, {}).items())]


def personal_data_of(*, user: Any) -> dict[str, Any]:
    """What this person foresaw, newest first; empty for whoever foresaw nothing."""
    kept = list(Prediction.objects.filter(user=user).values("losses", "expected", "words", "made_at"))
    return {"predictions": kept} if kept else {}


def erase_personal_data(*, user: Any) -> None:
    Prediction.objects.filter(user=user).delete()


def _key(foreseen: Foreseen) -> str:
    return Scenario(losses=foreseen.losses).key


def _foreseen(row: Prediction) -> Foreseen:
    note = learning.KeptText(row.words, row.version, row.writer, row.writer_since)
    return Foreseen(tuple(row.losses.split(",")), note, tuple(row.expected), row.made_at)


def _filled(row: Prediction, kept: Foreseen) -> Prediction:
    note = kept.note
    row.words, row.version, row.writer, row.writer_since = note.text, note.version, note.writer, note.writer_since
    row.expected = list(kept.expected)
    if kept.made_at:
        row.made_at = kept.made_at
    return row


def _packed(kept: Foreseen) -> dict[str, Any]:
    note = kept.note
    return {
        "note": [note.text, note.version, note.writer, note.writer_since],
        "expected": list(kept.expected),
        "made_at": kept.made_at.isoformat() if kept.made_at else None,
    }


def _unpacked(key: str, held: Mapping[str, Any]) -> Foreseen:
    made_at = datetime.fromisoformat(held["made_at"]) if held["made_at"] else None
    return Foreseen(tuple(key.split(",")), learning.KeptText(*held["note"]), tuple(held["expected"]), made_at)
