"""Lots drawn in the open, and species asked for by an assembly."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from modules.assemblies.models.assemblies import Assembly
from modules.assemblies.models.memberships import Membership


class Draw(models.Model):
    """One drawing of lots: the seed, what went in and what came out, kept as it was so that anyone can redo it.

    `entry` holds the places and people by number; `result` what was drawn. Neither holds a name.
    """

    assembly = models.ForeignKey(Assembly, on_delete=models.CASCADE, related_name="draws", verbose_name=_("assembly"))
    phrase = models.CharField(_("public phrase"), max_length=160)
    seed = models.CharField(_("seed"), max_length=200)
    entry = models.JSONField(_("what went in"))
    result = models.JSONField(_("what came out"))
    drawn_at = models.DateTimeField(_("drawn on"))
    drawn_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("drawn by")
    )

    cancelled_at = models.DateTimeField(_("cancelled on"), null=True, blank=True)
    cancel_reason = models.CharField(_("why it was cancelled"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("drawing of lots")
        verbose_name_plural = _("drawings of lots")
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return self.seed


class SpeciesRequest(models.Model):
    """A local species that an assembly wishes to hear; an ecologist writes or reviews its record."""

    assembly = models.ForeignKey(
        Assembly, on_delete=models.CASCADE, related_name="species_requests", verbose_name=_("assembly")
    )
    asked_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked on"))
    name = models.CharField(_("French name"), max_length=120)
    reason = models.TextField(_("why this species, here"), max_length=600, blank=True)
    species = models.ForeignKey(
        "pv_living.Species",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("its record"),
    )

    class Meta:
        verbose_name = _("species asked for")
        verbose_name_plural = _("species asked for (plural)")
        ordering: ClassVar[list[str]] = ["-asked_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["assembly", "name"], name="pv_assemblies_species_asked_once")
        ]

    def __str__(self) -> str:
        return self.name
