import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from courses.assessment import api
from courses.assessment.data import AssessmentError, Opening
from courses.assessment.models import ExamAttempt, Question
from courses.records import api as records

from .conftest import questions

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def save(user, uuid, answers, seen=0, now=NOW, base=None):
    return api.save_answers(user=user, attempt_uuid=uuid, answers=answers, seen_version=seen, now=now, base=base)


def first_choices(paper):
    return {question.id: [question.choices[0].key] for question in paper.questions}


def test_importing_a_bank_again_keeps_what_a_trainer_edited(bank):
    Question.objects.filter(key="q1").update(text="Corrigée")
    api.import_bank(slug="chapitres", title="Autre titre", questions=questions())
    assert Question.objects.count() == 20
    assert Question.objects.get(key="q1").text == "Corrigée"


def test_a_question_without_a_right_answer_is_refused(bank):
    row = {"slug": "x", "kind": "single", "text": "?", "choices": [{"text": "A"}, {"text": "B"}]}
    with pytest.raises(ValidationError):
        api.import_bank(slug="chapitres", title="T", questions=[row])


def test_an_attempt_draws_ten_questions_and_a_second_start_finds_it_again(learner, begin):
    uuid = begin(learner)
    assert begin(learner) == uuid
    paper = api.paper_of(user=learner, attempt_uuid=uuid)
    assert len(paper.questions) == 10
    assert len(paper.unanswered) == 10


def test_two_attempts_draw_differently(learner, other, begin):
    papers = [api.paper_of(user=user, attempt_uuid=begin(user)) for user in (learner, other)]
    first, second = ([question.id for question in paper.questions] for paper in papers)
    assert first != second


def test_editing_a_question_changes_no_attempt_under_way(learner, begin):
    uuid = begin(learner)
    before = api.paper_of(user=learner, attempt_uuid=uuid)
    Question.objects.update(text="Réécrite", active=False)
    assert api.paper_of(user=learner, attempt_uuid=uuid) == before


def test_leaving_and_returning_loses_no_answer(learner, begin):
    uuid = begin(learner)
    paper = api.paper_of(user=learner, attempt_uuid=uuid)
    save(learner, uuid, first_choices(paper))
    again = api.paper_of(user=learner, attempt_uuid=uuid)
    assert all(question.choices[0].ticked for question in again.questions)
    assert again.unanswered == ()


def test_two_tabs_keep_both_answers_and_the_second_is_told(learner, begin):
    uuid = begin(learner)
    one, two = api.paper_of(user=learner, attempt_uuid=uuid).questions[:2]
    save(learner, uuid, {one.id: [one.choices[0].key]})
    told = save(learner, uuid, {two.id: [two.choices[0].key]})
    assert told.changed == {one.id: (one.choices[0].key,)}
    assert len(told.unanswered) == 8


def test_another_learners_attempt_is_unknown(learner, other, begin):
    uuid = begin(learner)
    for call in (api.paper_of, api.correction_of):
        with pytest.raises(AssessmentError, match="attempt-unknown"):
            call(user=other, attempt_uuid=uuid)
    with pytest.raises(AssessmentError, match="attempt-unknown"):
        save(other, uuid, {})
    with pytest.raises(AssessmentError, match="attempt-unknown"):
        api.submit_attempt(user=other, attempt_uuid=uuid, now=NOW)


def test_answers_to_what_was_not_drawn_or_not_offered_are_refused(learner, begin):
    uuid = begin(learner)
    question = api.paper_of(user=learner, attempt_uuid=uuid).questions[0]
    for answers in ({999_999: ["a"]}, {question.id: ["zzz"]}):
        with pytest.raises(AssessmentError, match="answer-invalid"):
            save(learner, uuid, answers)


def test_submitting_grades_once_and_refuses_more_answers(learner, begin):
    uuid = begin(learner)
    paper = api.paper_of(user=learner, attempt_uuid=uuid)
    assert api.submit_attempt(user=learner, attempt_uuid=uuid, now=NOW)
    assert not api.submit_attempt(user=learner, attempt_uuid=uuid, now=NOW)
    with pytest.raises(AssessmentError, match="attempt-submitted"):
        save(learner, uuid, first_choices(paper))


def test_passing_is_recorded_as_a_completion_with_its_score(learner, sit, iri):
    assert sit(learner, mistakes=2)
    [attempt] = records.attempts_of(user=learner, activity_iris=[iri])[iri]
    assert (attempt.score.scaled, attempt.score.raw, attempt.success) == (0.8, 8, True)
    assert records.completions_of(user=learner, activity_iris=[iri])[iri].score == 0.8


def test_failing_is_recorded_and_completes_nothing(learner, sit, iri):
    assert not sit(learner, mistakes=4)
    [attempt] = records.attempts_of(user=learner, activity_iris=[iri])[iri]
    assert (attempt.score.scaled, attempt.success) == (0.6, False)
    assert records.completions_of(user=learner, activity_iris=[iri]) == {}


def test_two_failures_close_the_exam_until_the_next_day(learner, sit, begin, exam):
    for _time in range(2):
        sit(learner, mistakes=10, now=NOW)
    with pytest.raises(AssessmentError, match="exam-wait") as refusal:
        begin(learner, now=NOW)
    opens_at = refusal.value.data["opens_at"]
    assert timezone.localtime(opens_at).isoformat() == "2026-11-23T00:00:00+01:00"
    assert sit(learner, now=opens_at)


def test_a_passed_exam_is_not_sat_again(learner, sit, begin):
    sit(learner)
    with pytest.raises(AssessmentError, match="exam-passed"):
        begin(learner)


def test_a_failed_attempt_after_a_better_one_keeps_the_best_result(learner, sit, exam):
    sit(learner, mistakes=4)
    sit(learner, mistakes=8)
    result = api.exam_results(user=learner, exam_page_ids=[exam.pk])[exam.pk]
    assert (result.score, result.passed, result.attempts) == (0.6, False, 2)
    assert api.passed_exams(user=learner, exam_page_ids=[exam.pk]) == frozenset()


def test_answers_after_the_deadline_are_refused_and_those_saved_are_graded(learner, begin, exam):
    exam.time_limit_minutes = 20
    exam.save()
    uuid = begin(learner, now=NOW)
    paper = api.paper_of(user=learner, attempt_uuid=uuid)
    save(learner, uuid, first_choices(paper), now=NOW + timedelta(minutes=19))
    late = NOW + timedelta(minutes=21)
    with pytest.raises(AssessmentError, match="attempt-late"):
        save(learner, uuid, {}, now=late)
    assert api.submit_attempt(user=learner, attempt_uuid=uuid, now=late)
    assert all(part.answered for part in api.correction_of(user=learner, attempt_uuid=uuid).questions)


def test_an_exam_without_questions_says_so(learner, begin):
    Question.objects.update(active=False)
    with pytest.raises(AssessmentError, match="exam-empty"):
        begin(learner)


def test_saving_an_answer_costs_three_queries(learner, begin, django_assert_num_queries):
    uuid = begin(learner)
    answers = first_choices(api.paper_of(user=learner, attempt_uuid=uuid))
    with django_assert_num_queries(4):  # savepoint included under the test's own transaction
        save(learner, uuid, answers)


def test_results_cost_one_query_for_any_number_of_exams(learner, sit, exam, django_assert_num_queries):
    sit(learner)
    with django_assert_num_queries(1):
        api.exam_results(user=learner, exam_page_ids=[exam.pk, *range(900, 950)])


def test_personal_data_are_exported_then_erased(learner, sit):
    sit(learner)
    [row] = api.personal_data_of(user=learner)["exams"]
    assert row["score"] == 1
    api.erase_personal_data(user=learner)
    assert not ExamAttempt.objects.exists()


def test_the_view_of_an_exam_counts_what_is_left(learner, sit, exam):
    sit(learner, mistakes=9, now=NOW)
    view = api.exam_view(user=learner, page=exam, now=NOW)
    assert (view.availability.opening, view.availability.left_today) == (Opening.OPEN, 1)
    assert (view.question_count, view.answers_needed) == (10, 7)


@pytest.mark.django_db(transaction=True)
def test_submitting_from_two_threads_grades_and_records_once(learner, begin, iri):
    uuid, graded = begin(learner), []

    def submit():
        try:
            graded.append(api.submit_attempt(user=learner, attempt_uuid=uuid, now=NOW))
        finally:
            connection.close()

    threads = [threading.Thread(target=submit) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(graded) == [False, False, False, True]
    assert len(records.attempts_of(user=learner, activity_iris=[iri])[iri]) == 1


@pytest.mark.django_db(transaction=True)
def test_starting_from_two_threads_draws_one_attempt(learner, begin):
    uuids = []

    def start():
        try:
            uuids.append(begin(learner))
        finally:
            connection.close()

    threads = [threading.Thread(target=start) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(uuids)) == 1
    assert ExamAttempt.objects.count() == 1
