"""Invitations. What opens them is never stored: only its hash is."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from modules.assemblies.data import Channel, InvitationFacts
from modules.assemblies.models.memberships import Membership

CHANNELS = [(Channel.EMAIL.value, _("E-mail")), (Channel.LETTER.value, _("Printed letter"))]


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open_at(self, now: datetime) -> "InvitationQuerySet":
        return self.filter(withdrawn_at=None, expires_at__gt=now)


class Invitation(models.Model):
    """One invitation of one person; the newest of a person counts, the others are withdrawn.

    `token_hash` is of the long token of an e-mail's link or a letter's QR code; `code_hash` of the short code that is
    typed. Once accepted, the short code alone opens nothing: it names the account whose password is then asked for.
    """

    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("person")
    )
    channel = models.CharField(_("channel"), max_length=6, choices=CHANNELS)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    code_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)
    created_at = models.DateTimeField(_("created on"))
    expires_at = models.DateTimeField(_("expires on"))
    sent_at = models.DateTimeField(_("sent on"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened on"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted on"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True)

    objects: ClassVar[models.Manager["Invitation"]] = models.Manager.from_queryset(InvitationQuerySet)()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"{self.membership} · {self.get_channel_display()}"

    def facts(self) -> InvitationFacts:
        """What rules decide the state on."""
        return InvitationFacts(self.sent_at, self.opened_at, self.accepted_at, self.withdrawn_at, self.expires_at)


class CodeAttempt(models.Model):
    """A code that opened nothing: when, and a mark of the connection it came from (never its address)."""

    mark = models.CharField(max_length=64, db_index=True)
    tried_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("wrong code")
        verbose_name_plural = _("wrong codes")

    def __str__(self) -> str:
        return f"{self.tried_at:%Y-%m-%d %H:%M}"
