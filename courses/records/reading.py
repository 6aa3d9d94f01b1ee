"""What the record answers: completions, attempts and statements."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.models import AbstractBaseUser as User
from django.db.models import Count, Max

from courses.records.data import AttemptInfo, AttemptSummary, CompletionInfo
from courses.records.models import Attempt, Completion, Statement


def completions_of(*, user: User, activity_iris: Iterable[str]) -> dict[str, CompletionInfo]:
    """What the user has completed among these activities, by IRI; one query."""
    rows = Completion.objects.filter(learner__user_id=user.pk, activity_iri__in=list(activity_iris))
    return {row.activity_iri: row.info() for row in rows}


def completions_of_many(
    *, user_ids: Iterable[int], activity_iris: Iterable[str]
) -> dict[int, dict[str, CompletionInfo]]:
    """What each user has completed among these activities: user id, then IRI; one query."""
    found: dict[int, dict[str, CompletionInfo]] = {user_id: {} for user_id in user_ids}
    rows = Completion.objects.filter(
        learner__user_id__in=list(found), activity_iri__in=list(activity_iris)
    ).values_list("learner__user_id", "activity_iri", "completed_at", "score")
    for user_id, iri, completed_at, score in rows.iterator():
        found[user_id][iri] = CompletionInfo(completed_at, score)
    return found


def attempts_of(*, user: User, activity_iris: Iterable[str]) -> dict[str, list[AttemptInfo]]:
    """The user's attempts at these activities, by IRI, oldest first; one query."""
    found: dict[str, list[AttemptInfo]] = {iri: [] for iri in activity_iris}
    rows = Attempt.objects.filter(learner__user_id=user.pk, activity_iri__in=list(found))
    for row in rows.order_by("finished_at", "statement_id"):
        found[row.activity_iri].append(row.info())
    return found


def attempt_summaries(*, user_ids: Iterable[int], activity_iris: Iterable[str]) -> dict[int, dict[str, AttemptSummary]]:
    """How often and how well each of these users tried each activity, by user id then IRI; one query."""
    found: dict[int, dict[str, AttemptSummary]] = {}
    rows = (
        Attempt.objects.filter(learner__user_id__in=list(user_ids), activity_iri__in=list(activity_iris))
        .values_list("learner__user_id", "activity_iri")
        .annotate(Count("pk"), Max("score_scaled"))
        .order_by()
    )
    for user_id, iri, count, best in rows:
        found.setdefault(user_id, {})[iri] = AttemptSummary(count, best)
    return found


def statements_of(*, user: User) -> Iterator[dict[str, Any]]:
    """Every statement about the user, oldest first, as it is kept."""
    rows = Statement.objects.filter(learner__user_id=user.pk).oldest_first()
    return (json.loads(raw) for raw in rows.values_list("raw", flat=True).iterator(chunk_size=500))
