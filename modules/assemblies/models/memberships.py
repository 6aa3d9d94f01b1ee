"""Who is in an assembly, for whom they speak, and the calls made to them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from modules.assemblies.data import Given, Role
from modules.assemblies.models.assemblies import Assembly, College

ROLES = [
    (Role.MEMBER.value, _("Member")),
    (Role.COORDINATOR.value, _("Coordinator")),
    (Role.GARANT.value, _("Citizen garant (pilot fish)")),
    (Role.ADMINISTRATION.value, _("Member of the administration")),
    (Role.ELECTED.value, _("Referent elected official")),
    (Role.FACILITATOR.value, _("Facilitator, from outside")),
]
GIVEN = [(Given.LOT.value, _("Drawn by lot")), (Given.CHOICE.value, _("By choice"))]


class MembershipQuerySet(models.QuerySet["Membership"]):
    def with_voice(self) -> "MembershipQuerySet":
        return self.select_related("assembly", "college__milieu", "species")

    def speaking(self) -> "MembershipQuerySet":
        """Those who speak for a species or may."""
        return self.filter(speaks=True)


class Membership(models.Model):
    """Someone in an assembly. Its user is known once they accepted; its number names them in draws and letters."""

    assembly = models.ForeignKey(
        Assembly, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("assembly")
    )
    number = models.PositiveIntegerField(_("number on the list"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="assembly_memberships",
        verbose_name=_("user"),
    )
    name = models.CharField(_("first and last name"), max_length=120)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    postal_address = models.TextField(_("postal address"), blank=True)
    role = models.CharField(_("role"), max_length=14, choices=ROLES, default=Role.MEMBER.value)
    speaks = models.BooleanField(_("speaks for a species"), default=True)
    college = models.ForeignKey(
        College,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("college"),
    )
    species = models.ForeignKey(
        "pv_living.Species",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("species"),
    )
    given = models.CharField(_("how the species was given"), max_length=6, choices=GIVEN, blank=True)
    spare = models.BooleanField(_("substitute"), default=False)
    created_at = models.DateTimeField(_("added on"), auto_now_add=True)
    joined_at = models.DateTimeField(_("joined on"), null=True, blank=True)

    objects: ClassVar[models.Manager["Membership"]] = models.Manager.from_queryset(MembershipQuerySet)()

    class Meta:
        verbose_name = _("person of an assembly")
        verbose_name_plural = _("people of an assembly")
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["assembly", "number"], name="pv_assemblies_number_once"),
            models.UniqueConstraint(
                fields=["assembly", "user"], condition=models.Q(user__isnull=False), name="pv_assemblies_user_once"
            ),
            models.UniqueConstraint(
                fields=["assembly", "email"], condition=~models.Q(email=""), name="pv_assemblies_email_once"
            ),
            models.UniqueConstraint(
                fields=["assembly", "species"],
                condition=models.Q(species__isnull=False),
                name="pv_assemblies_species_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CallNote(models.Model):
    """“Called on the 12th”: a date and a few words, never a judgement."""

    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="call_notes", verbose_name=_("person")
    )
    called_on = models.DateField(_("called on"))
    caller = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("caller")
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("call note")
        verbose_name_plural = _("call notes")
        ordering: ClassVar[list[str]] = ["-called_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.membership} · {self.called_on}"
