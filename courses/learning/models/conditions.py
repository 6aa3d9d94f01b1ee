"""What a trainer asks before a unit opens."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Orderable

from courses.learning.data import ConditionKind


class OpeningCondition(Orderable):
    """One condition; a unit opens once all of its conditions hold. It belongs to the page, so that it is drafted
    and published with it."""

    page = ParentalKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="opening_conditions")
    kind = models.CharField(
        _("what is needed"),
        max_length=12,
        default=ConditionKind.UNIT.value,
        choices=[
            (ConditionKind.UNIT.value, _("A part of the course is finished, or its session attended")),
            (ConditionKind.SCORE.value, _("A score is reached in a part of the course")),
            (ConditionKind.DATE.value, _("A date has come")),
        ],
    )
    required_page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("part of the course"),
        help_text=_("A lesson, an exam or a session of the same course."),
    )
    percent = models.PositiveSmallIntegerField(
        _("score in %"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    opens_at = models.DateTimeField(_("opens on"), null=True, blank=True)

    panels: ClassVar[list[object]] = [
        FieldPanel("kind"),
        PageChooserPanel("required_page"),
        FieldRowPanel([FieldPanel("percent"), FieldPanel("opens_at")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("condition of opening")
        verbose_name_plural = _("conditions of opening")

    def __str__(self) -> str:
        return f"{self.page_id} {self.kind}"

    def clean(self) -> None:
        """Each kind needs its own fields, and a part of the same course that is not the page itself."""
        super().clean()
        missing: dict[str, list[object]] = {}
        if self.kind == ConditionKind.DATE:
            if self.opens_at is None:
                missing["opens_at"] = [_("Say on which date it opens.")]
        elif self.required_page is None:
            missing["required_page"] = [_("Choose the part of the course to finish first.")]
        elif not self._is_elsewhere_in_the_course():
            missing["required_page"] = [_("Choose another part of the same course.")]
        if self.kind == ConditionKind.SCORE and self.percent is None:
            missing["percent"] = [_("Say which score is needed.")]
        if missing:
            raise ValidationError(missing)

    def _is_elsewhere_in_the_course(self) -> bool:
        """Units are two levels under their course; a page that is not placed yet is judged at its publication."""
        required = self.required_page
        path = getattr(self.page, "path", "") or ""
        if required is None or required.pk == self.page_id:
            return False
        steps = 2 * required.steplen
        return not path or (required.depth == self.page.depth and required.path[:-steps] == path[:-steps])
