"""Where a player stands: what it saved, so that the learner resumes at the exact place on any device."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser as User
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from courses.records import parsing
from courses.records.data import StateInfo, StatementInvalid
from courses.records.models import ActivityState, Learner

MAX_STATE = 1_000_000


def save_state(
    *, user: User, activity_iri: str, state: str, now: datetime | None = None, version: int | None = None
) -> StateInfo | None:
    """Saves where the player stands; with `version`, only if nothing newer was saved, else it returns None.

    Raises `StatementInvalid`: "too-large" beyond a million characters, "not-text" for what no database takes.
    """
    if len(state) > MAX_STATE:
        raise StatementInvalid("too-large", "state")
    if parsing.unstorable(state):
        raise StatementInvalid("not-text", "state")
    moment = now or timezone.now()
    with transaction.atomic():
        rows = ActivityState.objects.filter(learner__user_id=user.pk, activity_iri=activity_iri)
        current = rows.select_for_update(of=("self",)).first()
        if version is not None and version != (current.version if current else 0):
            return None
        if current:
            ActivityState.objects.filter(pk=current.pk).update(
                content=state, version=F("version") + 1, updated_at=moment
            )
            return StateInfo(state, current.version + 1, moment)
        learner = Learner.objects.get_or_create(user_id=user.pk)[0]
        row, created = ActivityState.objects.get_or_create(
            learner_id=learner.pk,
            activity_iri=activity_iri,
            defaults={"content": state, "updated_at": moment},
        )
        if not created:
            ActivityState.objects.filter(pk=row.pk).update(content=state, version=F("version") + 1, updated_at=moment)
        return StateInfo(state, row.version + (not created), moment)


def state_of(*, user: User, activity_iri: str) -> StateInfo | None:
    """What was saved last for this activity, if anything was; one query."""
    row = ActivityState.objects.filter(learner__user_id=user.pk, activity_iri=activity_iri).first()
    return StateInfo(row.content, row.version, row.updated_at) if row else None


def states_of(*, user: User, activity_iris: Iterable[str]) -> dict[str, StateInfo]:
    """What was saved last for each of these activities, by IRI; one query."""
    rows = ActivityState.objects.filter(learner__user_id=user.pk, activity_iri__in=list(activity_iris))
    return {row.activity_iri: StateInfo(row.content, row.version, row.updated_at) for row in rows}
