"""HTTP in and out of sessions and of the calendar, for learners."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.learning import api
from courses.learning.attending import SessionInfo

YEARS = range(2020, 2100)


def _expected(request: HttpRequest, uuid: UUID) -> SessionInfo:
    session = api.session_of(user=request.user, uuid=uuid)
    if session is None:
        raise Http404
    return session


@login_required
@require_safe
def session(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A session: when, where, and whether one was there."""
    return render(request, "learning/session.html", {"session": _expected(request, uuid)})


@login_required
@require_safe
def session_file(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A session, for another calendar."""
    content = api.calendar_of_session(_expected(request, uuid), now=timezone.now())
    return _calendar(content, "seance.ics")


@login_required
@require_POST
def confirm(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The learner is there, and types the code that the trainer gives."""
    told = _expected(request, uuid)
    try:
        api.confirm_presence(user=request.user, uuid=uuid, code=request.POST.get("code", ""))
    except api.WrongCode:
        messages.error(request, _("This is not the code of this session. Ask the trainer to say it again."))
    except api.NotTheTime:
        messages.error(request, _("Presence is confirmed during the session. Afterwards, the trainer can mark it."))
    else:
        messages.success(request, _("Your presence is recorded. Thank you."))
    return redirect(told.url)


@login_required
@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """A month of dates; the current one when the address asks for none that exists."""
    first = _month(request.GET.get("mois", "")) or timezone.localdate().replace(day=1)
    context: dict[str, Any] = {
        "month": api.month_of(user=request.user, first=first),
        "feed": request.build_absolute_uri(reverse("learning:feed", args=[api.feed_key(user=request.user)])),
    }
    response = render(request, "learning/agenda.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _month(text: str) -> date | None:
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return first if first.year in YEARS else None


@login_required
@require_POST
def renew_feed(request: HttpRequest) -> HttpResponse:
    """A new private address; the former one is closed."""
    api.feed_key(user=request.user, renew=True)
    messages.success(request, _("Here is your new address. The former one is closed."))
    return redirect(f"{reverse('learning:agenda')}#abonnement")


@require_safe
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """All the dates of whoever this secret address belongs to: calendars do not sign in."""
    content = api.calendar_of_key(key)
    if content is None:
        raise Http404
    return _calendar(content, "porte-voix.ics")


def _calendar(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
