"""Forwarding: every new statement goes to another record store, after the learner has been answered.

A statement is marked as waiting in the row that keeps it, so it waits exactly if it was kept. It is unmarked once the
other store has it; what is sent again after a crash is recognised there by its id.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from courses.records.models import Forwarding, ForwardingState, Statement, StatementQuerySet
from courses.records.xapi.sending import Delivered, Destination, Unavailable, deliver

BATCH = 50
FIRST_DELAY = timedelta(minutes=1)
LONGEST_DELAY = timedelta(hours=6)
MARKED_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class ForwardingInfo:
    """Where the statements stand on their way to another record store; `error` is a stable id."""

    url: str
    waiting: int = 0
    refused: int = 0
    sent: int = 0
    last_sent_at: datetime | None = None
    error: str = ""
    error_detail: str = ""
    error_at: datetime | None = None
    next_try_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Forwarded:
    """What one run sent; `next_try_at` when it could not go on, `busy` when another run was sending."""

    sent: int = 0
    refused: int = 0
    next_try_at: datetime | None = None
    busy: bool = False


def destination() -> Destination | None:
    """Where statements go, if the site says so."""
    url: str = getattr(settings, "PV_RECORDS_FORWARD_URL", "")
    if not url:
        return None
    return Destination(url.rstrip("/"), settings.PV_RECORDS_FORWARD_KEY, settings.PV_RECORDS_FORWARD_SECRET)


def first_state() -> ForwardingState:
    """How a new statement is marked."""
    return ForwardingState.WAITING if destination() else ForwardingState.NOTHING


def delay_after(failures: int, asked: timedelta = timedelta()) -> timedelta:
    """How long to wait after so many failures in a row: a minute, twice as long each time, six hours at most.

    A longer delay that the other store `asked` for is respected within the same bound.
    """
    doubled = FIRST_DELAY * 2 ** min(failures - 1, 20)
    return min(LONGEST_DELAY, max(doubled, asked))


def send_waiting(*, clock: Callable[[], datetime] = timezone.now, patient: bool = True) -> Forwarded:
    """Sends what waits, oldest first, until nothing does or the other store cannot take more.

    One sender works at a time. A `patient` one does nothing before the delay after a failure has passed.
    """
    target = destination()
    state = Forwarding.objects.lease(target.url, clock()) if target else None
    if not target or not state:
        return Forwarded(busy=target is not None)
    try:
        if patient and state.next_try_at and state.next_try_at > clock():
            return Forwarded(next_try_at=state.next_try_at)
        return _send_all(target, state, clock)
    finally:
        state.release()


def _send_all(target: Destination, state: Forwarding, clock: Callable[[], datetime]) -> Forwarded:
    sent = refused = 0
    failures = state.failures
    while batch := list(_marked(ForwardingState.WAITING).oldest_first()[:BATCH]):
        try:
            delivered = deliver(target, batch)
        except Unavailable as problem:
            again = clock() + delay_after(failures + 1, problem.asked_delay)
            state.note_failure(problem.id, problem.detail, clock(), again)
            return Forwarded(sent, refused, again)
        failures = 0
        _settle(delivered, state, clock())
        sent, refused = sent + len(delivered.taken), refused + len(delivered.refused)
    return Forwarded(sent, refused)


def _settle(delivered: Delivered, state: Forwarding, now: datetime) -> None:
    _mark(delivered.taken, ForwardingState.NOTHING)
    _mark(delivered.refused, ForwardingState.REFUSED)
    state.note_sent(len(delivered.taken), now)


def _marked(how: ForwardingState) -> StatementQuerySet:
    return Statement.objects.filter(forwarding=how)


def _mark(ids: Collection[UUID], how: ForwardingState) -> None:
    if ids:
        Statement.objects.filter(pk__in=list(ids)).update(forwarding=how)


def try_refused_again() -> int:
    """Marks what the other store refused as waiting once more; returns how many."""
    return _marked(ForwardingState.REFUSED).update(forwarding=ForwardingState.WAITING)


def queue_everything() -> int:
    """Marks every statement as waiting, those kept before the setting too; returns how many were not."""
    count = 0
    rows = _marked(ForwardingState.NOTHING).order_by()
    while ids := list(rows.values_list("pk", flat=True)[:MARKED_AT_ONCE]):
        _mark(ids, ForwardingState.WAITING)
        count += len(ids)
    return count


def forget_delay() -> None:
    """The next run does not wait for the delay after a failure."""
    if target := destination():
        Forwarding.objects.filter(url=target.url).update(next_try_at=None)


def forwarding_info() -> ForwardingInfo | None:
    """Where forwarding stands, in three queries; None when no destination is set."""
    target = destination()
    if not target:
        return None
    state = Forwarding.objects.filter(url=target.url).first() or Forwarding(url=target.url)
    return ForwardingInfo(
        url=target.url,
        waiting=_marked(ForwardingState.WAITING).count(),
        refused=_marked(ForwardingState.REFUSED).count(),
        sent=state.sent,
        last_sent_at=state.last_sent_at,
        error=state.error,
        error_detail=state.error_detail,
        error_at=state.error_at,
        next_try_at=state.next_try_at,
    )
