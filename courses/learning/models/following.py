"""What is kept for those who follow learners: when a unit was first opened, how a re-derivation goes."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.learning.models.enrolments import Enrolment
from courses.learning.models.units import Unit


class UnitOpening(models.Model):
    """When a learner first opened a unit."""

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, related_name="openings", db_index=False, verbose_name=_("enrolment")
    )
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="openings", verbose_name=_("unit"))
    opened_at = models.DateTimeField(_("first opened on"))

    class Meta:
        verbose_name = _("opening of a unit")
        verbose_name_plural = _("openings of units")
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["enrolment", "unit"], name="pv_learning_opened_first_once")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} → {self.unit_id}"


class Rederivation(models.Model):
    """Everyone's progress in a course, derived again after its outline changed: how far that is."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for its turn")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        FAILED = "failed", _("Stopped by a problem")
        REPLACED = "replaced", _("Replaced by a later one")

    course = models.ForeignKey(
        "pv_learning.CoursePage", on_delete=models.CASCADE, related_name="rederivations", verbose_name=_("course")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField(_("asked for on"))
    moved_at = models.DateTimeField(_("last step on"))
    total = models.PositiveIntegerField(_("learners"), default=0)
    seen = models.PositiveIntegerField(_("learners derived"), default=0)
    changed = models.PositiveIntegerField(_("enrolments changed"), default=0)
    problem = models.CharField(_("problem"), max_length=12, blank=True)
    # The activities of which another score counts since, by IRI.
    regraded = models.JSONField(default=list)

    class Meta:
        verbose_name = _("derivation of progress")
        verbose_name_plural = _("derivations of progress")
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"{self.course_id} {self.state}"
