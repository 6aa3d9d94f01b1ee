"""Reminds learners of a session by e-mail, the day before, once."""

import logging
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django_tasks import task

from courses.learning.feeds import calendar_of_session
from courses.learning.models.enrolments import Enrolment
from courses.learning.models.sessions import Session
from courses.learning.sessions import session_of
from media.addresses import site_url
from media.mailing import subject_of

BEFORE = timedelta(hours=26)
logger = logging.getLogger(__name__)


@task(backend="heavy")
def remind(session_id: int) -> int:
    """Writes to each learner expected at the session, with its calendar file; how many letters left."""
    session = Session.objects.get(pk=session_id)
    expected = Enrolment.objects.filter(course_id=session.course_id)
    if session.cohort_id:
        expected = expected.filter(cohort_id=session.cohort_id)
    users = get_user_model()._default_manager.filter(is_active=True, pk__in=expected.values("user_id"))
    return sum(_letter(user, session) for user in users.order_by("pk"))


def _letter(user: object, session: Session) -> bool:
    info = session_of(user=user, uuid=session.uuid)
    address = getattr(user, "email", "")
    if info is None or not address:
        return False
    context = {"session": info, "user": user, "url": site_url() + info.url}
    letter = EmailMessage(
        subject=subject_of("learning/email/reminder_subject.txt", context),
        body=render_to_string("learning/email/reminder.txt", context),
        to=[address],
    )
    letter.attach("seance.ics", calendar_of_session(info, now=timezone.now()), "text/calendar")
    try:
        return bool(letter.send())
    except OSError:
        logger.exception("the reminder of session %s was not sent to user %s", session.pk, getattr(user, "pk", None))
        return False


def remind_of_tomorrow(*, now: datetime | None = None) -> int:
    """Asks the worker for the reminders of the sessions of the next 26 hours; how many sessions. Run every hour."""
    moment = now or timezone.now()
    due = Session.objects.filter(
        reminded_at=None, cancelled=False, starts_at__gt=moment, starts_at__lte=moment + BEFORE, course__live=True
    )
    asked = 0
    for session in due:
        # Whoever sets the date first sends: two runs at once remind once.
        if Session.objects.filter(pk=session.pk, reminded_at=None).update(reminded_at=moment):
            transaction.on_commit(lambda pk=session.pk: remind.enqueue(pk))  # type: ignore[misc]
            asked += 1
    return asked
