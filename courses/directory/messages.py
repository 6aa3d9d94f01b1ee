"""Relaying a visitor's message to an expert, without ever showing an address.

The form carries a signed moment: it proves that a page was opened, for whom and when. What is written leaves by
e-mail and is not kept; a trace of who wrote to whom is, to answer complaints and to slow robots down.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from courses.directory import rules
from courses.directory.data import MessageVerdict, Traffic
from courses.directory.models import ContactMessage, Expert

SALT = "pv_directory.contact"
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Letter:
    """What a visitor wrote, already checked by the form."""

    name: str
    email: str
    organisation: str
    text: str


class DeliveryFailed(Exception):
    """The e-mail could not leave; nothing of the visitor's text is lost, they may send it again."""


def new_token(*, expert_id: int, now: datetime) -> str:
    """What the form carries: for whom it was opened and when, signed."""
    return signing.dumps([expert_id, now.timestamp()], salt=SALT)


def age_of(token: str, *, expert_id: int, now: datetime) -> timedelta | None:
    """The time since the form was opened for this expert; None when the token proves nothing."""
    try:
        whose, opened_at = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    age = timedelta(seconds=now.timestamp() - opened_at)
    return age if whose == expert_id and age >= timedelta() else None


def renewed_token(token: str, *, expert_id: int, now: datetime) -> str:
    """The same token while it is good, so that correcting a field takes no longer; else a new one."""
    age = age_of(token, expert_id=expert_id, now=now)
    return token if age is not None and age <= rules.SLOWEST else new_token(expert_id=expert_id, now=now)


def verdict(*, expert_id: int, trap: str, token: str, connection: str, now: datetime) -> MessageVerdict:
    """Whether a message may leave now; `connection` is the visitor's network address."""
    age = age_of(token, expert_id=expert_id, now=now)
    return rules.message_verdict(trap=trap, age=age, traffic=_traffic(expert_id, _mark(connection), now))


def relay(*, expert_id: int, letter: Letter, connection: str, now: datetime) -> None:
    """Sends the letter to the expert, who answers it directly. Raises `DeliveryFailed`."""
    expert = Expert.objects.select_related("user").get(pk=expert_id)
    trace = ContactMessage(
        expert=expert,
        sender_name=letter.name,
        sender_email=letter.email,
        sender_organisation=letter.organisation,
        sender_mark=_mark(connection),
        sent_at=now,
        status=ContactMessage.Status.SENT,
    )
    try:
        _email(expert, letter).send()
    except (OSError, SMTPException) as error:
        logger.exception("message to expert %s not sent", expert_id)
        trace.status = ContactMessage.Status.FAILED
        raise DeliveryFailed from error
    finally:
        trace.save()


def _email(expert: Expert, letter: Letter) -> EmailMessage:
    user: Any = expert.user
    return EmailMessage(
        subject=_("%(name)s writes to you through the Porte-Voix directory") % {"name": letter.name},
        body=render_to_string("directory/email/message.txt", {"expert": expert, "letter": letter}),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[getattr(user, user.get_email_field_name())],
        reply_to=[letter.email],
    )


def _traffic(expert_id: int, mark: str, now: datetime) -> Traffic:
    lately = ContactMessage.objects.since(now - rules.TRAFFIC_WINDOW).filter(sender_mark=mark)
    experts = list(lately.values_list("expert_id", flat=True))
    return Traffic(
        from_sender=len(experts),
        from_sender_to_expert=experts.count(expert_id),
        to_expert=ContactMessage.objects.since(now - rules.EXPERT_WINDOW).filter(expert_id=expert_id).count(),
    )


def _mark(connection: str) -> str:
    """A mark that recognises a connection for a while without keeping its address."""
    return salted_hmac(SALT, connection, algorithm="sha256").hexdigest()
