"""Question banks: what exams are drawn from."""

import uuid
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from courses.assessment import rules
from courses.assessment.blocks import ChoiceBlock
from courses.assessment.data import Choice, QuestionData, QuestionKind

KINDS = [
    (QuestionKind.SINGLE.value, _("One right answer")),
    (QuestionKind.MULTIPLE.value, _("Several right answers")),
    (QuestionKind.TRUE_FALSE.value, _("True or false")),
]


def problem_text(problem: str) -> str:
    """What to do about a problem of `rules.question_problems`."""
    return {
        "too-few-choices": gettext("Write at least two choices."),
        "true-false-needs-two": gettext("A true or false question has exactly two choices."),
        "no-right-choice": gettext("Mark the right answer."),
        "several-right-choices": gettext(
            "Only one choice may be right, unless the question has several right answers."
        ),
    }[problem]


class QuestionBank(models.Model):
    """Questions that go together; an exam draws from one bank."""

    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    description = models.TextField(_("description"), blank=True)

    panels: ClassVar = [FieldPanel("title"), FieldPanel("slug"), FieldPanel("description")]

    class Meta:
        verbose_name = _("question bank")
        verbose_name_plural = _("question banks")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class QuestionQuerySet(models.QuerySet["Question"]):
    def active(self) -> "QuestionQuerySet":
        return self.filter(active=True)


class Question(models.Model):
    """One question; editing it never changes an attempt that already drew it."""

    bank = models.ForeignKey(
        QuestionBank, verbose_name=_("question bank"), related_name="questions", on_delete=models.CASCADE
    )
    key = models.CharField(max_length=80, editable=False, default="", blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=KINDS, default=QuestionKind.SINGLE.value)
    text = models.TextField(_("question"))
    choices = StreamField([("choice", ChoiceBlock())], verbose_name=_("choices"), min_num=2)
    explanation = models.TextField(
        _("explanation"), blank=True, help_text=_("Shown after the exam, whatever was answered.")
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    active = models.BooleanField(_("in use"), default=True, help_text=_("Only questions in use are drawn."))

    panels: ClassVar = [
        FieldPanel(name) for name in ("bank", "kind", "text", "choices", "explanation", "source", "active")
    ]
    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["bank", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["bank", "key"], condition=~models.Q(key=""), name="pv_assessment_question_key"
            )
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        super().clean()
        problems = rules.question_problems(
            QuestionKind(self.kind), [bool(block.value["correct"]) for block in self.choices]
        )
        if problems:
            raise ValidationError({"choices": [problem_text(problem) for problem in problems]})

    def data(self) -> QuestionData:
        return QuestionData(
            id=self.pk,
            kind=QuestionKind(self.kind),
            text=self.text,
            choices=tuple(
                Choice(
                    key=block.id or str(uuid.uuid5(uuid.NAMESPACE_OID, f"{self.pk}/{position}")),
                    text=block.value["text"],
                    correct=bool(block.value["correct"]),
                    feedback=block.value["feedback"] or "",
                )
                for position, block in enumerate(self.choices)
            ),
            explanation=self.explanation,
            source=self.source,
        )
