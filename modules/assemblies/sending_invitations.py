"""Sends the e-mails of invitation, one by one, by the task worker; what each person got is written down."""

import logging
from datetime import datetime, timedelta

from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks import task

from media.addresses import site_url
from media.mailing import subject_of
from modules.assemblies.models import Invitation, InvitationSending
from modules.assemblies.secrets_of_invitations import hash_of, new_secret

logger = logging.getLogger(__name__)
# A worker that stopped on its way leaves its sending unfinished; it may then be taken up again.
STOPPED_AFTER = timedelta(minutes=30)


@task(backend="heavy")
def send_invitations(sending_id: int) -> int:
    """Writes to everybody of a sending who was not written to yet; how many e-mails left."""
    sending = InvitationSending.objects.select_related("assembly", "asked_by").get(pk=sending_id)
    connection = mail.get_connection()
    with translation.override("fr"):
        sent = sum(_handled(invitation, sending, connection) for invitation in _left(sending))
    _finish(sending)
    return sent


def _finish(sending: InvitationSending) -> None:
    """Counts what came of it from the invitations: a worker that died on its way had counted some only."""
    every = Invitation.objects.filter(sending=sending)
    handled = every.exclude(sent_at=None, failed_at=None, withdrawn_at=None)
    failed = handled.filter(sent_at=None, withdrawn_at=None).count()
    InvitationSending.objects.filter(pk=sending.pk).update(
        finished_at=timezone.now(), done=handled.count(), failed=failed
    )


def resume(*, sending: InvitationSending, now: datetime) -> bool:
    """Asks the worker once more for a sending that stopped on its way."""
    stopped = InvitationSending.objects.filter(pk=sending.pk, finished_at=None, asked_at__lt=now - STOPPED_AFTER)
    # The date moves: a second click, or a second coordinator, waits as long again.
    if not stopped.update(asked_at=now):
        return False
    send_invitations.enqueue(sending.pk)
    return True


def _left(sending: InvitationSending) -> list[Invitation]:
    """Those still to write to; whoever was invited again or withdrawn meanwhile is not."""
    waiting = Invitation.objects.filter(sending=sending, sent_at=None, failed_at=None)
    return list(waiting.select_related("membership__species").order_by("pk"))


def _handled(invitation: Invitation, sending: InvitationSending, connection: BaseEmailBackend) -> bool:
    """Draws the token, sends it, writes down what came of it; whoever was invited anew meanwhile is passed over.

    The invitation is taken before writing: of two workers one writes, and one that dies leaves it as not sent.
    """
    token = new_secret().token
    mine = Invitation.objects.filter(pk=invitation.pk)
    waiting = mine.filter(sent_at=None, failed_at=None, withdrawn_at=None)
    known = bool(waiting.update(token_hash=hash_of(token), failed_at=timezone.now()))
    sent = known and _sent(invitation, sending, token, connection)
    if sent:
        mine.update(sent_at=timezone.now(), failed_at=None)
    failed = F("failed") + int(known and not sent)
    InvitationSending.objects.filter(pk=sending.pk).update(done=F("done") + 1, failed=failed)
    return sent


def _sent(invitation: Invitation, sending: InvitationSending, token: str, connection: BaseEmailBackend) -> bool:
    try:
        return bool(_letter(invitation, sending, token, connection).send())
    except Exception:
        # Whatever a mail service raises concerns this person only: the others are written to all the same.
        logger.exception("invitation %s was not sent", invitation.pk)
        return False


def _letter(
    invitation: Invitation, sending: InvitationSending, token: str, connection: BaseEmailBackend
) -> EmailMultiAlternatives:
    context = {
        "place": invitation.membership,
        "assembly": sending.assembly,
        "from_name": sending.asked_by.name if sending.asked_by else "",
        "url": site_url() + reverse("assemblies:invitation", args=[token]),
        "expires_at": invitation.expires_at,
    }
    letter = EmailMultiAlternatives(
        subject=subject_of("assemblies/email/invitation_subject.txt", context),
        body=render_to_string("assemblies/email/invitation.txt", context),
        to=[invitation.address],
        connection=connection,
    )
    letter.attach_alternative(render_to_string("assemblies/email/invitation.html", context), "text/html")
    return letter
