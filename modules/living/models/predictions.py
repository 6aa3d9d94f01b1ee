"""What someone foresaw before a loss was shown: theirs alone."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Prediction(models.Model):
    """What one person foresaw of the same losses; `losses` are slugs, in order, joined by commas.

    `version`, `writer` and `writer_since` let two open pages be joined, as `courses.learning` joins notes.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("user")
    )
    losses = models.CharField(_("losses"), max_length=300)
    expected = models.JSONField(_("whom it would touch"), default=list, blank=True)
    words = models.TextField(_("in one’s own words"), blank=True)
    version = models.PositiveIntegerField(default=0)
    writer = models.CharField(max_length=36, blank=True)
    writer_since = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(_("made on"))

    class Meta:
        verbose_name = _("prediction")
        verbose_name_plural = _("predictions")
        ordering: ClassVar[list[str]] = ["-made_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "losses"], name="pv_living_prediction_once")
        ]

    def __str__(self) -> str:
        return self.losses
