"""One row for every published unit page, whatever its type, so that a whole outline is one query."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.learning.data import CompletionKind


class UnitQuerySet(models.QuerySet["Unit"]):
    def published(self) -> "UnitQuerySet":
        """Units that learners see: the page, its chapter and its course are live."""
        return self.filter(page__live=True, chapter__live=True, course__live=True)

    def in_outline_order(self) -> "UnitQuerySet":
        return self.order_by("page__path")

    def required(self) -> "UnitQuerySet":
        return self.filter(optional=False)


class Unit(models.Model):
    """What the outline knows of a unit page. The order and the title are the page's own.

    The row outlives an unpublication, so that its address (`uuid`) and what was completed stay.
    """

    page = models.OneToOneField(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="learning_unit", verbose_name=_("page")
    )
    course = models.ForeignKey(
        "pv_learning.CoursePage", on_delete=models.CASCADE, related_name="units", verbose_name=_("course")
    )
    chapter = models.ForeignKey(
        "pv_learning.ChapterPage", on_delete=models.CASCADE, related_name="units", verbose_name=_("chapter")
    )
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=100)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=0)
    optional = models.BooleanField(_("optional"), default=False)
    requires_previous = models.BooleanField(_("requires the previous units"), default=False)
    open_to_all = models.BooleanField(_("open without enrolment"), default=False)
    completion_kind = models.CharField(_("completed by"), max_length=20, default=CompletionKind.AUTOMATIC.value)
    # What the completion kind asks for: hundredths of a score, or minutes.
    minimum = models.PositiveSmallIntegerField(default=0)
    # One object a condition: "kind", "page", "percent", "at" (ISO 8601).
    conditions = models.JSONField(_("conditions of opening"), default=list)
    # One object a session: "cohort" (or null), "at" (ISO 8601).
    dates = models.JSONField(_("dates"), default=list)
    # One object a content: "id", "title", "scores" (whether it can report a score).
    contents = models.JSONField(_("H5P contents"), default=list)

    objects: ClassVar[models.Manager["Unit"]] = models.Manager.from_queryset(UnitQuerySet)()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"


class UnitActivity(models.Model):
    """An H5P content played in a unit; the same content may be played in several."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="activities")
    content_id = models.PositiveBigIntegerField()
    activity_iri = models.CharField(max_length=500, db_index=True)

    class Meta:
        verbose_name = _("activity of a unit")
        verbose_name_plural = _("activities of units")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["unit", "content_id"], name="pv_learning_one_activity_a_unit")
        ]

    def __str__(self) -> str:
        return self.activity_iri
