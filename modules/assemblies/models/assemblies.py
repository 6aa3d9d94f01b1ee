"""The assembly itself: its territory, milieus, calendar, mandate, and the colleges set before anything is drawn."""

from datetime import datetime
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from modules.assemblies.data import AssemblyState, DateKind, Scale

# `/assemblees/entrer/` is where invitations open.
ENTRANCE = "entrer"
SCALES = [
    (Scale.COMMUNE.value, _("Commune")),
    (Scale.EPCI.value, _("Grouping of communes")),
    (Scale.DEPARTEMENT.value, _("Département")),
    (Scale.REGION.value, _("Region")),
    (Scale.PARK.value, _("Regional nature park")),
    (Scale.STATE.value, _("The State")),
    (Scale.CATCHMENT.value, _("River catchment")),
    (Scale.LIVING_AREA.value, _("Living area")),
    (Scale.BIOREGION.value, _("Bioregion")),
    (Scale.COMMUNES.value, _("A few communes, chosen freely")),
]
ASSEMBLY_STATES = [
    (AssemblyState.PREPARING.value, _("In preparation")),
    (AssemblyState.AT_WORK.value, _("At work")),
    (AssemblyState.CLOSED.value, _("Closed")),
]
DATE_KINDS = [
    (DateKind.FESTIVE.value, _("Festive event")),
    (DateKind.DRAW.value, _("Drawing of lots")),
    (DateKind.COLLECTIVE.value, _("Collective time on a milieu")),
    (DateKind.MEETING.value, _("Meeting of the assembly")),
    (DateKind.COMMITMENTS.value, _("Commitments of the elected officials")),
]


class Assembly(models.Model):
    """A microparlement, somewhere.

    `territory_code` is a code of the official geography or of the directory (`departement-35`) when the scale has
    one; `communes` lists names when the set is free. `tensions` holds values of living's `Tension`.
    """

    slug = models.SlugField(_("address"), unique=True, max_length=80)
    name = models.CharField(_("name"), max_length=120)
    scale = models.CharField(_("scale of the territory"), max_length=12, choices=SCALES, default=Scale.COMMUNE.value)
    territory = models.CharField(_("name of the territory"), max_length=160)
    territory_code = models.CharField(_("code of the territory"), max_length=40, blank=True)
    communes = models.JSONField(_("communes"), default=list, blank=True)
    milieus = models.ManyToManyField("pv_living.Milieu", blank=True, related_name="+", verbose_name=_("milieus"))
    tensions = models.JSONField(_("tensions at stake"), default=list, blank=True)
    mandate = models.TextField(_("mandate"), blank=True)
    limits = models.TextField(_("limits of the mandate"), blank=True)
    state = models.CharField(_("state"), max_length=12, choices=ASSEMBLY_STATES, default=AssemblyState.PREPARING.value)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    course = models.ForeignKey(
        "pv_learning.CoursePage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("the spokespeople's course"),
    )
    # The greatest number ever given to someone of the list: a number is never used again.
    last_number = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("created on"), auto_now_add=True)

    class Meta:
        verbose_name = _("assembly")
        verbose_name_plural = _("assemblies")
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("assemblies:overview", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        if self.slug == ENTRANCE:
            raise ValidationError({"slug": _("This address is the door of every assembly: choose another one.")})


class College(models.Model):
    """The members attentive to one milieu."""

    assembly = models.ForeignKey(
        Assembly, on_delete=models.CASCADE, related_name="colleges", verbose_name=_("assembly")
    )
    milieu = models.ForeignKey("pv_living.Milieu", on_delete=models.PROTECT, related_name="+", verbose_name=_("milieu"))
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("college")
        verbose_name_plural = _("colleges")
        ordering: ClassVar[list[str]] = ["assembly", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["assembly", "name"], name="pv_assemblies_college_name_once"),
            models.UniqueConstraint(fields=["assembly", "milieu"], name="pv_assemblies_college_milieu_once"),
        ]

    def __str__(self) -> str:
        return self.name


class AssemblyDateQuerySet(models.QuerySet["AssemblyDate"]):
    def to_come(self, now: datetime) -> "AssemblyDateQuerySet":
        return self.filter(starts_at__gte=now)

    def concerning(self, college_id: int | None) -> "AssemblyDateQuerySet":
        """Everybody's dates and this college's own."""
        return self.filter(models.Q(college=None) | models.Q(college=college_id))


class AssemblyDate(models.Model):
    """A dated meeting; without a college it is everybody's."""

    assembly = models.ForeignKey(Assembly, on_delete=models.CASCADE, related_name="dates", verbose_name=_("assembly"))
    kind = models.CharField(_("kind"), max_length=12, choices=DATE_KINDS, default=DateKind.MEETING.value)
    title = models.CharField(_("title"), max_length=160)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    college = models.ForeignKey(
        College, on_delete=models.CASCADE, null=True, blank=True, related_name="dates", verbose_name=_("college")
    )
    run_sheet = models.ForeignKey(
        "pv_assemblies.RunSheet",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("run sheet"),
    )

    objects: ClassVar[models.Manager["AssemblyDate"]] = models.Manager.from_queryset(AssemblyDateQuerySet)()

    class Meta:
        verbose_name = _("date of an assembly")
        verbose_name_plural = _("dates of an assembly")
        ordering: ClassVar[list[str]] = ["starts_at", "pk"]

    def __str__(self) -> str:
        return self.title
