"""What certification does when something is completed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model

from courses.certification import api
from courses.records.data import CompletionChange


def on_completion_changed(user_id: int, changes: Sequence[CompletionChange], now: datetime, **kwargs: Any) -> None:
    """Issues what an exam or a completed unit has just earned; an ordinary activity costs no query."""
    kinds = {change.kind for change in changes}
    if user_id and kinds & {"exam", "unit"}:
        user = get_user_model()(pk=user_id)
        api.evaluate(user=user, now=now, course_completions_only="exam" not in kinds)
