"""The record's only door: statements go in; attempts, completions and saved states come out."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser as User

from courses.records.answers import answers_of
from courses.records.correcting import completing_statements, correct, corrections_of, withdraw
from courses.records.data import ActivityDefinition, LearnerRef
from courses.records.figures import attempt_facts, learner_figures, unfinished_tries
from courses.records.models import Activity, Learner
from courses.records.parsing import load_json as read_json
from courses.records.personal_data import erase_personal_data, personal_data_of
from courses.records.reading import (
    attempt_summaries,
    attempts_of,
    completions_of,
    completions_of_many,
    statements_of,
)
from courses.records.rebuilding import rebuild, regrade
from courses.records.resuming import save_state, state_of, states_of
from courses.records.writing import (
    complete_all,
    complete_once,
    record_platform_statement,
    record_statements,
)

__all__ = [
    "answers_of",
    "attempt_facts",
    "attempt_summaries",
    "attempts_of",
    "complete_all",
    "complete_once",
    "completing_statements",
    "completions_of",
    "completions_of_many",
    "correct",
    "corrections_of",
    "define_activities",
    "erase_personal_data",
    "learner_figures",
    "learner_of",
    "personal_data_of",
    "read_json",
    "rebuild",
    "record_platform_statement",
    "record_statements",
    "regrade",
    "save_state",
    "state_of",
    "statements_of",
    "states_of",
    "unfinished_tries",
    "withdraw",
]


def learner_of(*, user: User) -> LearnerRef:
    """The learner that the user is; made the first time."""
    return Learner.objects.get_or_create(user_id=user.pk)[0].ref()


def define_activities(*, activities: Iterable[ActivityDefinition]) -> frozenset[str]:
    """Makes these activities known, or changes their rules; two queries, whatever their number.

    Returns the IRIs of those that were known and of which another score counts from now on.
    """
    rows = {activity.iri: Activity.defined_by(activity) for activity in activities}
    known = dict(Activity.objects.filter(iri__in=list(rows)).values_list("iri", "grading"))
    Activity.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["iri"],
        update_fields=["kind", "name", "completion_kind", "pass_mark", "grading", "minimum_seconds"],
    )
    return frozenset(iri for iri, grading in known.items() if grading != rows[iri].grading)
