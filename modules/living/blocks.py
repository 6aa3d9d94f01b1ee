"""What a portrait is made of, beside its text: hours, months, tensions and photographs."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock

from modules.living.data import DayKind, Tension, YearKind

DAY_KINDS = [(DayKind.ACTIVE.value, _("Awake")), (DayKind.REST.value, _("At rest"))]
YEAR_KINDS = [
    (YearKind.ACTIVE.value, _("Active")),
    (YearKind.BREEDING.value, _("Breeding")),
    (YearKind.YOUNG.value, _("Raising the young")),
    (YearKind.FLOWERING.value, _("Flowering")),
    (YearKind.FRUITING.value, _("Fruit and seeds")),
    (YearKind.MIGRATION.value, _("Journey")),
    (YearKind.REST.value, _("Winter rest")),
]
TENSIONS = [
    (Tension.RESOURCES.value, _("How land and natural resources are managed")),
    (Tension.URBANISATION.value, _("Building over living places")),
    (Tension.FARMING.value, _("What farming does to wild life")),
    (Tension.WATER.value, _("Fresh water and drinking water")),
    (Tension.IGNORANCE.value, _("What the public service does not know of the living")),
    (Tension.CONFLICTS.value, _("Conflicts with some societies of living beings")),
    (Tension.AGENCY.value, _("Too little built on what the living can do")),
]


class HoursBlock(blocks.StructBlock):
    """A stretch of the day, from an hour to another; it may pass midnight."""

    start = blocks.IntegerBlock(label=_("from (hour)"), min_value=0, max_value=23)
    end = blocks.IntegerBlock(label=_("to (hour)"), min_value=0, max_value=24)
    kind = blocks.ChoiceBlock(label=_("kind"), choices=DAY_KINDS, default=DayKind.ACTIVE.value)
    text = blocks.CharBlock(label=_("what it does, in the first person"), max_length=200)

    class Meta:
        label = _("Hours")
        icon = "time"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned = super().clean(value)
        if cleaned["start"] == cleaned["end"]:
            wrong = ValidationError(_("Give two different hours; from 0 to 24 is the whole day."))
            raise StructBlockValidationError(block_errors={"end": wrong})
        return cleaned


class MonthsBlock(blocks.StructBlock):
    """A stretch of the year, both months included; it may pass the new year."""

    start = blocks.ChoiceBlock(label=_("from"), choices=list(MONTHS.items()))
    end = blocks.ChoiceBlock(label=_("to"), choices=list(MONTHS.items()))
    kind = blocks.ChoiceBlock(label=_("kind"), choices=YEAR_KINDS, default=YearKind.ACTIVE.value)
    text = blocks.CharBlock(label=_("what it does, in the first person"), max_length=200)

    class Meta:
        label = _("Months")
        icon = "calendar"


class TensionBlock(blocks.StructBlock):
    """One of the seven tensions, and how it shows here."""

    tension = blocks.ChoiceBlock(label=_("tension"), choices=TENSIONS)
    text = blocks.TextBlock(label=_("how it shows here"))

    class Meta:
        label = _("Tension")
        icon = "warning"


class PhotographBlock(blocks.StructBlock):
    """A photograph of the library; its credit and alternative text travel with it."""

    image = ImageChooserBlock(label=_("image"))
    caption = blocks.CharBlock(label=_("caption"), required=False)
    place = blocks.CharBlock(label=_("place"), required=False, help_text=_("Never shown for a sensitive species."))

    class Meta:
        label = _("Photograph")
        icon = "image"


def stream(kind: str, values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """`values` as a stream of blocks of that kind, as it is stored."""
    return [{"type": kind, "value": value} for value in values]
