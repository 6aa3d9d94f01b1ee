"""Attempts, completion and grading as pure decisions."""

from datetime import timedelta
from itertools import permutations
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.records import parsing, repairing, rules
from courses.records.data import (
    CompletionInfo,
    CompletionKind,
    CompletionRule,
    Evidence,
    Grading,
    Result,
    Score,
    Source,
    Verb,
)
from tests.courses.records.conftest import NOW, QUIZ

ANSWERED, MARK = CompletionRule(), CompletionRule(pass_mark=0.7)
VIEWED, DONE, SENT, TIMED = (
    CompletionRule(kind=kind)
    for kind in (
        CompletionKind.VIEWED,
        CompletionKind.MARKED_DONE,
        CompletionKind.SUBMITTED,
        CompletionKind.TIME_SPENT,
    )
)


def proof(verb=Verb.ANSWERED, scaled=None, minute=0, number=1, **parts):
    result = parts.pop("result", Result(score=Score(scaled=scaled)))
    at = NOW + timedelta(minutes=minute)
    return Evidence(UUID(int=number), QUIZ, verb, at, result=result, **parts)


@pytest.mark.parametrize(
    ("evidence", "rule", "closes", "completes"),
    [
        (proof(Verb.ANSWERED), ANSWERED, True, True),
        (proof(Verb.COMPLETED), ANSWERED, True, True),
        (proof(Verb.H5P_CONSUME), ANSWERED, True, True),
        (proof(Verb.ATTEMPTED), ANSWERED, False, False),
        (proof(Verb.FAILED), ANSWERED, False, False),
        (proof(Verb.ANSWERED, nested=True), ANSWERED, False, False),
        (proof(Verb.ANSWERED, 0.7), MARK, True, True),
        (proof(Verb.ANSWERED, 0.69), MARK, True, False),
        (proof(Verb.ANSWERED), MARK, True, False),
        (proof(result=Result(score=Score(raw=8, max=10))), MARK, True, True),
        (proof(result=Result(success=True)), MARK, True, False),
        (proof(Verb.FAILED, 1.0), MARK, False, False),
        (proof(Verb.PASSED, 1.0), MARK, False, False),
        (proof(Verb.ATTEMPTED), VIEWED, False, True),
        (proof(Verb.ANSWERED), VIEWED, True, True),
        (proof(Verb.COMPLETED), DONE, True, False),
        (proof(Verb.COMPLETED, trusted=True), DONE, False, True),
        (proof(Verb.COMPLETED, 0.9, trusted=True), DONE, True, True),
        (proof(Verb.COMPLETED, trusted=True, result=Result(success=False)), DONE, True, False),
        (proof(Verb.PASSED, 0.9, trusted=True), MARK, True, True),
        (proof(Verb.FAILED, 0.2, trusted=True), MARK, True, False),
        (proof(Verb.SUBMITTED, trusted=True), SENT, False, True),
        (proof(Verb.SUBMITTED), SENT, False, False),
        (proof(Verb.EXPERIENCED, result=Result(duration=60)), TIMED, True, False),
        (proof(Verb.EXPERIENCED), TIMED, False, False),
    ],
)
def test_what_closes_an_attempt_and_what_completes(evidence, rule, closes, completes):
    assert rules.closes_attempt(evidence, rule) is closes
    assert rules.completes(evidence, rule) is completes


@pytest.mark.parametrize(
    ("score", "scaled"),
    [
        (Score(scaled=0.5, raw=9, max=10), 0.5),
        (Score(raw=3, max=4), 0.75),
        (Score(raw=0, max=0), None),
        (Score(raw=3), None),
        (Score(), None),
    ],
)
def test_scaled_score_is_worked_out_when_it_was_not_sent(score, scaled):
    assert rules.scaled(score) == scaled


@pytest.mark.parametrize(
    ("score", "kept"),
    [
        ({"min": 0, "max": 0, "raw": 0, "scaled": None}, None),
        ({"min": 0, "max": 3, "raw": 1, "scaled": 0.33}, {"min": 0, "max": 3, "raw": 1, "scaled": 0.33}),
        ({"scaled": 0.5}, {"scaled": 0.5}),
    ],
)
def test_a_score_out_of_nothing_is_no_score(score, kept):
    cleaned = repairing.from_browser({"result": {"score": score, "completion": True}, "actor": {}})
    assert cleaned["result"].get("score") == kept
    assert cleaned["result"]["completion"] is True
    assert "actor" not in cleaned


def test_evidence_from_the_future_counts_as_now():
    raw = {
        "actor": {"mbox": "mailto:a@example.org"},
        "verb": {"id": Verb.ANSWERED.value},
        "object": {"id": f"{QUIZ}?subContentId=1"},
        "timestamp": "2199-01-01T00:00:00Z",
    }
    statement = parsing.parse_statement(raw)
    evidence = rules.evidence_of(statement, statement_id=UUID(int=1), source=Source.RELAY, now=NOW)
    assert evidence.at == NOW
    assert evidence.nested


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"stored": "2026-01-01T00:00:00Z"}, True),
        ({"timestamp": "2026-01-01T00:00:00Z"}, True),
        ({"authority": {"mbox": "mailto:z@example.org"}}, True),
        ({"verb": {"id": "http://x.org/v", "display": {"fr": "autre"}}}, True),
        ({"object": {"id": "http://x.org/a", "definition": {"name": {"fr": "x"}}}}, True),
        ({"object": {"objectType": "Activity", "id": "http://x.org/a"}}, True),
        ({"actor": {"objectType": "Agent", "mbox": "mailto:a@example.org"}}, True),
        ({"actor": {"objectType": "Group", "mbox": "mailto:a@example.org"}}, False),
        ({"result": {"duration": "PT60.001S"}}, True),
        ({"result": {"duration": "PT61S"}}, False),
        ({"actor": {"mbox": "mailto:b@example.org"}}, False),
        ({"verb": {"id": "http://x.org/w"}}, False),
        ({"object": {"id": "http://x.org/b"}}, False),
        ({"context": {"revision": "2"}}, False),
        ({"context": {"contextActivities": {"parent": {"id": "http://x.org/p"}}}}, False),
    ],
)
def test_statements_are_compared_as_the_specification_says(change, same):
    first = {
        "actor": {"mbox": "mailto:a@example.org"},
        "verb": {"id": "http://x.org/v"},
        "object": {"id": "http://x.org/a"},
        "result": {"duration": "PT1M"},
    }
    assert parsing.same_statement(first, {**first, **change}) is same


def test_members_and_context_activities_are_compared_in_any_order():
    a, b = {"mbox": "mailto:a@x.org"}, {"mbox": "mailto:b@x.org"}
    one = {"actor": {"member": [a, b]}, "context": {"contextActivities": {"other": [{"id": "u:1"}, {"id": "u:2"}]}}}
    two = {"actor": {"member": [b, a]}, "context": {"contextActivities": {"other": [{"id": "u:2"}, {"id": "u:1"}]}}}
    assert parsing.same_statement(one, two)


# A busy machine must not fail a true property.
patient = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
histories = st.lists(
    st.builds(
        proof,
        verb=st.sampled_from([Verb.ANSWERED, Verb.COMPLETED, Verb.FAILED, Verb.ATTEMPTED, Verb.EXPERIENCED]),
        result=st.builds(
            Result,
            score=st.builds(Score, scaled=st.none() | st.integers(-10, 10).map(lambda tenth: tenth / 10)),
            duration=st.none() | st.integers(0, 90).map(float),
            success=st.none() | st.booleans(),
        ),
        minute=st.integers(0, 50),
        trusted=st.booleans(),
    ),
    max_size=6,
)
rules_of_any_kind = st.builds(
    CompletionRule,
    kind=st.sampled_from(CompletionKind),
    pass_mark=st.none() | st.sampled_from([0.3, 0.5, 1.0]),
    grading=st.sampled_from(Grading),
    minimum_seconds=st.sampled_from([0, 60, 120]),
)


def numbered(history):
    return [
        Evidence(UUID(int=number), one.activity_iri, one.verb, one.at, one.trusted, one.nested, one.result)
        for number, one in enumerate(history, start=1)
    ]


def whole(history, rule):
    closed = [rules.attempt_of(one) for one in history if rules.closes_attempt(one, rule)]
    return rules.completion_of(rule, evidence=history, attempts=closed)


def one_by_one(history, rule):
    """What the record does: each statement in turn, with the attempts read only when the rules ask for them."""
    known, closed = None, []
    for one in history:
        new = [rules.attempt_of(one)] if rules.closes_attempt(one, rule) else []
        closed += new
        attempts = closed if rules.needs_history(rule) else []
        if new or rules.completes(one, rule):
            known = rules.completion_of(rule, evidence=[one], attempts=attempts, known=known)
    return known


@patient
@given(histories, rules_of_any_kind)
def test_order_of_arrival_does_not_matter(history, rule):
    history = numbered(history)
    expected = whole(history, rule)
    assert one_by_one(history, rule) == expected
    assert one_by_one(history[::-1], rule) == expected
    for order in list(permutations(history))[:24]:
        assert one_by_one(list(order), rule) == expected


@patient
@given(histories, histories, rules_of_any_kind)
def test_a_retry_never_takes_a_completion_back(history, retries, rule):
    before = whole(numbered(history), rule)
    after = whole(numbered(history + retries), rule)
    if before is not None:
        assert after is not None
        assert after.completed_at <= before.completed_at
        if rule.grading == Grading.HIGHEST and before.score is not None:
            assert after.score >= before.score


@patient
@given(histories, rules_of_any_kind)
def test_a_completion_never_exceeds_what_was_sent(history, rule):
    history = numbered(history)
    completion = whole(history, rule)
    if completion is None:
        return
    assert completion.completed_at in {one.at for one in history}
    scores = [score for one in history if (score := rules.scaled(one.result.score)) is not None]
    if completion.score is not None:
        assert min(scores) - 1e-9 <= completion.score <= max(scores) + 1e-9


def test_time_is_added_up_in_order():
    rule = CompletionRule(kind=CompletionKind.TIME_SPENT, minimum_seconds=100)
    history = [
        proof(Verb.EXPERIENCED, minute=minute, number=minute + 1, result=Result(duration=60)) for minute in (5, 1, 3)
    ]
    assert whole(history, rule) == CompletionInfo(NOW + timedelta(minutes=3))
