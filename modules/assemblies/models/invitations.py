"""Invitations. What opens them is never stored: only its hash is."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from modules.assemblies.data import Channel, InvitationFacts
from modules.assemblies.models.assemblies import Assembly
from modules.assemblies.models.memberships import Membership

CHANNELS = [(Channel.EMAIL.value, _("E-mail")), (Channel.LETTER.value, _("Printed letter"))]


class InvitationSending(models.Model):
    """E-mails of invitation asked for at once, sent by a task; `done` counts people handled, `failed` not reached."""

    assembly = models.ForeignKey(
        Assembly, on_delete=models.CASCADE, related_name="invitation_sendings", verbose_name=_("assembly")
    )
    asked_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked on"))
    finished_at = models.DateTimeField(_("finished on"), null=True)
    total = models.PositiveIntegerField(_("people"), default=0)
    done = models.PositiveIntegerField(_("handled"), default=0)
    failed = models.PositiveIntegerField(_("not reached"), default=0)

    class Meta:
        verbose_name = _("sending of invitations")
        verbose_name_plural = _("sendings of invitations")
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"{self.assembly} · {self.done}/{self.total}"


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
    # Where the e-mail went: the address that accepting proves, whatever is written on the list since.
    address = models.EmailField(_("sent to"), blank=True)
    sending = models.ForeignKey(
        InvitationSending, on_delete=models.SET_NULL, null=True, blank=True, related_name="invitations"
    )
    failed_at = models.DateTimeField(_("e-mail not sent on"), null=True, blank=True)
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
        return InvitationFacts(
            self.sent_at, self.opened_at, self.accepted_at, self.withdrawn_at, self.expires_at, self.failed_at
        )


class CodeAttempt(models.Model):
    """A code that opened nothing: when, and a mark of the connection it came from (never its address)."""

    mark = models.CharField(max_length=64, db_index=True)
    tried_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("wrong code")
        verbose_name_plural = _("wrong codes")

    def __str__(self) -> str:
        return f"{self.tried_at:%Y-%m-%d %H:%M}"
