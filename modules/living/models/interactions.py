"""Who does what to whom, and who needs whom because of it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from modules.living.data import Dependent, Evidence, Necessity, Season
from modules.living.models.reviewing import Reviewed

NECESSITIES = [
    (Necessity.OBLIGATE.value, _("Obligate")),
    (Necessity.STRONG.value, _("Strong")),
    (Necessity.MEDIUM.value, _("Medium")),
    (Necessity.WEAK.value, _("Weak")),
]
# What a page says of the same.
LINKS_READ = {
    Necessity.OBLIGATE.value: _("a vital link"),
    Necessity.STRONG.value: _("a strong link"),
    Necessity.MEDIUM.value: _("a middling link"),
    Necessity.WEAK.value: _("a weak link"),
}
DEPENDENTS = [
    (Dependent.SOURCE.value, _("The source")),
    (Dependent.TARGET.value, _("The target")),
    (Dependent.BOTH.value, _("Both")),
    (Dependent.NONE.value, _("Neither")),
]
EVIDENCES = [
    (Evidence.OBSERVED.value, _("Observed")),
    (Evidence.LITERATURE.value, _("Read in a publication")),
    (Evidence.EXPERT.value, _("Said by an expert")),
    (Evidence.POTENTIAL.value, _("Possible")),
]
SEASONS = [
    (Season.ALL_YEAR.value, _("All year")),
    (Season.SPRING.value, _("Spring")),
    (Season.SUMMER.value, _("Summer")),
    (Season.AUTUMN.value, _("Autumn")),
    (Season.WINTER.value, _("Winter")),
]


class InteractionType(models.Model):
    """A kind of interaction: the label of GloBI, the address of the Relation Ontology, and our French both ways."""

    label = models.SlugField(_("GloBI label"), unique=True)
    uri = models.URLField(_("address in the Relation Ontology"), blank=True)
    wording = models.CharField(_("French, from source to target"), max_length=80)
    inverse_wording = models.CharField(_("French, from target to source"), max_length=80)
    is_food = models.BooleanField(_("the source eats of the target"), default=False)

    class Meta:
        verbose_name = _("type of interaction")
        verbose_name_plural = _("types of interaction")
        ordering: ClassVar[list[str]] = ["label"]

    def __str__(self) -> str:
        return self.wording


class InteractionQuerySet(models.QuerySet["Interaction"]):
    def published(self) -> "InteractionQuerySet":
        return self.filter(live=True, refuted=False)

    def sourced(self) -> "InteractionQuerySet":
        return self.exclude(reference="")

    def touching(self, species_id: int) -> "InteractionQuerySet":
        return self.filter(models.Q(source_id=species_id) | models.Q(target_id=species_id))

    def with_ends(self) -> "InteractionQuerySet":
        return self.select_related("type", "source", "target", "source__milieu", "target__milieu")


class Interaction(Reviewed):
    """A directed, typed link. Without a `reference` it is shown as to be confirmed, wherever it is used."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    source = models.ForeignKey(
        "pv_living.Species", on_delete=models.CASCADE, related_name="acts", verbose_name=_("source")
    )
    type = models.ForeignKey(InteractionType, on_delete=models.PROTECT, related_name="+", verbose_name=_("type"))
    target = models.ForeignKey(
        "pv_living.Species", on_delete=models.CASCADE, related_name="undergoes", verbose_name=_("target")
    )
    dependent = models.CharField(_("who depends on the other"), max_length=10, choices=DEPENDENTS)
    necessity = models.CharField(_("necessity"), max_length=10, choices=NECESSITIES)
    life_stage = models.CharField(_("life stage"), max_length=60, blank=True)
    season = models.CharField(_("season"), max_length=10, choices=SEASONS, default=Season.ALL_YEAR.value)
    evidence = models.CharField(_("evidence"), max_length=12, choices=EVIDENCES, default=Evidence.EXPERT.value)
    reference = models.TextField(_("reference"), blank=True, help_text=_("Citation, with DOI or address."))
    published_in = models.ForeignKey(
        "pv_living.Reference",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="interactions",
        verbose_name=_("reference of the library"),
        help_text=_("Written once, cited by many interactions; it takes the place of the text below."),
    )
    refuted = models.BooleanField(_("refuted"), default=False)

    objects: ClassVar[models.Manager["Interaction"]] = models.Manager.from_queryset(InteractionQuerySet)()

    class Meta:
        verbose_name = _("interaction")
        verbose_name_plural = _("interactions")
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["source", "type", "target", "life_stage", "season"], name="pv_living_interaction_once"
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def to_confirm(self) -> bool:
        return not self.reference
