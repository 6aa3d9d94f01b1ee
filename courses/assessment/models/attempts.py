"""A learner's attempts at an exam."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.assessment.data import Answer, AttemptFacts, Choice, QuestionData, QuestionKind


class ExamAttemptQuerySet(models.QuerySet["ExamAttempt"]):
    def of(self, user_id: int) -> "ExamAttemptQuerySet":
        return self.filter(user_id=user_id)

    def open(self) -> "ExamAttemptQuerySet":
        return self.filter(submitted_at=None)

    def submitted(self) -> "ExamAttemptQuerySet":
        return self.exclude(submitted_at=None)


class ExamAttempt(models.Model):
    """One attempt, with the questions as they were when drawn and every answer saved.

    `draw` holds the right answers: it stays on the server.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("learner"),
        related_name="exam_attempts",
        on_delete=models.CASCADE,
    )
    exam = models.ForeignKey(
        "pv_assessment.ExamPage", verbose_name=_("exam"), related_name="attempts", on_delete=models.CASCADE
    )
    number = models.PositiveIntegerField(_("attempt"))
    activity_iri = models.CharField(max_length=500)
    draw = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(_("started"))
    deadline = models.DateTimeField(_("deadline"), null=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True)
    raw_score = models.FloatField(_("points"), null=True)
    score = models.FloatField(_("score"), null=True, help_text=_("From 0 to 1."))
    passed = models.BooleanField(_("passed"), default=False)

    objects = ExamAttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("exam attempt")
        verbose_name_plural = _("exam attempts")
        ordering = ["-started_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "exam", "number"], name="pv_assessment_attempt_number"),
            models.UniqueConstraint(
                fields=["user", "exam"],
                condition=models.Q(submitted_at=None),
                name="pv_assessment_one_open_attempt",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exam_id} / {self.number}"

    def facts(self) -> AttemptFacts:
        return AttemptFacts(self.started_at, self.submitted_at, self.passed)

    def drawn(self) -> tuple[QuestionData, ...]:
        return tuple(question_from_json(row) for row in self.draw)

    def stored_answers(self) -> dict[int, Answer]:
        return {int(id): Answer(tuple(row["keys"]), row["version"]) for id, row in self.answers.items()}

    def submit(self, *, now: datetime, raw: float, score: float, passed: bool) -> bool:
        """Closes the attempt once: False when another request already did."""
        closed = ExamAttempt.objects.open().filter(pk=self.pk)
        return bool(closed.update(submitted_at=now, raw_score=raw, score=score, passed=passed))


def question_to_json(question: QuestionData) -> dict[str, object]:
    return {
        "id": question.id,
        "kind": question.kind.value,
        "text": question.text,
        "choices": [
            {
                "key": choice.key,
                "text": choice.text,
                "correct": choice.correct,
                "feedback": choice.feedback,
            }
            for choice in question.choices
        ],
        "explanation": question.explanation,
        "source": question.source,
    }


def question_from_json(row: dict) -> QuestionData:
    return QuestionData(
        id=row["id"],
        kind=QuestionKind(row["kind"]),
        text=row["text"],
        choices=tuple(Choice(**choice) for choice in row["choices"]),
        explanation=row["explanation"],
        source=row["source"],
    )


def answers_to_json(answers: dict[int, Answer]) -> dict[str, object]:
    return {str(id): {"keys": list(answer.keys), "version": answer.version} for id, answer in answers.items()}
