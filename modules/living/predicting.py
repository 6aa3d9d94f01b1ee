"""Predictions: what someone foresaw is kept for them alone, given back with their data, and erased with them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from modules.living.data import Scenario
from modules.living.models import Prediction


def keep_prediction(*, user: Any, losses: Sequence[str], expected: Sequence[str], words: str, now: datetime) -> None:
    """The last prediction for these losses replaces the one before: a double click keeps one."""
    Prediction.objects.update_or_create(
        user=user,
        losses=Scenario(losses=tuple(losses)).key,
        defaults={"expected": list(expected), "words": words, "made_at": now},
    )


def prediction_of(*, user: Any, losses: Sequence[str]) -> Prediction | None:
    return Prediction.objects.filter(user=user, losses=Scenario(losses=tuple(losses)).key).first()


def personal_data_of(*, user: Any) -> dict[str, Any]:
    """What this person foresaw, newest first; empty for whoever foresaw nothing."""
    kept = list(Prediction.objects.filter(user=user).values("losses", "expected", "words", "made_at"))
    return {"predictions": kept} if kept else {}


def erase_personal_data(*, user: Any) -> None:
    Prediction.objects.filter(user=user).delete()
