"""A trainer's corrections: kept, derived, withdrawn, and always what the statements say."""

from datetime import timedelta
from uuid import UUID, uuid4, uuid5

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.records import api
from courses.records.correction_rules import CORRECTION
from courses.records.data import (
    ActivityDefinition,
    CompletionKind,
    CompletionRule,
    CorrectionKind,
    CorrectionMark,
    CorrectionRefused,
    StatementConflict,
)
from courses.records.models import Attempt, Learner, Statement

from .conftest import NOW

pytestmark = pytest.mark.django_db
QUIZ = "http://localhost:8000/h5p/7/"
UNIT = "http://localhost:8000/unites/5b9a6a1e-6c1c-4b3a-9d0e-1b1f9b0a7c11/"
LATER = NOW + timedelta(days=1)


@pytest.fixture
def ana(db):
    api.define_activities(
        activities=[
            ActivityDefinition(
                iri=QUIZ, kind="h5p", rule=CompletionRule(kind=CompletionKind.SCORED_AT_LEAST, pass_mark=0.6)
            )
        ]
    )
    return get_user_model().objects.create_user(email="ana@example.org", password=None)


@pytest.fixture
def trainer(db):
    return get_user_model().objects.create_user(email="formatrice@example.org", password=None, first_name="Inès")


def play(user, score, *, at=NOW, iri=QUIZ):
    raw = {
        "id": str(uuid4()),
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
        "object": {"id": iri},
        "result": {"score": {"scaled": score}},
        "timestamp": at.isoformat(),
    }
    return api.record_statements(user=user, statements=[raw], now=max(at, NOW)).ids[0]


def correct(user, by, kind, *, iri=QUIZ, reason="Vu ensemble.", now=LATER, aside=(), **parts):
    mark = CorrectionMark(kind, reason, frozenset(aside))
    return api.correct(user=user, by=by, activity_iri=iri, mark=mark, now=now, **parts)


def score_of(user, iri=QUIZ):
    found = api.completions_of(user=user, activity_iris=[iri]).get(iri)
    return found and found.score


def assert_nothing_differs():
    assert api.rebuild().differences == 0


def test_a_trainer_marks_an_activity_done(ana, trainer):
    play(ana, 0.2)
    recorded = correct(ana, trainer, CorrectionKind.DONE)
    assert [change.newly for change in recorded.changes] == [True]
    assert api.completions_of(user=ana, activity_iris=[QUIZ])[QUIZ].completed_at == LATER
    assert Attempt.objects.count() == 1
    assert_nothing_differs()


def test_the_trainer_is_the_instructor_and_says_why(ana, trainer):
    correct(ana, trainer, CorrectionKind.DONE, reason="Fait à l’oral.")
    raw = next(api.statements_of(user=ana))
    assert raw["context"]["instructor"]["account"]["name"] == str(api.learner_of(user=trainer).uuid)
    assert raw["context"]["extensions"][CORRECTION] == {"kind": "done", "reason": "Fait à l’oral."}
    assert raw["authority"]["account"]["name"] == "platform"


def test_a_score_that_a_trainer_sets_stands_whatever_comes_after_or_arrives_late(ana, trainer):
    play(ana, 0.9)
    correct(ana, trainer, CorrectionKind.SCORED, score=0.7)
    assert score_of(ana) == 0.7
    play(ana, 1.0, at=LATER + timedelta(hours=1))
    play(ana, 0.95, at=NOW - timedelta(days=2))
    assert score_of(ana) == 0.7
    assert_nothing_differs()
    correct(ana, trainer, CorrectionKind.SCORED, score=0.8, now=LATER + timedelta(hours=2))
    assert score_of(ana) == 0.8
    assert_nothing_differs()


def test_a_score_below_the_pass_mark_does_not_complete_and_one_above_does(ana, trainer):
    correct(ana, trainer, CorrectionKind.SCORED, score=0.5)
    assert api.completions_of(user=ana, activity_iris=[QUIZ]) == {}
    correct(ana, trainer, CorrectionKind.SCORED, score=0.6, now=LATER + timedelta(hours=1))
    assert score_of(ana) == 0.6
    assert_nothing_differs()


def test_a_reopened_attempt_counts_no_more_and_the_activity_can_be_done_again(ana, trainer):
    first = play(ana, 0.9)
    recorded = correct(ana, trainer, CorrectionKind.REOPENED, aside=[first])
    assert recorded.lost == {QUIZ}
    assert api.attempts_of(user=ana, activity_iris=[QUIZ])[QUIZ] == []
    assert_nothing_differs()
    play(ana, 0.7, at=LATER + timedelta(hours=1))
    assert score_of(ana) == 0.7
    assert_nothing_differs()


def test_reopening_one_of_two_attempts_leaves_what_the_other_supports(ana, trainer):
    best = play(ana, 0.9)
    play(ana, 0.7, at=NOW + timedelta(hours=1))
    recorded = correct(ana, trainer, CorrectionKind.REOPENED, aside=[best])
    assert (recorded.lost, score_of(ana)) == (frozenset(), 0.7)
    assert_nothing_differs()


def test_a_withdrawn_correction_changes_nothing_any_more_and_stays_in_the_history(ana, trainer):
    first = play(ana, 0.9)
    done = correct(ana, trainer, CorrectionKind.REOPENED, aside=[first], reason="Erreur de ma part.").ids[0]
    api.withdraw(user=ana, by=trainer, statement_id=done, reason="Je me suis trompée.", now=LATER)
    assert score_of(ana) == 0.9
    [told] = api.corrections_of(user=ana)
    assert (told.by, told.mark.reason, told.withdrawn_by, told.withdrawal_reason) == (
        trainer.pk, "Erreur de ma part.", trainer.pk, "Je me suis trompée.",
    )  # fmt: skip
    assert told.withdrawn_at == LATER
    assert_nothing_differs()
    with pytest.raises(CorrectionRefused, match="withdrawn"):
        api.withdraw(user=ana, by=trainer, statement_id=done, reason="Encore.", now=LATER)


def test_withdrawing_takes_back_what_the_correction_caused(ana, trainer):
    api.complete_once(learner=api.learner_of(user=ana), activity_iri=UNIT, now=NOW)
    first = play(ana, 0.9)
    cause = correct(ana, trainer, CorrectionKind.REOPENED, aside=[first]).ids[0]
    whole = api.completing_statements(user=ana, activity_iri=UNIT)
    correct(ana, trainer, CorrectionKind.REOPENED, iri=UNIT, aside=whole, caused_by=cause)
    assert api.completions_of(user=ana, activity_iris=[UNIT, QUIZ]) == {}
    api.withdraw(user=ana, by=trainer, statement_id=cause, reason="Non.", now=LATER)
    assert set(api.completions_of(user=ana, activity_iris=[UNIT, QUIZ])) == {UNIT, QUIZ}
    assert_nothing_differs()


def test_a_reopened_unit_can_be_completed_again_each_time(ana, trainer):
    def finish(now):
        return api.complete_once(learner=api.learner_of(user=ana), activity_iri=UNIT, now=now).changes

    finish(NOW)
    for days in (1, 2, 3):
        moment = NOW + timedelta(days=days)
        whole = api.completing_statements(user=ana, activity_iri=UNIT)
        correct(ana, trainer, CorrectionKind.REOPENED, iri=UNIT, aside=whole, now=moment)
        assert api.completions_of(user=ana, activity_iris=[UNIT]) == {}
        assert len(finish(moment + timedelta(hours=1))) == 1
        assert finish(moment + timedelta(hours=2)) == ()
        assert_nothing_differs()


def test_the_same_correction_sent_twice_is_one_and_another_under_its_id_is_refused(ana, trainer):
    token = uuid4()
    correct(ana, trainer, CorrectionKind.SCORED, score=0.7, statement_id=token)
    correct(ana, trainer, CorrectionKind.SCORED, score=0.7, statement_id=token)
    assert Statement.objects.count() == 1
    with pytest.raises(StatementConflict):
        correct(ana, trainer, CorrectionKind.SCORED, score=0.9, statement_id=token)


@pytest.mark.parametrize(
    ("kind", "parts", "problem"),
    [
        (CorrectionKind.DONE, {"reason": "  "}, "no-reason"),
        (CorrectionKind.DONE, {"reason": "x" * 2001}, "no-reason"),
        (CorrectionKind.DONE, {"reason": "a\x00"}, "no-reason"),
        (CorrectionKind.SCORED, {}, "no-score"),
        (CorrectionKind.SCORED, {"score": 1.2}, "no-score"),
        (CorrectionKind.SCORED, {"score": float("nan")}, "no-score"),
        (CorrectionKind.REOPENED, {}, "nothing-to-reopen"),
        (CorrectionKind.REOPENED, {"aside": [UUID(int=3)]}, "nothing-to-reopen"),
    ],
)
def test_a_correction_that_makes_no_sense_is_refused_and_leaves_nothing(ana, trainer, kind, parts, problem):
    with pytest.raises(CorrectionRefused, match=problem):
        correct(ana, trainer, kind, **parts)
    assert not Statement.objects.exists()


def test_another_learners_attempt_cannot_be_reopened(ana, trainer):
    other = get_user_model().objects.create_user(email="bob@example.org", password=None)
    theirs = play(other, 0.9)
    with pytest.raises(CorrectionRefused, match="nothing-to-reopen"):
        correct(ana, trainer, CorrectionKind.REOPENED, aside=[theirs])


def test_a_learner_cannot_correct_themself_by_the_relay(ana):
    raw = {
        "id": str(uuid5(UUID(int=1), "x")),
        "verb": {"id": "http://adlnet.gov/expapi/verbs/scored"},
        "object": {"id": QUIZ},
        "result": {"score": {"scaled": 1}},
        "context": {"extensions": {CORRECTION: {"kind": "scored", "reason": "moi"}}},
    }
    api.record_statements(user=ana, statements=[raw], now=NOW)
    assert api.completions_of(user=ana, activity_iris=[QUIZ]) == {}
    assert api.corrections_of(user=ana) == []
    assert_nothing_differs()


def test_whoever_was_never_corrected_costs_one_query_to_ask(ana):
    play(ana, 0.9)
    assert not Learner.objects.get(user=ana).corrected
    with CaptureQueriesContext(connection) as queries:
        assert api.corrections_of(user=ana) == []
    assert len(queries) == 1
