"""What the worker does for the records: forwarding, when statements were kept and after each failure."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from courses.records import forwarding

# Statements of half a minute go together; one task is asked for in that time, by each process.
PATIENCE = timedelta(seconds=30)


class _Alarm:
    """When this process has asked for the next run."""

    rings_at: datetime | None = None


@task(backend="heavy")
def forward_statements() -> dict[str, int]:
    """Sends what waits; asks to run again, later each time, while the other store cannot be reached."""
    done = forwarding.send_waiting()
    if done.next_try_at:
        ask_to_forward(at=done.next_try_at)
    return {"sent": done.sent, "refused": done.refused}


def ask_to_forward(*, at: datetime | None = None) -> None:
    """Asks the worker to send what waits, not before `at`."""
    backend = forward_statements.get_backend()
    if at is None or not backend.supports_defer:
        at = None
    forward_statements.using(run_after=at).enqueue()


def wake_after_commit() -> None:
    """Asks the worker to send, once the statements are really kept; a failure to ask is only logged.

    No query when nothing is forwarded, nor when this process has asked already.
    """
    if forwarding.destination():
        transaction.on_commit(_wake, robust=True)


def _wake() -> None:
    now = timezone.now()
    if _Alarm.rings_at and now < _Alarm.rings_at:
        return
    if not forward_statements.get_backend().supports_defer:
        return
    _Alarm.rings_at = now + PATIENCE
    ask_to_forward(at=_Alarm.rings_at)
