"""What every record of the living world has: a draft, a history, and who reviewed it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import DraftStateMixin, RevisionMixin

from modules.living.data import Confidence

CONFIDENCES = [
    (Confidence.HIGH.value, _("High")),
    (Confidence.MEDIUM.value, _("Medium")),
    (Confidence.LOW.value, _("Low, to check before publishing")),
]
# What a page says of the same: an editor's reminder is nothing to readers.
CONFIDENCES_READ = {
    Confidence.HIGH.value: _("High"),
    Confidence.MEDIUM.value: _("Medium"),
    Confidence.LOW.value: pgettext_lazy("confidence, to readers", "Low"),
}


class Reviewed(DraftStateMixin, RevisionMixin, models.Model):
    """A record with drafts and history, that an ecologist reviews; unreviewed, it says so wherever it is shown."""

    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reviewed by"),
    )
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    provenance = models.TextField(_("where it comes from"), blank=True)
    confidence = models.CharField(_("confidence"), max_length=10, choices=CONFIDENCES, default=Confidence.MEDIUM.value)

    review_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [
                FieldPanel("provenance"),
                FieldPanel("confidence"),
                FieldPanel("reviewed_by"),
                FieldPanel("reviewed_on"),
            ],
            heading=_("Review"),
        )
    ]

    class Meta:
        abstract = True
