"""What the record knows of a person: exported, and forgotten."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser as User

from courses.records.models import ActivityState, Learner
from courses.records.reading import statements_of


def personal_data_of(*, user: User) -> dict[str, Any]:
    """What the record knows of the user, ready to be exported as JSON."""
    states = ActivityState.objects.filter(learner__user_id=user.pk)
    return {
        "statements": list(statements_of(user=user)),
        "saved_states": list(states.values("activity_iri", "content", "updated_at")),
    }


def erase_personal_data(*, user: User) -> None:
    """Forgets the learner: statements, attempts, completions and saved states."""
    Learner.objects.filter(user_id=user.pk).delete()
