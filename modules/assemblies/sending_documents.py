"""Announces a document by e-mail to those who have an address, by the task worker; what each got is written down."""

import logging
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks import task

from media.addresses import site_url
from media.mailing import subject_of
from modules.assemblies.models import Delivery, Sending

logger = logging.getLogger(__name__)
# A worker that stopped on its way leaves its sending unfinished; it may then be taken up again.
STOPPED_AFTER = timedelta(minutes=30)


@task(backend="heavy")
def send_document(sending_id: int) -> int:
    """Writes to everybody of a sending who was not written to yet; how many e-mails left."""
    sending = Sending.objects.select_related("document__assembly", "document__meeting").filter(pk=sending_id).first()
    if sending is None:
        return 0  # The document was withdrawn meanwhile.
    with translation.override("fr"):
        sent = sum(_handled(delivery, sending) for delivery in _left(sending))
    _finish(sending)
    return sent


def _finish(sending: Sending) -> None:
    """Counts what came of it from the deliveries: a worker that died on its way had counted some only."""
    written_to = Delivery.objects.filter(document=sending.document_id).exclude(membership__email="")
    Sending.objects.filter(pk=sending.pk).update(
        finished_at=timezone.now(),
        done=written_to.exclude(announced_at=None, failed_at=None).count(),
        failed=written_to.filter(announced_at=None, failed_at__isnull=False).count(),
    )


@transaction.atomic
def resume_sending(*, sending: Sending, now: datetime) -> bool:
    """Asks the worker once more for a sending that stopped on its way, or for the e-mails that did not leave."""
    stopped = Sending.objects.filter(pk=sending.pk, finished_at=None, asked_at__lt=now - STOPPED_AFTER)
    failed = Sending.objects.filter(pk=sending.pk, finished_at__isnull=False, failed__gt=0)
    if failed.update(asked_at=now, finished_at=None, done=F("done") - F("failed"), failed=0):
        Delivery.objects.filter(document=sending.document_id, announced_at=None).update(failed_at=None)
    elif not stopped.update(asked_at=now):
        return False
    transaction.on_commit(lambda: send_document.enqueue(sending.pk))
    return True


def _left(sending: Sending) -> list[Delivery]:
    waiting = Delivery.objects.filter(document=sending.document_id, announced_at=None, failed_at=None)
    return list(waiting.exclude(membership__email="").select_related("membership").order_by("pk"))


def _handled(delivery: Delivery, sending: Sending) -> bool:
    """Takes the delivery before writing: of two workers one writes, and a worker that dies leaves it as not sent."""
    mine = Delivery.objects.filter(pk=delivery.pk)
    if not mine.filter(announced_at=None, failed_at=None).update(failed_at=timezone.now()):
        return False
    sent = _sent(delivery, sending)
    if sent:
        mine.update(announced_at=timezone.now(), failed_at=None)
    Sending.objects.filter(pk=sending.pk).update(done=F("done") + 1, failed=F("failed") + int(not sent))
    return sent


def _sent(delivery: Delivery, sending: Sending) -> bool:
    try:
        return bool(_letter(delivery, sending).send())
    except Exception:
        # Whatever a mail service raises concerns this person only: the others are written to all the same.
        logger.exception("document of delivery %s was not announced", delivery.pk)
        return False


def _letter(delivery: Delivery, sending: Sending) -> EmailMultiAlternatives:
    document = sending.document
    context = {
        "place": delivery.membership,
        "assembly": document.assembly,
        "document": document,
        "url": site_url() + reverse("assemblies:documents", args=[document.assembly.slug]),
    }
    letter = EmailMultiAlternatives(
        subject=subject_of("assemblies/email/document_subject.txt", context),
        body=render_to_string("assemblies/email/document.txt", context),
        to=[delivery.membership.email],
    )
    letter.attach_alternative(render_to_string("assemblies/email/document.html", context), "text/html")
    return letter
