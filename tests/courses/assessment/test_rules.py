from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.assessment import rules
from courses.assessment.data import (
    Answer,
    AttemptFacts,
    Choice,
    ExamTerms,
    MultipleGrading,
    Opening,
    QuestionData,
    QuestionKind,
)

PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 11, 22, 12, tzinfo=PARIS)


def question(id: int, right: str = "a", keys: str = "abcd", kind: QuestionKind = QuestionKind.SINGLE):
    choices = tuple(Choice(key, key.upper(), key in right) for key in keys)
    return QuestionData(id, kind, f"Question {id}", choices)


BANK = [question(id) for id in range(1, 21)]


def test_a_draw_is_the_same_for_a_seed_and_differs_between_seeds():
    first = rules.draw(BANK, count=10, seed="attempt-1")
    assert first == rules.draw(reversed(BANK), count=10, seed="attempt-1")
    assert first != rules.draw(BANK, count=10, seed="attempt-2")
    assert len({drawn.id for drawn in first}) == 10


def test_a_draw_shuffles_choices_but_those_of_true_false():
    true_false = [question(id, keys="ab", kind=QuestionKind.TRUE_FALSE) for id in range(50)]
    orders = {tuple(c.key for c in q.choices) for q in rules.draw(true_false, count=50, seed="s")}
    assert orders == {("a", "b")}
    assert len({tuple(c.key for c in q.choices) for q in rules.draw(BANK, count=20, seed="s")}) > 1


def test_a_small_bank_is_drawn_whole():
    assert len(rules.draw(BANK[:3], count=10, seed="s")) == 3


@pytest.mark.parametrize(
    ("grading", "ticked", "points"),
    [
        (MultipleGrading.ALL_OR_NOTHING, ("a", "b"), 1),
        (MultipleGrading.ALL_OR_NOTHING, ("a",), 0),
        (MultipleGrading.ALL_OR_NOTHING, ("a", "b", "c"), 0),
        (MultipleGrading.PARTIAL, ("a", "b"), 1),
        (MultipleGrading.PARTIAL, ("a",), 0.5),
        (MultipleGrading.PARTIAL, ("a", "c"), 0),
        (MultipleGrading.PARTIAL, ("a", "b", "c", "d"), 0),
        (MultipleGrading.PARTIAL, (), 0),
    ],
)
def test_points_of_a_question_with_several_right_answers(grading, ticked, points):
    several = question(1, right="ab", kind=QuestionKind.MULTIPLE)
    assert rules.question_points(several, ticked, grading) == points


def graded(right: int, total: int = 10, pass_mark: float = 0.7):
    drawn = BANK[:total]
    answers = {q.id: Answer(("a",) if index < right else ("b",), 1) for index, q in enumerate(drawn)}
    return rules.grade(drawn, answers, ExamTerms(pass_mark=pass_mark))


def test_seven_of_ten_passes_at_70_percent_and_six_does_not():
    assert graded(7).passed
    assert graded(7).scaled == 0.7
    assert not graded(6).passed


def test_a_question_left_without_an_answer_earns_nothing():
    grade = rules.grade(BANK[:10], {}, ExamTerms())
    assert (grade.raw, grade.scaled, grade.passed) == (0, 0, False)
    assert not any(part.answered for part in grade.questions)


@given(right=st.integers(0, 10), percent=st.integers(1, 100))
def test_passing_needs_exactly_the_answers_announced(right, percent):
    terms = ExamTerms(pass_mark=percent / 100)
    assert graded(right, pass_mark=percent / 100).passed == (right >= rules.answers_needed(terms, 10))


def facts(started: datetime, submitted: bool = True, passed: bool = False) -> AttemptFacts:
    return AttemptFacts(started, started if submitted else None, passed)


def opening(*attempts: AttemptFacts, now: datetime = NOON):
    return rules.availability(attempts, terms=ExamTerms(), bank_size=20, now=now)


def test_two_attempts_a_day_then_the_next_opens_at_midnight_in_the_time_zone_of_the_site():
    assert opening(facts(NOON)).left_today == 1
    waiting = opening(facts(NOON), facts(NOON))
    assert waiting.opening is Opening.WAIT
    assert waiting.opens_at == datetime(2026, 11, 23, tzinfo=PARIS)


def test_an_attempt_begun_before_midnight_in_utc_counts_for_the_local_day():
    started = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)  # 00:30 on the 22nd in Paris
    assert rules.attempts_of_day([facts(started)], NOON) == 1
    assert rules.attempts_of_day([facts(started - timedelta(hours=1))], NOON) == 0


def test_the_next_attempt_opens_at_midnight_even_when_the_clocks_change():
    before_change = datetime(2026, 10, 24, 12, tzinfo=PARIS)
    assert rules.next_day(before_change).isoformat() == "2026-10-25T00:00:00+02:00"


def test_an_attempt_under_way_comes_before_the_daily_limit_and_a_passed_exam_before_all():
    yesterday = NOON - timedelta(days=1)
    assert opening(facts(yesterday, submitted=False)).opening is Opening.IN_PROGRESS
    assert opening(facts(yesterday, passed=True)).opening is Opening.PASSED
    assert rules.availability([], terms=ExamTerms(), bank_size=0, now=NOON).opening is Opening.EMPTY_BANK


def test_an_answer_is_late_only_after_the_grace():
    deadline = rules.deadline_of(NOON, ExamTerms(time_limit_minutes=30))
    assert deadline == NOON + timedelta(minutes=30)
    assert not rules.is_late(deadline, deadline + timedelta(seconds=10))
    assert rules.is_late(deadline, deadline + timedelta(seconds=21))
    assert not rules.is_late(None, NOON)


def test_answers_of_two_tabs_are_both_kept_and_the_other_tab_is_told():
    one = rules.merge({}, {1: ("a",)}, version=0, seen_version=0)
    two = rules.merge(one.answers, {2: ("b",)}, version=one.version, seen_version=0)
    assert {id: answer.keys for id, answer in two.answers.items()} == {1: ("a",), 2: ("b",)}
    assert two.changed_elsewhere == (1,)
    assert two.replaced == ()


def test_the_last_answer_to_a_question_wins_and_says_so():
    stored = {1: Answer(("a",), 3)}
    merged = rules.merge(stored, {1: ("b",)}, version=3, seen_version=0)
    assert merged.answers[1].keys == ("b",)
    assert merged.replaced == (1,)
    assert merged.changed_elsewhere == ()


def test_a_whole_form_sent_from_a_stale_tab_erases_nothing():
    stored = {1: Answer(("a",), 1), 2: Answer(("c",), 2)}
    posted = {1: (), 2: (), 3: ("d",)}
    merged = rules.merge(stored, posted, version=2, seen_version=0, base={1: (), 2: (), 3: ()})
    assert {id: answer.keys for id, answer in merged.answers.items()} == {1: ("a",), 2: ("c",), 3: ("d",)}
    assert merged.changed_elsewhere == (1, 2)


def test_saving_the_same_answer_again_changes_no_version():
    stored = {1: Answer(("a",), 4)}
    assert rules.merge(stored, {1: ("a",)}, version=4, seen_version=4).version == 4


keys = st.sampled_from([(), ("a",), ("b",), ("a", "b")])


@given(st.lists(st.tuples(st.integers(1, 4), keys), max_size=20))
def test_replaying_saves_keeps_the_last_answer_to_each_question(saves):
    answers, version = {}, 0
    for id, ticked in saves:
        merged = rules.merge(answers, {id: ticked}, version=version, seen_version=version)
        answers, version = merged.answers, merged.version
    assert {id: answer.keys for id, answer in answers.items()} == dict(saves)


@pytest.mark.parametrize(("given_keys", "problem"), [(["z"], "unknown"), (["a", "b"], "one-choice")])
def test_keys_that_the_question_does_not_allow_are_refused(given_keys, problem):
    with pytest.raises(ValueError, match=problem):
        rules.clean_keys(question(1), given_keys)


@pytest.mark.parametrize(
    ("kind", "choices", "problems"),
    [
        (QuestionKind.SINGLE, [True, False], []),
        (QuestionKind.MULTIPLE, [True, True, False], []),
        (QuestionKind.SINGLE, [True, True], ["several-right-choices"]),
        (QuestionKind.SINGLE, [False, False], ["no-right-choice"]),
        (QuestionKind.TRUE_FALSE, [True, False, False], ["true-false-needs-two"]),
        (QuestionKind.SINGLE, [True], ["too-few-choices"]),
    ],
)
def test_what_is_wrong_with_a_question(kind, choices, problems):
    assert rules.question_problems(kind, choices) == problems
