"""What a spokesperson reads of a species or a milieu: its own words, its tensions, its sound and its pictures."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from modules.living.blocks import PhotographBlock, TensionBlock


class Portrayed(models.Model):
    """A record with a portrait. `threats` are short texts; `levers` maps a `Lever` to what can be done there."""

    opening = models.TextField(_("first words"), blank=True, help_text=_("One or two sentences, in the first person."))
    threats = models.JSONField(_("threats"), default=list, blank=True)
    levers = models.JSONField(_("what a local authority can do"), default=dict, blank=True)
    tensions = StreamField([("tension", TensionBlock())], verbose_name=_("tensions"), blank=True, default=list)
    plain_version = models.TextField(
        _("short version, to be read aloud"), blank=True, help_text=_("About 200 words, a minute and a half.")
    )
    audio = models.ForeignKey(
        "pv_library.CreditedMedia",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded reading"),
        help_text=_("A sound of the library; its transcript is shown under it."),
    )
    photographs = StreamField(
        [("photograph", PhotographBlock())], verbose_name=_("photographs"), blank=True, default=list
    )

    portrait_panels: ClassVar[list[Any]] = [
        FieldPanel("tensions"),
        MultiFieldPanel([FieldPanel("plain_version"), FieldPanel("audio")], heading=_("Read aloud")),
        FieldPanel("photographs"),
    ]

    class Meta:
        abstract = True
