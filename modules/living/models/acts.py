"""What someone may do after a loss: what it gives back, and the interactions that it holds."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel

from modules.living.data import Lever
from modules.living.models.interactions import Interaction
from modules.living.models.reviewing import Reviewed
from modules.living.models.species import Species

DOMAINS = [
    (Lever.WATER.value, _("Water")),
    (Lever.PLANNING.value, _("Planning")),
    (Lever.LIGHTING.value, _("Lighting")),
    (Lever.LAND.value, _("Land")),
    (Lever.FARMING.value, _("Farming")),
    (Lever.UPKEEP.value, _("Upkeep")),
]


class ActQuerySet(models.QuerySet["Act"]):
    def published(self) -> "ActQuerySet":
        return self.filter(live=True)


class Act(Reviewed, ClusterableModel):
    """An act of a local authority, tried on a loss: nodes that it gives back, interactions that it keeps met."""

    slug = models.SlugField(_("address"), unique=True)
    name = models.CharField(_("what is done"), max_length=120, help_text=_("As a verb: “Replant the hedge”."))
    domain = models.CharField(_("field of action"), max_length=12, choices=DOMAINS)
    description = models.TextField(_("how, and in how long"), blank=True)
    gives_back = ParentalManyToManyField(Species, blank=True, related_name="+", verbose_name=_("gives back"))
    holds = ParentalManyToManyField(
        Interaction,
        blank=True,
        related_name="+",
        verbose_name=_("holds these interactions"),
        help_text=_("Met by something else, although what they rested on is gone: a nest box for a hollow tree."),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects: ClassVar[models.Manager["Act"]] = models.Manager.from_queryset(ActQuerySet)()

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        ordering: ClassVar[list[str]] = ["position", "name"]

    def __str__(self) -> str:
        return self.name
