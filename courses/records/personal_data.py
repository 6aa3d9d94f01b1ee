"""What the record knows of a person: exported, and forgotten."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser as User

from courses.records.models import ActivityState, Attempt, Completion, Learner
from courses.records.reading import statements_of

ATTEMPT = (
    *("activity_iri", "started_at", "finished_at", "success", "duration_seconds", "response"),
    *("score_scaled", "score_raw", "score_min", "score_max"),
)


def personal_data_of(*, user: User) -> dict[str, Any]:
    """What the record knows of the user, ready to be exported as JSON; statements and attempts come one by one."""
    attempts = Attempt.objects.filter(learner__user_id=user.pk).order_by("finished_at", "pk")
    completions = Completion.objects.filter(learner__user_id=user.pk).order_by("completed_at", "pk")
    states = ActivityState.objects.filter(learner__user_id=user.pk).order_by("pk")
    return {
        "statements": statements_of(user=user),
        "attempts": attempts.values(*ATTEMPT).iterator(chunk_size=500),
        "completions": list(completions.values("activity_iri", "completed_at", "score")),
        "saved_states": list(states.values("activity_iri", "content", "updated_at")),
    }


def erase_personal_data(*, user: User) -> None:
    """Forgets the learner: statements, attempts, completions and saved states."""
    Learner.objects.filter(user_id=user.pk).delete()
