"""A species that someone speaks for, or another node of the web that it is linked to."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from modules.living.blocks import HoursBlock, MonthsBlock
from modules.living.data import Nature, RedListCategory
from modules.living.models.portraits import Portrayed
from modules.living.models.reviewing import Reviewed

NATURES = [
    (Nature.SPECIES.value, _("Species")),
    (Nature.TAXON.value, _("Taxon")),
    (Nature.GROUP.value, _("Group of species")),
    (Nature.RESOURCE.value, _("Resource")),
]
RED_LIST = [
    (RedListCategory.EX.value, _("EX: extinct")),
    (RedListCategory.EW.value, _("EW: extinct in the wild")),
    (RedListCategory.RE.value, _("RE: gone from the region")),
    (RedListCategory.CR.value, _("CR: critically endangered")),
    (RedListCategory.EN.value, _("EN: endangered")),
    (RedListCategory.VU.value, _("VU: vulnerable")),
    (RedListCategory.NT.value, _("NT: near threatened")),
    (RedListCategory.LC.value, _("LC: least concern")),
    (RedListCategory.DD.value, _("DD: not enough data")),
    (RedListCategory.NA.value, _("NA: not applicable")),
    (RedListCategory.NE.value, _("NE: not evaluated")),
]

# What TAXREF's codes of ranks stand for; another code is shown as it is.
RANKS = {
    "ES": _("rank of species"),
    "SSES": _("rank of subspecies"),
    "GN": _("rank of genus"),
    "FM": _("rank of family"),
    "OR": _("rank of order"),
    "CL": _("rank of class"),
}


class SpeciesQuerySet(models.QuerySet["Species"]):
    def published(self) -> "SpeciesQuerySet":
        return self.filter(live=True)

    def spoken_for(self) -> "SpeciesQuerySet":
        """The species that have a page and can be given to a spokesperson."""
        return self.filter(milieu__isnull=False)


class Species(Portrayed, Reviewed):
    """A node of the web. One with a milieu has a page and may be given to a spokesperson.

    Taxonomy follows TAXREF: CD_NOM is the name's number, CD_REF the accepted name's. `needs` are short texts.
    `field_notes` keeps, field by field, provenance and confidence.
    """

    slug = models.SlugField(_("address"), unique=True)
    nature = models.CharField(_("nature"), max_length=10, choices=NATURES, default=Nature.SPECIES.value)
    vernacular_name = models.CharField(_("French name"), max_length=120)
    other_names = models.CharField(_("other French names"), max_length=255, blank=True)
    short_name = models.CharField(
        _("name with its article"), max_length=80, blank=True, help_text=_("As in a sentence: “la loutre”.")
    )
    scientific_name = models.CharField(_("scientific name"), max_length=160, blank=True)
    author = models.CharField(_("author of the name"), max_length=160, blank=True)
    rank = models.CharField(_("rank"), max_length=30, blank=True)
    cd_nom = models.PositiveIntegerField("CD_NOM", null=True, blank=True)
    cd_ref = models.PositiveIntegerField("CD_REF", null=True, blank=True)
    group = models.CharField(_("group"), max_length=80, blank=True)
    milieu = models.ForeignKey(
        "pv_living.Milieu", on_delete=models.PROTECT, null=True, blank=True, related_name="species"
    )
    status = models.CharField(_("status in France"), max_length=60, blank=True)
    red_list = models.CharField(_("red-list category"), max_length=2, choices=RED_LIST, blank=True)
    red_list_scope = models.CharField(_("scope of the red list"), max_length=80, blank=True)
    red_list_year = models.PositiveSmallIntegerField(_("year of the red list"), null=True, blank=True)
    red_list_source = models.CharField(_("source of the red list"), max_length=255, blank=True)
    exhaustive_diet = models.BooleanField(
        _("its list of food is complete"),
        default=False,
        help_text=_("Only then may losing all of it mean that the species is lost."),
    )
    sensitive = models.BooleanField(_("sensitive: no precise place is ever shown"), default=False)
    ecology = models.TextField(_("ecology"), blank=True)
    needs = models.JSONField(_("needs"), default=list, blank=True)
    day_text = models.TextField(_("my day"), blank=True, help_text=_("In the first person."))
    day = StreamField([("hours", HoursBlock())], verbose_name=_("hours of the day"), blank=True, default=list)
    year_text = models.TextField(_("my year"), blank=True, help_text=_("In the first person."))
    year = StreamField([("months", MonthsBlock())], verbose_name=_("months of the year"), blank=True, default=list)
    places = models.TextField(
        _("where to look for it"), blank=True, help_text=_("Kinds of places; never shown for a sensitive species.")
    )
    field_notes = models.JSONField(_("notes field by field"), default=dict, blank=True)
    sources = models.TextField(_("sources"), blank=True)

    calendar_panels: ClassVar[Sequence[Any]] = [
        MultiFieldPanel([FieldPanel("day_text"), FieldPanel("day")], heading=_("My day")),
        MultiFieldPanel([FieldPanel("year_text"), FieldPanel("year")], heading=_("My year")),
    ]

    objects: ClassVar[models.Manager["Species"]] = models.Manager.from_queryset(SpeciesQuerySet)()

    class Meta:
        verbose_name = _("species")
        verbose_name_plural = _("species (plural)")
        ordering: ClassVar[list[str]] = ["vernacular_name"]
        permissions: ClassVar[list[tuple[str, Any]]] = [
            ("review_living", _("Can review the records of the living world"))
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["cd_nom"], condition=models.Q(cd_nom__isnull=False), name="pv_living_species_cd_nom_once"
            )
        ]

    def __str__(self) -> str:
        return self.vernacular_name or self.scientific_name or str(_("Species without a name"))

    @property
    def red_list_name(self) -> str:
        """The category in words, without its code."""
        return str(self.get_red_list_display()).partition(":")[2].strip()

    @property
    def red_list_where(self) -> str:
        """The list's scope and year, as far as they are known."""
        return ", ".join(str(known) for known in (self.red_list_scope, self.red_list_year) if known)

    @property
    def rank_name(self) -> str:
        return str(RANKS.get(self.rank, self.rank))

    def get_absolute_url(self) -> str:
        return f"/vivant/especes/{self.slug}/"
