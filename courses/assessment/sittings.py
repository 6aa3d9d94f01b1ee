"""Exams as the trainers' table of questions reads them: each learner's first sitting, question by question."""

from collections.abc import Iterable, Iterator
from typing import Any

from courses.assessment import rules
from courses.assessment.data import QuestionData
from courses.assessment.models.attempts import ExamAttempt
from courses.learning.data import Response, Sitting


def exam_sittings(*, course_id: int, user_ids: Iterable[int]) -> list[Sitting]:
    """The first submitted attempt of each of these users at each exam of the course; one query."""
    attempts = (
        ExamAttempt.objects.submitted()
        .filter(exam__learning_unit__course_id=course_id, user_id__in=list(user_ids))
        .select_related("exam")
        .order_by("exam_id", "user_id", "number")
    )
    return [_sitting(attempt) for attempt in _first_of_each(attempts)]


def _first_of_each(attempts: Iterable[ExamAttempt]) -> Iterator[ExamAttempt]:
    seen: set[tuple[int, int]] = set()
    for attempt in attempts:
        key = (attempt.exam_id, attempt.user_id)
        if key not in seen:
            seen.add(key)
            yield attempt


def _sitting(attempt: ExamAttempt) -> Sitting:
    answers: dict[int, Any] = attempt.stored_answers()
    grading = attempt.exam.terms().multiple_grading
    responses = []
    for question in attempt.drawn():
        keys = answers[question.id].keys if question.id in answers else ()
        responses.append(
            Response(
                question=str(question.id),
                text=question.text,
                points=float(rules.question_points(question, keys, grading)),
                chosen=_words(question, keys),
                right=_words(question, question.right_keys),
            )
        )
    return Sitting(activity=attempt.exam.title, responses=tuple(responses))


def _words(question: QuestionData, keys: Iterable[str]) -> str:
    """The choices ticked, always in the same order whatever order they were shown in."""
    wanted = set(keys)
    return " + ".join(sorted(choice.text for choice in question.choices if choice.key in wanted))
