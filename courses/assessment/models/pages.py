"""The exam as a unit of a course."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField

from courses.assessment import api
from courses.assessment.data import ExamTerms, MultipleGrading
from courses.learning.data import CompletionKind
from courses.learning.models import UnitPage

GRADINGS = [
    (MultipleGrading.ALL_OR_NOTHING.value, _("All or nothing: exactly the right choices")),
    (MultipleGrading.PARTIAL.value, _("Partial: right choices less wrong ones")),
]


class ExamPage(UnitPage):
    """An exam drawn from a question bank and graded on the server."""

    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link", "ul"])
    bank = models.ForeignKey(
        "pv_assessment.QuestionBank",
        verbose_name=_("question bank"),
        related_name="exams",
        on_delete=models.PROTECT,
    )
    draw_count = models.PositiveSmallIntegerField(_("questions drawn"), default=10, validators=[MinValueValidator(1)])
    pass_mark = models.FloatField(
        _("pass mark"),
        default=0.7,
        validators=[MinValueValidator(0.01), MaxValueValidator(1)],
        help_text=_("From 0 to 1: 0.7 is seven right answers out of ten."),
    )
    attempts_per_day = models.PositiveSmallIntegerField(
        _("attempts a day"), default=2, validators=[MinValueValidator(1)]
    )
    time_limit_minutes = models.PositiveSmallIntegerField(
        _("time limit in minutes"), null=True, blank=True, help_text=_("Leave empty for as long as needed.")
    )
    multiple_grading = models.CharField(
        _("questions with several right answers"),
        max_length=14,
        choices=GRADINGS,
        default=MultipleGrading.ALL_OR_NOTHING.value,
    )

    fixed_completion_kind: ClassVar[CompletionKind | None] = CompletionKind.RECORDED
    content_panels: ClassVar[Sequence[Any]] = [
        *UnitPage.content_panels,
        FieldPanel("introduction"),
        MultiFieldPanel(
            [
                FieldPanel("bank"),
                FieldPanel("draw_count"),
                FieldPanel("pass_mark"),
                FieldPanel("multiple_grading"),
                FieldPanel("attempts_per_day"),
                FieldPanel("time_limit_minutes"),
            ],
            heading=_("Exam"),
        ),
        *UnitPage.unit_panels,
    ]
    template = "assessment/exam_page.html"

    class Meta:
        verbose_name = _("exam")
        verbose_name_plural = _("exams")

    def terms(self) -> ExamTerms:
        return ExamTerms(
            draw_count=self.draw_count,
            pass_mark=self.pass_mark,
            attempts_per_day=self.attempts_per_day,
            time_limit_minutes=self.time_limit_minutes,
            multiple_grading=MultipleGrading(self.multiple_grading),
        )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return {**context, "exam": api.exam_view(user=request.user, page=self)}
