"""A trainer looks at the courses as a learner sees them: read-only, for half an hour, written in the site's history.

Only the dashboard and the course pages are shown as the learner's. What they write for themself is hidden: every
panel and page that is not known to be shared, and whatever a unit shows only to the one who is recorded.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from courses.learning.following import email_of, in_history, name_of
from courses.learning.models.enrolments import Enrolment

MAY_LOOK = "pv_learning.look_as_learner"
STAFF = "wagtailadmin.access_admin"
SESSION_KEY = "learning_looking"
LASTS = timedelta(minutes=30)
BEGUN, ENDED = "learning.look", "learning.look_end"
SAFE = frozenset(("GET", "HEAD", "OPTIONS"))
COURSES = "/formations/"
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "ALTER", "CREATE", "DROP", "TRUNCATE", "MERGE")


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looks, at whom, from which enrolment; `name` is the learner's."""

    trainer: Any
    learner: Any
    enrolment_id: int
    name: str


def may_be_looked_at(user: Any) -> bool:
    """Nobody looks as someone of the staff: they would borrow more than a learner's eyes."""
    return bool(user.is_active and not user.is_staff and not user.is_superuser and not user.has_perm(STAFF))


def begin(request: HttpRequest, *, enrolment: Enrolment, now: datetime | None = None) -> None:
    """The person of `request` looks as the learner of this enrolment from now on. Raises `PermissionDenied`."""
    if not request.user.has_perm(MAY_LOOK) or not may_be_looked_at(enrolment.user):
        raise PermissionDenied
    until = (now or timezone.now()) + LASTS
    request.session[SESSION_KEY] = {"enrolment": enrolment.pk, "by": request.user.pk, "until": until.timestamp()}
    _log(enrolment, BEGUN, request.user)


def end(request: HttpRequest) -> int | None:
    """Back to one's own eyes; the id of the enrolment that was looked from, if any."""
    kept = request.session.pop(SESSION_KEY, None)
    if kept is None:
        return None
    enrolment = Enrolment.objects.select_related("user").filter(pk=kept["enrolment"]).first()
    if enrolment is None:
        return None
    _log(enrolment, ENDED, request.user)
    return int(enrolment.pk)


def _log(enrolment: Enrolment, action: str, by: Any) -> None:
    whom = name_of(enrolment.user) or email_of(enrolment.user)
    data = {"learner": enrolment.user_id, "name": whom}
    log(instance=enrolment, action=action, user=by, title=in_history(enrolment), data=data)


def looking_of(request: HttpRequest, *, now: datetime | None = None) -> Looking | None:
    """Whom the person of `request` looks as; None when they do not, may not any more, or have for half an hour."""
    kept = request.session.get(SESSION_KEY) if hasattr(request, "session") else None
    if not kept or kept["by"] != request.user.pk or (now or timezone.now()).timestamp() > kept["until"]:
        return None
    learner = get_user_model()._default_manager.filter(enrolments=kept["enrolment"]).first()
    if learner is None or not request.user.has_perm(MAY_LOOK) or not may_be_looked_at(learner):
        return None
    return Looking(request.user, learner, kept["enrolment"], name_of(learner) or email_of(learner))


class LookingMiddleware:
    """Shows the learner's pages with their eyes, refuses every write, and hides what is private."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        own = reverse("learning:dashboard")
        if not request.path.startswith((own, COURSES)):
            return self.get_response(request)
        looking = looking_of(request)
        if looking is None:
            return self.get_response(request)
        request.looking = looking  # type: ignore[attr-defined]
        if request.method not in SAFE or (request.path != own and request.path.startswith(own)):
            return render(request, "learning/looking_refused.html", status=403)
        request.user = looking.learner
        with without_writing():
            return self.get_response(request)


@contextmanager
def without_writing() -> Iterator[None]:
    """Inside, a query that would write raises `PermissionDenied`: a page that forgot to ask cannot change anything."""
    with _guarded(list(connections)):
        yield


@contextmanager
def _guarded(aliases: list[str]) -> Iterator[None]:
    if not aliases:
        yield
        return
    with connections[aliases[0]].execute_wrapper(_refuse_writes), _guarded(aliases[1:]):
        yield


def _refuse_writes(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    if str(sql).lstrip("( \n").upper().startswith(WRITES):
        raise PermissionDenied("looking-only")
    return execute(sql, params, many, context)
