"""Where species live together."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from modules.living.models.portraits import Portrayed
from modules.living.models.reviewing import Reviewed


class MilieuQuerySet(models.QuerySet["Milieu"]):
    def published(self) -> "MilieuQuerySet":
        return self.filter(live=True)


class Milieu(Portrayed, Reviewed):
    """A milieu, with its code in a published typology of habitats."""

    slug = models.SlugField(_("address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    portrait = models.TextField(_("portrait"), blank=True, help_text=_("A few paragraphs."))
    typology = models.CharField(_("typology"), max_length=40, default="EUNIS", help_text=_("EUNIS, HABREF, CORINE…"))
    code = models.CharField(_("code"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(_("position in the landscape"), default=0)

    objects: ClassVar[models.Manager["Milieu"]] = models.Manager.from_queryset(MilieuQuerySet)()

    class Meta:
        verbose_name = _("milieu")
        verbose_name_plural = _("milieus")
        ordering: ClassVar[list[str]] = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/vivant/milieux/{self.slug}/"
