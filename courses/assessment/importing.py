"""Loads question banks that were written outside the admin."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from django.db import transaction

from courses.assessment.models.attempts import ExamAttempt
from courses.assessment.models.banks import Question, QuestionBank


@transaction.atomic
def import_bank(*, slug: str, title: str, questions: Iterable[Mapping[str, Any]], description: str = "") -> int:
    """Creates a bank and the questions that it lacks; the bank's id.

    A question is a mapping with `slug`, `kind`, `text`, `choices` (mappings with `text`, `correct`,
    `feedback`), `explanation` and `source`. One whose `slug` is there already is left as it is, since a
    trainer may have edited it. Raises Django's ValidationError for a question that cannot be asked.
    """
    bank, _created = QuestionBank.objects.get_or_create(
        slug=slug, defaults={"title": title, "description": description}
    )
    known = set(bank.questions.values_list("key", flat=True))
    for row in questions:
        if row["slug"] not in known:
            _create_question(bank, row)
    return bank.pk


def _create_question(bank: QuestionBank, row: Mapping[str, Any]) -> None:
    choices = [
        {
            "type": "choice",
            "id": str(uuid4()),
            "value": {
                "text": choice["text"],
                "correct": bool(choice.get("correct")),
                "feedback": choice.get("feedback", ""),
            },
        }
        for choice in row["choices"]
    ]
    question = Question(
        bank=bank,
        key=row["slug"],
        kind=row["kind"],
        text=row["text"],
        choices=choices,
        explanation=row.get("explanation", ""),
        source=row.get("source", ""),
    )
    question.full_clean()
    question.save()


def answers_with_mistakes(attempt: ExamAttempt, mistakes: int) -> dict[int, list[str]]:
    """Right answers to an attempt, but for its first `mistakes` questions: for the demo's people."""
    answers = {}
    for number, question in enumerate(attempt.drawn()):
        right = sorted(question.right_keys)
        wrong = [choice.key for choice in question.choices if not choice.correct][:1]
        answers[question.id] = wrong if number < mistakes else right
    return answers
