"""Entering by an invitation: the code is typed, or the link opens; only a POST accepts.

The link's token leaves the address at once for the session: it stays in no history, no log of a next page, and a
scanner of e-mails that keeps no cookie goes no further.
"""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from media.addresses import visitor_address
from modules.assemblies.accounts import site_accounts
from modules.assemblies.data import AssemblyRefused
from modules.assemblies.joining import (
    accept_as,
    accept_as_new,
    choose_password,
    door_for,
    enter_with_password,
    invitation_by_id,
    invitation_of_code,
    invitation_of_token,
    note_opened,
)
from modules.assemblies.joining_forms import CodeForm, JoinForm, NewPasswordForm, PasswordForm
from modules.assemblies.joining_rules import Door
from modules.assemblies.models import Invitation
from modules.assemblies.wording import refusal_text

HELD = "assemblies_invitation"
# A computer that many people use forgets an invitation that somebody left there.
HELD_FOR = timedelta(hours=1)
# Without a password the telephone is the key: it keeps it for half a year.
PHONE_KEEPS = timedelta(days=182)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Where the code of a letter is typed."""
    form, status = CodeForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            found = invitation_of_code(
                typed=form.cleaned_data["code"], connection=visitor_address(request), now=timezone.now()
            )
        except AssemblyRefused as error:
            form.add_error("code", refusal_text(error))
            status = 429 if error.id == "too-many-codes" else 422
        else:
            return _hold(request, found)
    return render(request, "assemblies/invitations/enter.html", {"form": form}, status=status)


@never_cache
@require_GET
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The address of an e-mail or of a QR code; it consumes nothing."""
    found = invitation_of_token(token=token)
    if found is None:
        return _refused(request, "unknown-link", 404)
    return _hold(request, found)


def _hold(request: HttpRequest, found: Invitation) -> HttpResponse:
    request.session[HELD] = [found.pk, timezone.now().timestamp()]
    return redirect("assemblies:join")


def _held(request: HttpRequest) -> Invitation | None:
    pk, since = request.session.get(HELD) or (None, 0)
    fresh = timezone.now().timestamp() - since < HELD_FOR.total_seconds()
    return invitation_by_id(invitation_id=pk) if fresh else None


@sensitive_post_parameters("password", "again")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponseBase:
    """The invitation that the visitor holds: who invites them, and the way in that suits them."""
    found = _held(request)
    if found is None:
        return redirect("assemblies:enter")
    try:
        door = door_for(invitation=found, user=request.user, now=timezone.now())
    except AssemblyRefused as error:
        return _refused(request, error.id, 410)
    note_opened(invitation=found, now=timezone.now())
    return _behind(request, found, door)


def _behind(request: HttpRequest, found: Invitation, door: Door) -> HttpResponseBase:
    if door is Door.HOME:
        return _home(request, found)
    form = _form(request, found, door)
    # "me" is the button that says so: a form filled before signing in elsewhere takes no place for the wrong account.
    if request.method == "POST" and (form.is_valid() if form is not None else "me" in request.POST):
        try:
            return _entered(request, found, door, form.cleaned_data if form else {})
        except AssemblyRefused as error:
            if form is None or error.id not in ("wrong-password", "too-many-codes"):
                return _refused(request, error.id, 409)
            form.add_error("password", refusal_text(error))
    context = {"invitation": found, "place": found.membership, "form": form, "door": door.value}
    status = 422 if form is not None and form.errors else 200
    return render(request, "assemblies/invitations/join.html", context, status=status)


def _form(request: HttpRequest, found: Invitation, door: Door) -> JoinForm | NewPasswordForm | PasswordForm | None:
    data = request.POST or None
    if door is Door.WELCOME:
        return JoinForm(data, initial={"name": found.membership.name})
    if door is Door.NEW_PASSWORD:
        return NewPasswordForm(data)
    return PasswordForm(data) if door is Door.PASSWORD else None


def _entered(request: HttpRequest, found: Invitation, door: Door, given: dict[str, Any]) -> HttpResponseBase:
    now = timezone.now()
    if door is Door.CONFIRM:
        accept_as(invitation_id=found.pk, user=request.user, now=now)
        return _home(request, found)
    if door is Door.WELCOME:
        user = accept_as_new(invitation_id=found.pk, name=given["name"], password=given["password"], now=now)
    elif door is Door.NEW_PASSWORD:
        user = choose_password(invitation_id=found.pk, password=given["password"], now=now)
    elif door is Door.PASSWORD:
        user = enter_with_password(invitation_id=found.pk, password=given["password"], now=now)
    else:
        return redirect("assemblies:join")
    return _sign_in(request, found, user, alone=given["password"] is None)


def _sign_in(request: HttpRequest, found: Invitation, user: Any, *, alone: bool) -> HttpResponseBase:
    request.session.pop(HELD, None)
    to = found.membership.assembly.get_absolute_url()
    response = site_accounts().sign_in(request=request, user=user, to=to)
    if alone:
        request.session.set_expiry(PHONE_KEEPS)
    return response


def _home(request: HttpRequest, found: Invitation) -> HttpResponse:
    request.session.pop(HELD, None)
    messages.success(request, _("Welcome to %(name)s.") % {"name": found.membership.assembly.name})
    return redirect(found.membership.assembly)


@never_cache
@login_required
@require_GET
def join_signed_in(request: HttpRequest) -> HttpResponse:
    """Asks to sign in with the account one has, then comes back to the invitation."""
    return redirect("assemblies:join")


@never_cache
@require_POST
def not_me(request: HttpRequest) -> HttpResponse:
    """Signs out whoever is signed in here, and keeps the invitation for the person who holds it."""
    held = request.session.get(HELD)
    logout(request)
    if held is not None:
        request.session[HELD] = held
    return redirect("assemblies:join")


def _refused(request: HttpRequest, refusal: str, status: int) -> HttpResponse:
    context = {"text": refusal_text(AssemblyRefused(refusal))}
    return render(request, "assemblies/invitations/refused.html", context, status=status)
