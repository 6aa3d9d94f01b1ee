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
