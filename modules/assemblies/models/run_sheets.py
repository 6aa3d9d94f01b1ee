"""How a collective time is run: what to bring, and what happens minute by minute."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField


class MomentBlock(blocks.StructBlock):
    """A moment of the run sheet."""

    minutes = blocks.IntegerBlock(label=_("minutes"), min_value=1, max_value=480)
    title = blocks.CharBlock(label=_("what is done"), max_length=120)
    instructions = blocks.RichTextBlock(label=_("how"), features=["bold", "italic", "ol", "ul"])

    class Meta:
        label = _("Moment")
        icon = "time"


class MomentsBlock(blocks.StreamBlock):
    moment = MomentBlock()


class RunSheet(models.Model):
    """For the facilitator; any collective time may follow it."""

    slug = models.SlugField(_("address"), unique=True)
    title = models.CharField(_("title"), max_length=120)
    aim = models.TextField(_("what it is for"), blank=True)
    material = models.TextField(_("material"), blank=True, help_text=_("One thing a line."))
    moments = StreamField(MomentsBlock(), verbose_name=_("moments"), blank=True)
    provenance = models.CharField(_("where it comes from"), max_length=200, blank=True)

    panels: ClassVar[list[Any]] = [
        FieldPanel("title"),
        FieldPanel("slug"),
        FieldPanel("aim"),
        FieldPanel("material"),
        FieldPanel("moments"),
        FieldPanel("provenance"),
    ]

    class Meta:
        verbose_name = _("run sheet")
        verbose_name_plural = _("run sheets")
        ordering: ClassVar[list[str]] = ["title"]

    def __str__(self) -> str:
        return self.title

    @property
    def things(self) -> list[str]:
        return [line.strip() for line in self.material.splitlines() if line.strip()]
