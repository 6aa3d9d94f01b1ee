"""Decisions on exams: what is drawn, when an attempt may begin, what answers are worth.

The time is always an argument, in the site's time zone where days are counted.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from fractions import Fraction
from math import ceil

from courses.assessment.data import (
    Answer,
    AnswerKeys,
    AttemptFacts,
    Availability,
    ExamTerms,
    Grade,
    Merge,
    MultipleGrading,
    Opening,
    QuestionData,
    QuestionGrade,
    QuestionKind,
)

# An answer sent just before the deadline may arrive just after it.
DEADLINE_GRACE = timedelta(seconds=20)


def question_problems(kind: QuestionKind, choices: Sequence[bool]) -> list[str]:
    """Stable ids of what is wrong with a question whose choices are right (`True`) or not."""
    problems = []
    if len(choices) < 2:
        problems.append("too-few-choices")
    if kind is QuestionKind.TRUE_FALSE and len(choices) != 2:
        problems.append("true-false-needs-two")
    if not any(choices):
        problems.append("no-right-choice")
    if kind is not QuestionKind.MULTIPLE and sum(choices) > 1:
        problems.append("several-right-choices")
    return problems


def draw(bank: Iterable[QuestionData], *, count: int, seed: str) -> tuple[QuestionData, ...]:
    """`count` questions of the bank and the order of their choices: always the same for a seed.

    A bank smaller than `count` is drawn whole. True/false questions keep the order of their bank.
    """
    chance = random.Random(seed)  # noqa: S311 - fair and repeatable, not secret
    questions = sorted(bank, key=lambda question: question.id)
    drawn = chance.sample(questions, min(count, len(questions)))
    return tuple(_with_choices_shuffled(question, chance) for question in drawn)


def _with_choices_shuffled(question: QuestionData, chance: random.Random) -> QuestionData:
    if question.kind is QuestionKind.TRUE_FALSE:
        return question
    choices = list(question.choices)
    chance.shuffle(choices)
    return replace(question, choices=tuple(choices))


def availability(attempts: Sequence[AttemptFacts], *, terms: ExamTerms, bank_size: int, now: datetime) -> Availability:
    """Whether an attempt may begin at `now`, whose time zone is the one days are counted in."""
    left = max(0, terms.attempts_per_day - attempts_of_day(attempts, now))
    if any(attempt.passed for attempt in attempts):
        return Availability(Opening.PASSED, left)
    if any(attempt.submitted_at is None for attempt in attempts):
        return Availability(Opening.IN_PROGRESS, left)
    if bank_size == 0:
        return Availability(Opening.EMPTY_BANK, left)
    if left == 0:
        return Availability(Opening.WAIT, 0, next_day(now))
    return Availability(Opening.OPEN, left)


def attempts_of_day(attempts: Iterable[AttemptFacts], now: datetime) -> int:
    return sum(attempt.started_at.astimezone(now.tzinfo).date() == now.date() for attempt in attempts)


def next_day(now: datetime) -> datetime:
    """Midnight, in the time zone of `now`."""
    return datetime.combine(now.date() + timedelta(days=1), time.min, tzinfo=now.tzinfo)


def deadline_of(started_at: datetime, terms: ExamTerms) -> datetime | None:
    if terms.time_limit_minutes is None:
        return None
    return started_at + timedelta(minutes=terms.time_limit_minutes)


def is_late(deadline: datetime | None, now: datetime) -> bool:
    return deadline is not None and now > deadline + DEADLINE_GRACE


def clean_keys(question: QuestionData, keys: Iterable[str]) -> AnswerKeys:
    """The keys that the question has, in its order; `ValueError` for another key or too many of them."""
    given = set(keys)
    known = tuple(choice.key for choice in question.choices if choice.key in given)
    if len(known) != len(given):
        raise ValueError("unknown-choice")
    if len(known) > 1 and not question.allows_several:
        raise ValueError("one-choice-only")
    return known


def merge(
    stored: Mapping[int, Answer],
    posted: Mapping[int, AnswerKeys],
    *,
    version: int,
    seen_version: int,
    base: Mapping[int, AnswerKeys] | None = None,
) -> Merge:
    """Stored answers with those posted by a tab that last saw `seen_version`.

    With `base` (what the tab's form showed when it was loaded), an answer that the tab did not touch is
    not posted at all: a whole form sent from a stale tab erases nothing. The last answer to a question
    wins; `replaced` names the questions where it won over one that the tab had not seen.
    """
    touched = {id: keys for id, keys in posted.items() if base is None or keys != base.get(id, ())}
    fresh = {id: keys for id, keys in touched.items() if id not in stored or stored[id].keys != keys}
    new_version = version + 1 if fresh else version
    unseen = {id for id, answer in stored.items() if answer.version > seen_version}
    return Merge(
        answers={**stored, **{id: Answer(keys, new_version) for id, keys in fresh.items()}},
        version=new_version,
        changed_elsewhere=tuple(sorted(unseen - set(touched))),
        replaced=tuple(sorted(unseen & set(fresh))),
    )


def unanswered(drawn: Iterable[QuestionData], answers: Mapping[int, Answer]) -> tuple[int, ...]:
    """Numbers, from 1, of the drawn questions without an answer."""
    return tuple(
        number
        for number, question in enumerate(drawn, start=1)
        if question.id not in answers or not answers[question.id].keys
    )


def question_points(question: QuestionData, keys: AnswerKeys, grading: MultipleGrading) -> Fraction:
    """What an answer is worth, from 0 to 1.

    All or nothing: exactly the right choices. Partial (questions with several choices only): right ones
    ticked less wrong ones ticked, over right ones, never below 0; so ticking everything earns nothing
    when half is wrong.
    """
    ticked, right = frozenset(keys), question.right_keys
    if ticked == right:
        return Fraction(1)
    if question.allows_several and grading is MultipleGrading.PARTIAL:
        return max(Fraction(0), Fraction(len(ticked & right) - len(ticked - right), len(right)))
    return Fraction(0)


def grade(drawn: Sequence[QuestionData], answers: Mapping[int, Answer], terms: ExamTerms) -> Grade:
    """The grade of an attempt: one point a question, none for what was left unanswered."""
    keys = {question.id: answers[question.id].keys for question in drawn if question.id in answers}
    points = [question_points(question, keys.get(question.id, ()), terms.multiple_grading) for question in drawn]
    total, scaled = sum(points, Fraction(0)), Fraction(0)
    if drawn:
        scaled = total / len(drawn)
    return Grade(
        raw=round(float(total), 4),
        maximum=len(drawn),
        scaled=round(float(scaled), 4),
        passed=bool(drawn) and scaled >= Fraction(str(terms.pass_mark)),
        questions=tuple(
            QuestionGrade(question.id, round(float(value), 4), bool(keys.get(question.id)))
            for question, value in zip(drawn, points, strict=True)
        ),
    )


def answers_needed(terms: ExamTerms, drawn: int) -> int:
    """How many right answers out of `drawn` pass: 7 of 10 at 70 %."""
    return ceil(Fraction(str(terms.pass_mark)) * drawn)
