"""Figures about many learners at once, in a fixed number of queries whose answers are small."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Avg, Count, Exists, Max, Min, OuterRef, QuerySet, Sum

from courses.records.data import LearnerFigures, Tries
from courses.records.models import Attempt, Completion

NOTHING = LearnerFigures()


def learner_figures(*, user_ids: Iterable[int], activity_iris: Iterable[str]) -> dict[int, LearnerFigures]:
    """How much and how well each user did of these activities; two queries.

    `mean_score` is the mean of the scores that count (those of completions). Users who did nothing are left out.
    """
    users, iris = list(user_ids), list(activity_iris)
    completions = _by_user(Completion.objects.filter(learner__user_id__in=users, activity_iri__in=iris))
    attempts = Attempt.objects.filter(learner__user_id__in=users, activity_iri__in=iris)
    figures = {
        user_id: LearnerFigures(mean_score=mean, last_completed_at=last)
        for user_id, mean, last in completions.annotate(Avg("score"), Max("completed_at"))
    }
    return _with_attempts(figures, attempts)


def _by_user(rows: QuerySet[Any], *more: str) -> QuerySet[Any, Any]:
    return rows.order_by().values_list("learner__user_id", *more)


def _with_attempts(figures: dict[int, LearnerFigures], attempts: QuerySet[Attempt]) -> dict[int, LearnerFigures]:
    counted = _by_user(attempts).annotate(Count("pk"), Max("finished_at"), Sum("duration_seconds"))
    for user_id, count, last, seconds in counted:
        known = figures.get(user_id, NOTHING)
        figures[user_id] = known.with_attempts(count=count, last_at=last, seconds=seconds or 0)
    return figures


def unfinished_tries(*, user_ids: Iterable[int], activity_iris: Iterable[str]) -> dict[tuple[int, str], Tries]:
    """What these users tried of these activities without completing it, by user id and IRI; one query.

    Asked for a few activities at a time: a whole course has as many answers as learners times activities.
    """
    attempts = Attempt.objects.filter(learner__user_id__in=list(user_ids), activity_iri__in=list(activity_iris))
    done = Completion.objects.filter(learner=OuterRef("learner"), activity_iri=OuterRef("activity_iri"))
    unfinished = _by_user(attempts.filter(~Exists(done)), "activity_iri").annotate(Count("pk"), Min("finished_at"))
    return {(user_id, iri): Tries(count, first) for user_id, iri, count, first in unfinished}


def attempt_facts(*, user_ids: Iterable[int], activity_iris: Iterable[str]) -> list[tuple[int, str, Any, Any, Any]]:
    """Every attempt of these users at these activities: user id, IRI, seconds, success, scaled score; one query."""
    rows = Attempt.objects.filter(learner__user_id__in=list(user_ids), activity_iri__in=list(activity_iris))
    return list(_by_user(rows, "activity_iri", "duration_seconds", "success", "score_scaled"))
