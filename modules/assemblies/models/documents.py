"""Documents sent to an assembly, and who received and opened them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from modules.assemblies.data import Audience
from modules.assemblies.models.assemblies import Assembly, AssemblyDate, College
from modules.assemblies.models.memberships import ROLES, Membership

AUDIENCES = [
    (Audience.EVERYBODY.value, _("Everybody")),
    (Audience.COLLEGE.value, _("A college")),
    (Audience.ROLE.value, _("A role")),
]


class Document(models.Model):
    """A file for an assembly's people, to be read before a meeting when it has one."""

    assembly = models.ForeignKey(
        Assembly, on_delete=models.CASCADE, related_name="documents", verbose_name=_("assembly")
    )
    title = models.CharField(_("title"), max_length=160)
    message = models.TextField(_("a word to go with it"), blank=True, max_length=1000)
    file = models.FileField(_("file"), upload_to="assemblies/%Y")
    filename = models.CharField(_("name of the file"), max_length=160)
    content_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    meeting = models.ForeignKey(
        AssemblyDate,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("to read before"),
    )
    audience = models.CharField(_("sent to"), max_length=10, choices=AUDIENCES, default=Audience.EVERYBODY.value)
    college = models.ForeignKey(
        College, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("college")
    )
    role = models.CharField(_("role"), max_length=14, choices=ROLES, blank=True)
    added_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("added by")
    )
    added_at = models.DateTimeField(_("added on"))

    class Meta:
        verbose_name = _("document of an assembly")
        verbose_name_plural = _("documents of an assembly")
        ordering: ClassVar[list[str]] = ["-added_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class Sending(models.Model):
    """One sending of a document, done by a task; `done` counts people handled, `failed` those not reached."""

    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="sendings", verbose_name=_("document")
    )
    asked_at = models.DateTimeField(_("asked on"))
    finished_at = models.DateTimeField(_("finished on"), null=True)
    total = models.PositiveIntegerField(_("people"), default=0)
    done = models.PositiveIntegerField(_("handled"), default=0)
    failed = models.PositiveIntegerField(_("not reached"), default=0)

    class Meta:
        verbose_name = _("sending")
        verbose_name_plural = _("sendings")
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"{self.document} · {self.done}/{self.total}"


class Delivery(models.Model):
    """A document and one person: given, announced by e-mail when they have one, opened."""

    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("document")
    )
    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("person")
    )
    given_at = models.DateTimeField(_("given on"))
    announced_at = models.DateTimeField(_("announced by e-mail on"), null=True)
    failed_at = models.DateTimeField(_("e-mail not sent on"), null=True)
    opened_at = models.DateTimeField(_("opened on"), null=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["document", "membership"], name="pv_assemblies_delivery_once")
        ]

    def __str__(self) -> str:
        return f"{self.document} → {self.membership}"
