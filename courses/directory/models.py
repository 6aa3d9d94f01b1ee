"""Territories, experts, and the trace of the messages relayed to them."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.directory.data import ListingState


class Territory(models.Model):
    """A région or a département of the official geographic code."""

    class Kind(models.TextChoices):
        REGION = "region", _("Region")
        DEPARTEMENT = "departement", _("Département")

    class Zone(models.TextChoices):
        METRO = "metro", _("Mainland France and Corsica")
        DROM = "drom", _("Overseas")

    kind = models.CharField(_("kind"), max_length=11, choices=Kind.choices)
    code = models.CharField(_("code"), max_length=3)
    name = models.CharField(_("name"), max_length=80)
    region = models.ForeignKey(
        "self",
        verbose_name=_("region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="departements",
    )
    zone = models.CharField(_("zone"), max_length=5, choices=Zone.choices)
    millesime = models.PositiveSmallIntegerField(_("year of the code"))

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "code"], name="pv_directory_territory_unique"),
            models.CheckConstraint(
                condition=models.Q(kind="region", region=None) | models.Q(kind="departement", region__isnull=False),
                name="pv_directory_territory_departement_has_region",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})" if self.kind == self.Kind.DEPARTEMENT else self.name


class ExpertQuerySet(models.QuerySet["Expert"]):
    """Queries that read as sentences; whether a credential is valid is certification's to say."""

    def opted_in(self) -> "ExpertQuerySet":
        return self.filter(listed=True)

    def not_withheld(self) -> "ExpertQuerySet":
        return self.filter(withheld_at=None)

    def filled_in(self) -> "ExpertQuerySet":
        return self.exclude(presentation="").filter(
            models.Exists(Expert.territories.through.objects.filter(expert=models.OuterRef("pk")))
        )

    def candidates(self) -> "ExpertQuerySet":
        """Those whom only the lack of a valid credential can still hide."""
        return self.opted_in().not_withheld().filled_in()


class Expert(models.Model):
    """What a certified facilitator says of themself; shown only if they ask for it, and certified today."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), on_delete=models.CASCADE, related_name="directory_expert"
    )
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    display_name = models.CharField(_("name shown"), max_length=120)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    presentation = models.TextField(_("presentation"), max_length=1200, blank=True)
    website = models.URLField(_("website"), blank=True)
    territories = models.ManyToManyField(Territory, verbose_name=_("territories"), blank=True, related_name="experts")
    listed = models.BooleanField(_("asks to appear"), default=False)
    listed_at = models.DateTimeField(_("asked on"), null=True, blank=True)
    withheld_at = models.DateTimeField(_("withdrawn by the team on"), null=True, blank=True)
    withheld_reason = models.TextField(_("reason for the withdrawal"), blank=True)
    sort_name = models.CharField(max_length=150, editable=False)
    search_text = models.TextField(editable=False)
    created_at = models.DateTimeField(_("created on"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated on"), auto_now=True)

    objects: ClassVar[Any] = ExpertQuerySet.as_manager()

    class Meta:
        verbose_name = _("expert")
        verbose_name_plural = _("experts")
        ordering: ClassVar[list[str]] = ["sort_name", "pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["listed", "sort_name"], name="pv_directory_listed"),
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_absolute_url(self) -> str:
        return reverse("directory:expert", args=[self.slug])

    def state(self, *, located: bool) -> ListingState:
        """The facts that rules decide on; the caller says whether a territory is ticked."""
        return ListingState(
            opted_in=self.listed,
            withheld=self.withheld_at is not None,
            described=bool(self.presentation),
            located=located,
        )


class ContactMessageQuerySet(models.QuerySet["ContactMessage"]):
    def since(self, moment: datetime) -> "ContactMessageQuerySet":
        return self.filter(sent_at__gte=moment)


class ContactMessage(models.Model):
    """The trace of a relayed message: who wrote to whom and when. What was written is not kept."""

    class Status(models.TextChoices):
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Not sent")

    expert = models.ForeignKey(Expert, verbose_name=_("expert"), on_delete=models.CASCADE, related_name="messages")
    sender_name = models.CharField(_("sender"), max_length=120)
    sender_email = models.EmailField(_("sender's e-mail address"))
    sender_organisation = models.CharField(_("sender's organisation"), max_length=200, blank=True)
    sender_mark = models.CharField(max_length=64, editable=False, db_index=True)
    status = models.CharField(_("status"), max_length=6, choices=Status.choices)
    sent_at = models.DateTimeField(_("written on"), db_index=True)

    objects: ClassVar[Any] = ContactMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message to an expert")
        verbose_name_plural = _("messages to experts")
        ordering: ClassVar[list[str]] = ["-sent_at"]

    def __str__(self) -> str:
        return f"{self.sender_name} → {self.expert}"
