"""What learners write for themselves under a reflection; only they read it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from courses.learning.models.enrolments import ReflectionAnswer

MAX_LENGTH = 20_000


def reflections_of(*, user: Any, block_ids: Iterable[str]) -> dict[str, ReflectionAnswer]:
    """What the person wrote under these reflections, by block id; no query without a reflection."""
    wanted = [block_id for block_id in block_ids if _is_uuid(block_id)]
    if not wanted or not getattr(user, "pk", None):
        return {}
    answers = ReflectionAnswer.objects.filter(user_id=user.pk, block_id__in=wanted)
    return {str(answer.block_id): answer for answer in answers}


def save_reflection(
    *, user: Any, unit_id: int, block_id: UUID, prompt: str, text: str, now: datetime | None = None
) -> None:
    """Keeps what the person wrote, cut at 20,000 characters; the last one to arrive stands."""
    ReflectionAnswer.objects.update_or_create(
        user_id=user.pk,
        block_id=block_id,
        defaults={
            "unit_id": unit_id,
            "prompt": prompt,
            "text": text[:MAX_LENGTH],
            "updated_at": now or timezone.now(),
        },
    )


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
