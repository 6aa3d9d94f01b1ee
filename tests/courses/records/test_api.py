import threading
from datetime import timedelta
from itertools import permutations
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.records import api
from courses.records.data import (
    ActivityNotAllowed,
    CompletionKind,
    Grading,
    Rebuilt,
    StatementConflict,
    StatementInvalid,
    Verb,
)
from courses.records.models import Attempt, Completion, Learner, Statement
from tests.courses.records.conftest import NOW, QUIZ, scored, statement

UNIT = "http://localhost:8000/unites/4f9a/"


def record(user, *statements, now=NOW, **options):
    return api.record_statements(user=user, statements=statements, now=now, **options)


def test_terminal_statement_completes_and_announces(user, define, changes):
    define()
    recorded = record(user, scored(0.8))
    assert recorded.changes == tuple(changes)
    assert (changes[0].user_id, changes[0].activity_iri, changes[0].score) == (user.pk, QUIZ, 0.8)
    assert changes[0].newly
    info = api.completions_of(user=user, activity_iris=[QUIZ])[QUIZ]
    assert (info.completed_at, info.score) == (NOW, 0.8)
    (attempt,) = api.attempts_of(user=user, activity_iris=[QUIZ])[QUIZ]
    assert (attempt.duration, attempt.response) == (30.0, "a[,]b")


def test_server_sets_actor_authority_and_stored(user, define, settings):
    define()
    sent = statement(
        actor={"mbox": "mailto:someone@else.org"},
        authority={"mbox": "mailto:boss@else.org"},
        stored="1999-01-01T00:00:00Z",
        timestamp="2199-01-01T00:00:00Z",
    )
    record(user, sent)
    (kept,) = api.statements_of(user=user)
    learner = api.learner_of(user=user)
    assert kept["actor"]["account"] == {"homePage": settings.SITE_URL, "name": str(learner.uuid)}
    assert kept["authority"]["account"]["name"] == "relay"
    assert kept["stored"].startswith("2026-03-04T10:00:00")
    assert kept["timestamp"].startswith("2026-03-04T10:00:00")


def test_same_statement_twice_is_one(user, define, changes):
    define()
    sent = scored(0.5)
    record(user, sent)
    again = record(user, sent, now=NOW + timedelta(hours=1))
    assert again.new_ids == frozenset()
    assert again.changes == ()
    assert Statement.objects.count() == Attempt.objects.count() == len(changes) == 1


def test_other_content_under_a_used_id_is_refused_and_leaves_nothing(user, define):
    define()
    sent = scored(0.5)
    record(user, sent)
    with pytest.raises(StatementConflict):
        record(user, scored(0.1), {**scored(0.9), "id": sent["id"]})
    assert Statement.objects.count() == 1


def test_nobody_takes_anothers_id(user, other, define):
    define()
    sent = scored(0.5)
    record(user, sent)
    with pytest.raises(StatementConflict):
        record(other, sent)


def test_batch_is_all_or_nothing(user, define):
    define()
    with pytest.raises(StatementInvalid):
        record(user, scored(0.5), {**scored(0.5), "verb": {"id": "answered"}})
    assert not Statement.objects.exists()


def test_a_score_that_cannot_be_is_left_out_of_an_answer_that_is_kept(user, define):
    define()
    record(user, scored("7"))
    assert api.read_json(Statement.objects.get().raw)["result"]["score"] == {}
    assert Attempt.objects.get().score_scaled is None


def test_statement_about_another_activity_is_refused(user, define):
    define()
    with pytest.raises(ActivityNotAllowed):
        record(user, statement(iri="http://localhost:8000/h5p/2/"), allowed={QUIZ})
    record(user, statement(iri=f"{QUIZ}?subContentId=1"), allowed={QUIZ})
    assert not Attempt.objects.exists()


def test_failed_attempt_does_not_complete_then_a_better_one_does(user, define):
    define(pass_mark=0.7)
    record(user, scored(0.4))
    assert not Completion.objects.exists()
    record(user, scored(0.7))
    record(user, scored(0.1))
    assert api.completions_of(user=user, activity_iris=[QUIZ])[QUIZ].score == 0.7
    assert Attempt.objects.count() == 3


@pytest.mark.parametrize(("grading", "score"), [("highest", 0.9), ("last", 0.3), ("first", 0.6), ("average", 0.6)])
def test_grade_counts_attempts_in_time_order_whatever_their_arrival(user, define, grading, score):
    define(grading=Grading(grading))
    for scaled, hour in ((0.3, 9), (0.6, 7), (0.9, 8)):
        record(user, scored(scaled, timestamp=f"2026-03-04T0{hour}:00:00Z"))
    info = api.completions_of(user=user, activity_iris=[QUIZ])[QUIZ]
    assert info.score == pytest.approx(score)
    assert info.completed_at.hour == 7


def test_time_spent_adds_up(user, define):
    define(kind=CompletionKind.TIME_SPENT, minimum_seconds=60)
    spent = {"result": {"duration": "PT40S"}}
    record(user, statement("experienced", **spent))
    assert not Completion.objects.exists()
    record(user, statement("terminated", **spent))
    assert Completion.objects.exists()


def test_platform_statement_completes_what_the_browser_cannot(user, define):
    define(kind=CompletionKind.MARKED_DONE)
    record(user, statement("completed"))
    assert not Completion.objects.exists()
    api.record_platform_statement(user=user, verb=Verb.COMPLETED, activity_iri=QUIZ, now=NOW)
    assert Completion.objects.exists()


def test_failed_exam_does_not_complete_and_a_passed_one_does(user):
    exam = {"user": user, "verb": Verb.COMPLETED, "activity_iri": UNIT, "now": NOW}
    api.record_platform_statement(**exam, score=0.5, success=False)
    assert not Completion.objects.exists()
    api.record_platform_statement(**exam, score=0.8, success=True, duration=620)
    assert api.completions_of(user=user, activity_iris=[UNIT])[UNIT].score == 0.8
    assert len(api.attempts_of(user=user, activity_iris=[UNIT])[UNIT]) == 2


def test_a_unit_completed_twice_is_completed_once(user, changes):
    learner = api.learner_of(user=user)
    for _ in range(2):
        api.complete_once(learner=learner, activity_iri=UNIT, kind="unit", now=NOW)
    assert Statement.objects.count() == Completion.objects.count() == len(changes) == 1


def own_queries(captured) -> list[str]:
    """The record's own queries: other apps that hear the signal count theirs."""
    return [query["sql"] for query in captured if "pv_records_" in query["sql"]]


def test_terminal_statement_takes_four_queries_when_its_rule_is_known(user, define):
    definition = define()
    learner = api.learner_of(user=user)
    record(user, scored(0.1))
    with CaptureQueriesContext(connection) as captured:
        record(user, scored(0.5), allowed={QUIZ: definition})
    assert len(own_queries(captured)) == 4
    with CaptureQueriesContext(connection) as captured:
        api.complete_once(learner=learner, activity_iri=UNIT, now=NOW)
    assert len(own_queries(captured)) == 2


def test_batch_costs_as_many_queries_as_one(user, define):
    define()
    record(user, scored(0.1))
    with CaptureQueriesContext(connection) as captured:
        record(user, *(scored(0.5) for _ in range(50)))
    assert len(own_queries(captured)) == 5


def test_completions_of_many_is_one_query(user, other, define, django_assert_num_queries):
    define()
    record(user, scored(0.5))
    with django_assert_num_queries(1):
        found = api.completions_of_many(user_ids=[user.pk, other.pk], activity_iris=[QUIZ, UNIT])
    assert found[user.pk][QUIZ].score == 0.5
    assert found[other.pk] == {}


def test_state_is_restored_and_an_older_version_does_not_overwrite(user, other):
    assert api.state_of(user=user, activity_iri=QUIZ) is None
    assert api.save_state(user=user, activity_iri=QUIZ, state="{}", now=NOW).version == 1
    assert api.save_state(user=user, activity_iri=QUIZ, state='{"a":1}', now=NOW, version=1).version == 2
    assert api.save_state(user=user, activity_iri=QUIZ, state="old", now=NOW, version=1) is None
    assert api.state_of(user=user, activity_iri=QUIZ).content == '{"a":1}'
    assert api.state_of(user=other, activity_iri=QUIZ) is None
    with pytest.raises(StatementInvalid):
        api.save_state(user=user, activity_iri=QUIZ, state="a\x00b", now=NOW)


def test_rebuild_finds_no_difference_then_mends_what_was_broken(user, define):
    define(pass_mark=0.5)
    record(user, scored(0.2), scored(0.9), statement("attempted"))
    api.record_platform_statement(user=user, verb=Verb.COMPLETED, activity_iri=UNIT, now=NOW)
    assert api.rebuild() == Rebuilt(learners=1)
    Completion.objects.filter(activity_iri=QUIZ).update(score=1)
    Completion.objects.create(learner=Learner.objects.get(), activity_iri="http://x.org/forged", completed_at=NOW)
    Attempt.objects.first().delete()
    rebuilt = api.rebuild()
    assert (rebuilt.attempts, rebuilt.completions, rebuilt.changed_user_ids) == (1, 2, {user.pk})
    assert api.completions_of(user=user, activity_iris=[QUIZ])[QUIZ].score == 0.9
    assert api.rebuild().differences == 0


def test_erasure_leaves_nothing_of_the_learner(user, other, define):
    define()
    record(user, scored(0.5))
    record(other, scored(0.5))
    held = {name: list(values) for name, values in api.personal_data_of(user=user).items()}
    assert {name: len(values) for name, values in held.items()} == {
        "statements": 1, "attempts": 1, "completions": 1, "saved_states": 0,
    }  # fmt: skip
    assert held["attempts"][0]["score_scaled"] == held["completions"][0]["score"]
    api.erase_personal_data(user=user)
    assert Statement.objects.count() == Completion.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_identical_requests_at_once_leave_one_statement(django_user_model, changes):
    user = django_user_model.objects.create_user(email="deux@example.org", password="secret")
    api.record_platform_statement(user=user, verb=Verb.COMPLETED, activity_iri=UNIT, now=NOW)
    changes.clear()
    exam = {"verb": Verb.COMPLETED, "activity_iri": QUIZ, "score": 0.8, "statement_id": uuid4(), "now": NOW}
    failures: list[BaseException] = []

    def send() -> None:
        try:
            api.record_platform_statement(user=user, **exam)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Statement.objects.filter(object_key=QUIZ).count() == 1
    assert len(changes) == 1


def test_several_wholes_are_completed_in_two_queries_each_once(user, django_assert_num_queries):
    learner = api.learner_of(user=user)
    iris = [f"http://localhost:8000/unites/{number}/" for number in range(20)]
    with django_assert_num_queries(4):  # two queries between SAVEPOINT and RELEASE
        assert api.complete_all(learner=learner, activity_iris=iris, now=NOW) == set(iris)
    assert api.complete_all(learner=learner, activity_iris=iris, now=NOW) == frozenset()
    assert set(api.completions_of(user=user, activity_iris=iris)) == set(iris)
    assert api.rebuild().differences == 0


def test_saved_states_of_several_activities_are_read_at_once(user, django_assert_num_queries):
    api.save_state(user=user, activity_iri="http://localhost:8000/h5p/1/", state="a")
    api.save_state(user=user, activity_iri="http://localhost:8000/h5p/2/", state="b")
    iris = [f"http://localhost:8000/h5p/{number}/" for number in (1, 2, 3)]
    with django_assert_num_queries(1):
        found = api.states_of(user=user, activity_iris=iris)
    assert {iri: info.content for iri, info in found.items()} == {iris[0]: "a", iris[1]: "b"}


@pytest.mark.parametrize("order", list(permutations((0, 1, 2))))
@pytest.mark.parametrize(
    ("grading", "score"), [("highest", 0.9), ("last", 0.2), ("first", 0.6), ("average", (0.6 + 0.9 + 0.2) / 3)]
)
def test_attempts_that_come_one_by_one_in_any_order_give_the_grade_that_all_of_them_give(
    user, define, order, grading, score
):
    """The definition comes with the statement, as the relay sends it: attempts may then be read with the learner."""
    definition = define(grading=Grading(grading))
    moments = [NOW - timedelta(hours=3 - rank) for rank in range(3)]
    sent = [scored(value, timestamp=moment.isoformat()) for value, moment in zip((0.6, 0.9, 0.2), moments, strict=True)]
    for rank in (*order, order[0]):
        record(user, sent[rank], allowed={QUIZ: definition})
    info = api.completions_of(user=user, activity_iris=[QUIZ])[QUIZ]
    assert info.score == pytest.approx(score)
    assert info.completed_at == moments[0]
    assert Attempt.objects.count() == 3
    assert api.rebuild() == Rebuilt(learners=1)
