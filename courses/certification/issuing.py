"""Issues one credential, once, and tells its holder."""

import logging
import secrets
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone

from courses.certification import rules
from courses.certification.data import Evidence
from courses.certification.models import STATUS_LIST_SIZE, Achievement, Credential, NumberSequence
from media.addresses import site_url
from media.mailing import subject_of

logger = logging.getLogger(__name__)


def issue(*, user: Any, achievement: Achievement, evidence: Evidence, now: datetime) -> Credential | None:
    """The credential issued; None when another request has just issued it.

    The database holds to one live credential for a person and an achievement: a double click and two tabs
    end here.
    """
    # What evaluates may know only the person's id: their name and address are read here.
    holder = get_user_model()._default_manager.get(pk=user.pk)
    try:
        with transaction.atomic():
            credential = _create(holder, achievement, evidence, now)
    except IntegrityError:
        return None
    transaction.on_commit(lambda: tell(credential, holder), robust=True)
    return credential


def _create(user: Any, achievement: Achievement, evidence: Evidence, now: datetime) -> Credential:
    Credential.objects.filter(user_id=user.pk, achievement=achievement, live=True).exclude(
        pk__in=Credential.objects.standing_at(now)
    ).update(live=False)
    year = timezone.localtime(now).year
    return Credential.objects.create(
        number=rules.number_of(year, NumberSequence.take(year)),
        achievement=achievement,
        user_id=user.pk,
        # Never the e-mail address: without a name, the holder is asked for it on the certificate's page.
        holder_name=" ".join(str(user.get_full_name()).split()),
        issued_at=now,
        expires_at=rules.expires_at(now, achievement.validity_months),
        score=evidence.exam_score,
        snapshot=achievement.snapshot(),
        status_index=free_status_index(),
    )


def free_status_index() -> int:
    """A place in the status list that nobody has, drawn at random so that it tells no order of issue."""
    while True:
        index = secrets.randbelow(STATUS_LIST_SIZE)
        if not Credential.objects.filter(status_index=index).exists():
            return index


def tell(credential: Credential, user: Any) -> None:
    """Writes to the holder that the certificate is there; a mail server that fails loses nothing else."""
    address = getattr(user, user.get_email_field_name(), "")
    if not address:
        return
    base = site_url()
    context = {
        "credential": credential,
        "url": base + credential.get_absolute_url(),
        "pdf_url": base + credential.pdf_url(),
        "site_url": base,
    }
    message = EmailMultiAlternatives(
        subject=subject_of("certification/email/issued_subject.txt", context),
        body=render_to_string("certification/email/issued.txt", context),
        to=[address],
    )
    message.attach_alternative(render_to_string("certification/email/issued.html", context), "text/html")
    try:
        message.send()
    except OSError:
        logger.exception("e-mail about certificate %s was not sent", credential.number)
