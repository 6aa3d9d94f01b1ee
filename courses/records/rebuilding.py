"""Deriving every attempt and completion again from the statements, which alone are the truth."""

import json
from collections.abc import Collection, Iterable, Mapping
from itertools import groupby

from django.db import transaction
from django.db.models import QuerySet

from courses.records import parsing, rules
from courses.records.correction_rules import standing, with_corrected_score
from courses.records.data import ActivityDefinition, AttemptInfo, CompletionInfo, Evidence, LearnerRef, Rebuilt, Source
from courses.records.models import Activity, Attempt, Completion, Learner, Statement
from courses.records.recording import UNDEFINED

Definitions = Mapping[str, ActivityDefinition]


def rebuild(*, user_ids: Iterable[int] | None = None) -> Rebuilt:
    """Derives attempts and completions again from the statements and tells how many rows differed.

    Each learner is put right in a transaction of their own; `user_ids` limits the work to these users.
    """
    learners = Learner.objects.order_by("pk")
    if user_ids is not None:
        learners = learners.filter(user_id__in=list(user_ids))
    definitions = all_definitions()
    total, attempts, completions, changed = 0, 0, 0, set()
    for learner_id, user_id in learners.values_list("pk", "user_id"):
        wrong = rebuild_learner(learner_id, definitions)
        total, attempts, completions = total + 1, attempts + wrong[0], completions + wrong[1]
        if any(wrong) and user_id:
            changed.add(user_id)
    return Rebuilt(total, attempts, completions, frozenset(changed))


def all_definitions() -> dict[str, ActivityDefinition]:
    """Every defined activity, by its IRI."""
    return {row.iri: row.definition() for row in Activity.objects.all()}


def evidence_about(learner: LearnerRef, iris: Collection[str] | None = None) -> list[Evidence]:
    """All that the learner's statements prove (of these activities only), sorted by activity and time."""
    rows = Statement.objects.filter(learner_id=learner.pk, voided=False)
    if iris is not None:
        rows = rows.filter(object_key__in=list(iris))
    evidence = []
    for row in rows.only("id", "source", "stored", "raw").iterator(chunk_size=2000):
        statement = parsing.typed_statement(json.loads(row.raw))
        if statement.activity_iri:
            source = Source(row.source)
            evidence.append(rules.evidence_of(statement, statement_id=row.id, source=source, now=row.stored))
    return sorted(evidence, key=lambda proof: (proof.activity_iri, proof.at, str(proof.statement_id)))


def derive(
    evidence: list[Evidence], definitions: Definitions
) -> tuple[dict[tuple[str, str], AttemptInfo], dict[str, CompletionInfo]]:
    """The attempts, by activity and statement, and the completions that the evidence supports."""
    attempts: dict[tuple[str, str], AttemptInfo] = {}
    completions: dict[str, CompletionInfo] = {}
    for iri, group in groupby(evidence, key=lambda proof: proof.activity_iri):
        defined = iri in definitions
        rule = definitions.get(iri, UNDEFINED).rule
        known = standing(list(group))
        proofs = [proof for proof in known if not proof.nested and (defined or proof.trusted)]
        closed = [rules.attempt_of(proof) for proof in proofs if rules.closes_attempt(proof, rule)]
        attempts |= {(iri, str(attempt.statement_id)): attempt for attempt in closed}
        if info := rules.completion_of(rule, evidence=proofs, attempts=closed):
            completions[iri] = with_corrected_score(info, proofs)
    return attempts, completions


@transaction.atomic
def rebuild_learner(learner_id: int, definitions: Definitions) -> tuple[int, int]:
    """Puts one learner's rows right; returns how many attempts and completions differed."""
    learner = Learner.objects.select_for_update(no_key=True).get(pk=learner_id).ref()
    attempts, completions = derive(evidence_about(learner), definitions)
    return mend_attempts(learner.pk, attempts), mend_completions(learner.pk, completions)


@transaction.atomic
def regrade(*, user_ids: Iterable[int], activity_iris: Iterable[str]) -> None:
    """Derives what these users have of these activities again, as their definitions now say."""
    iris = list(activity_iris)
    definitions = {row.iri: row.definition() for row in Activity.objects.filter(iri__in=iris)}
    learners = Learner.objects.select_for_update(no_key=True).filter(user_id__in=list(user_ids)).order_by("pk")
    for learner in learners:
        derive_again(learner.ref(), definitions, iris)


def derive_again(
    learner: LearnerRef, definitions: Definitions, iris: Collection[str]
) -> tuple[dict[str, CompletionInfo], dict[str, CompletionInfo]]:
    """Puts right what the learner has of these activities; their completions before and after."""
    before = {row.activity_iri: row.info() for row in _completions(learner.pk, iris)}
    attempts, completions = derive(evidence_about(learner, iris), definitions)
    mend_attempts(learner.pk, attempts, iris)
    mend_completions(learner.pk, completions, iris)
    return before, completions


def mend_attempts(
    learner_id: int, expected: Mapping[tuple[str, str], AttemptInfo], iris: Collection[str] | None = None
) -> int:
    """Makes the attempts (at these activities only) those expected; how many differed."""
    found = Attempt.objects.filter(learner_id=learner_id)
    if iris is not None:
        found = found.filter(activity_iri__in=list(iris))
    rows = {(row.activity_iri, str(row.statement_id)): row for row in found}
    wrong = {key for key in rows.keys() | expected.keys() if _info(rows.get(key)) != expected.get(key)}
    Attempt.objects.filter(pk__in=[rows[key].pk for key in wrong if key in rows]).delete()
    Attempt.objects.bulk_create(
        Attempt.closed_by(expected[key], learner_id=learner_id, activity_iri=key[0]) for key in wrong if key in expected
    )
    return len(wrong)


def mend_completions(
    learner_id: int, expected: Mapping[str, CompletionInfo], iris: Collection[str] | None = None
) -> int:
    """Makes the completions (of these activities only) those expected; how many differed."""
    rows = {row.activity_iri: row for row in _completions(learner_id, iris)}
    wrong = {iri for iri in rows.keys() | expected.keys() if _info(rows.get(iri)) != expected.get(iri)}
    Completion.objects.filter(pk__in=[rows[iri].pk for iri in wrong if iri in rows]).delete()
    Completion.objects.bulk_create(
        Completion.of(learner_id=learner_id, activity_iri=iri, info=expected[iri]) for iri in wrong if iri in expected
    )
    return len(wrong)


def _completions(learner_id: int, iris: Collection[str] | None) -> QuerySet[Completion]:
    found = Completion.objects.filter(learner_id=learner_id)
    return found if iris is None else found.filter(activity_iri__in=list(iris))


def _info(row: Attempt | Completion | None) -> AttemptInfo | CompletionInfo | None:
    return row.info() if row else None
