"""The coordinator's and the administration's pages: invitations, letters, the list of a spreadsheet."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from modules.assemblies.data import Action, AssemblyRefused, Role
from modules.assemblies.entering import allowed
from modules.assemblies.importing_people import add_people_of_file, people_of_file
from modules.assemblies.invitation_forms import PeopleFileForm, PeopleTextForm
from modules.assemblies.inviting import (
    Asked,
    invitation_lines,
    invite_by_email,
    newest_shown,
    print_letters,
    waiting_people,
    withdraw,
)
from modules.assemblies.letters import letters_pdf
from modules.assemblies.models import InvitationSending, Membership
from modules.assemblies.people_file import PeopleFile
from modules.assemblies.rules import may
from modules.assemblies.sending_invitations import STOPPED_AFTER, resume
from modules.assemblies.wording import refusal_text

# The last sending is told on the page for a day.
TOLD_FOR = timedelta(days=1)


@never_cache
@require_safe
@allowed(Action.SEE_INVITATIONS)
def invitations(request: HttpRequest, place: Membership) -> HttpResponse:
    """Where each invitation stands, and what can be done about it."""
    now = timezone.now()
    lines = invitation_lines(assembly_id=place.assembly_id, now=now)
    waiting = [line for line in lines if line.waiting]
    context = {
        "assembly": place.assembly,
        "place": place,
        "lines": lines,
        "with_email": sum(bool(line.email) for line in waiting),
        "without_email": sum(not line.email for line in waiting),
        "shown": newest_shown(assembly_id=place.assembly_id),
        "may_invite": may(Role(place.role), Action.INVITE),
        **_sending(place),
    }
    return render(request, "assemblies/invitations/invitations.html", context)


def _sending(place: Membership) -> dict[str, Any]:
    """The last sending while it is news: how far it is, whom it did not reach."""
    now = timezone.now()
    found = InvitationSending.objects.filter(assembly=place.assembly_id, asked_at__gt=now - TOLD_FOR).first()
    if found is None:
        return {"sending": None}
    missed = found.invitations.exclude(failed_at=None).select_related("membership")
    return {
        "sending": found,
        "percent": 100 * found.done // max(found.total, 1),
        "missed": [invitation.membership for invitation in missed] if found.failed else [],
        "stopped": found.finished_at is None and found.asked_at < now - STOPPED_AFTER,
    }


@require_POST
@allowed(Action.INVITE)
def send(request: HttpRequest, place: Membership) -> HttpResponse:
    """Writes by e-mail to those ticked, or to everybody who waits and has an address."""

    def act(people: list[int], shown: int) -> Asked:
        sending, asked = invite_by_email(place=place, people=people, shown=shown, now=timezone.now())
        if sending:
            total = sending.total
            words = ngettext("%(total)s invitation is leaving.", "%(total)s invitations are leaving.", total)
            messages.success(request, words % {"total": total})
        return asked

    return _done(request, place, act, with_email=True)


@never_cache
@require_POST
@allowed(Action.INVITE)
def letters(request: HttpRequest, place: Membership) -> HttpResponse:
    """The letters of those ticked, or of everybody who waits and has no address: one PDF, with new codes."""
    pdf: list[bytes] = []

    def act(people: list[int], shown: int) -> Asked:
        # A letter that cannot be made withdraws nothing.
        with transaction.atomic():
            printed, asked = print_letters(place=place, people=people, shown=shown, now=timezone.now())
            if printed:
                pdf.append(letters_pdf(letters=printed, place=place))
        return asked

    back = _done(request, place, act, with_email=False)
    if not pdf:
        return back
    response = HttpResponse(pdf[0], content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="lettres-{place.assembly.slug}.pdf"'
    return response


@require_POST
@allowed(Action.INVITE)
def take_back(request: HttpRequest, place: Membership) -> HttpResponse:
    """Withdraws the invitations of those ticked."""

    def act(people: list[int], _shown: int) -> Asked:
        asked = withdraw(place=place, people=people, now=timezone.now())
        if asked.members:
            total = len(asked.members)
            words = ngettext("%(total)s invitation is withdrawn.", "%(total)s invitations are withdrawn.", total)
            messages.success(request, words % {"total": total})
        return asked

    return _done(request, place, act, with_email=False)


def _done(
    request: HttpRequest, place: Membership, act: Callable[[list[int], int], Asked], *, with_email: bool
) -> HttpResponse:
    try:
        asked = act(_people(request, place, with_email=with_email), _number(request.POST.get("shown", "")))
    except AssemblyRefused as error:
        messages.error(request, refusal_text(error))
    else:
        for reason, names in asked.left_out.items():
            messages.warning(request, _named(names) + _(":") + " " + refusal_text(AssemblyRefused(reason)))
    return redirect("assemblies:invitations", slug=place.assembly.slug)


def _named(names: list[str], most: int = 6) -> str:
    rest = len(names) - most
    said = ", ".join(names[:most])
    return said if rest <= 0 else said + " " + ngettext("and %(rest)s more", "and %(rest)s more", rest) % {"rest": rest}


def _people(request: HttpRequest, place: Membership, *, with_email: bool) -> list[int]:
    if "everybody" in request.POST:
        return waiting_people(assembly_id=place.assembly_id, now=timezone.now(), with_email=with_email)
    return [number for number in map(_number, request.POST.getlist("people")) if number]


def _number(text: str) -> int:
    """A number someone sent; 0 for whatever is none, or is too long for any database."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


@require_POST
@allowed(Action.INVITE)
def take_up(request: HttpRequest, place: Membership, sending_id: int) -> HttpResponse:
    """Takes up again a sending that stopped on its way."""
    found = get_object_or_404(InvitationSending, pk=sending_id, assembly=place.assembly_id)
    if resume(sending=found, now=timezone.now()):
        messages.success(request, _("The sending goes on where it stopped."))
    return redirect("assemblies:invitations", slug=place.assembly.slug)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.MANAGE_MEMBERS)
def import_people(request: HttpRequest, place: Membership) -> HttpResponse:
    """A spreadsheet's list: read line by line and told, nothing kept, then added at a second press."""
    form = PeopleFileForm(request.POST or None, request.FILES or None)
    context = {"assembly": place.assembly, "place": place, "form": form}
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["file"]
        try:
            found = people_of_file(assembly_id=place.assembly_id, text=text)
        except AssemblyRefused as error:
            form.add_error("file", refusal_text(error))
        else:
            return render(request, "assemblies/invitations/checked.html", _report(context, found, text))
    status = 422 if form.errors else 200
    return render(request, "assemblies/invitations/import.html", context, status=status)


@require_POST
@allowed(Action.MANAGE_MEMBERS)
def add_people(request: HttpRequest, place: Membership) -> HttpResponse:
    """Adds the people of a list that was told, read again now."""
    form = PeopleTextForm(request.POST)
    try:
        if not form.is_valid():
            raise AssemblyRefused("file-empty")
        added = add_people_of_file(assembly_id=place.assembly_id, text=form.cleaned_data["text"])
    except AssemblyRefused as error:
        messages.error(request, refusal_text(error))
        return redirect("assemblies:import_people", slug=place.assembly.slug)
    words = ngettext("%(added)s person added to the list.", "%(added)s people added to the list.", added)
    messages.success(request, words % {"added": added})
    return redirect("assemblies:invitations", slug=place.assembly.slug)


def _report(context: dict[str, Any], found: PeopleFile, text: str) -> dict[str, Any]:
    return {**context, "found": found, "text_form": PeopleTextForm(initial={"text": text})}
