"""An assembly's pages, for those who are in it: the overview, the roles, the dates."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.assemblies.calling import calls_waiting
from modules.assemblies.data import Action, Role
from modules.assemblies.entering import allowed
from modules.assemblies.forms import DateForm, MandateForm
from modules.assemblies.memberships import memberships_of, people_of
from modules.assemblies.models import Assembly, AssemblyDate, Draw, Membership
from modules.assemblies.preparing import progress_of
from modules.assemblies.rules import PERMISSIONS, may, next_step, steps_done
from modules.assemblies.run_sheets import moments_at, total_minutes
from modules.assemblies.wording import ACTIONS, ROLE_NAMES, ROLE_TASKS
from modules.living.blocks import TENSIONS


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The assemblies of this person; straight in when there is one."""
    places = memberships_of(user=request.user)
    assemblies = Assembly.objects.filter(pk__in=[place.assembly_id for place in places])
    if len(assemblies) == 1:
        return redirect(assemblies[0])
    return render(request, "assemblies/home.html", {"assemblies": assemblies})


@allowed(Action.SEE_ASSEMBLY)
def overview(request: HttpRequest, place: Membership) -> HttpResponse:
    """The assembly: what to do next, its mandate, its dates, who speaks for whom."""
    assembly, now = place.assembly, timezone.now()
    dates = AssemblyDate.objects.filter(assembly=assembly).to_come(now).concerning(place.college_id)
    context = {
        "assembly": assembly,
        "place": place,
        "people": people_of(assembly_id=assembly.pk),
        "dates": dates.select_related("college")[:4],
        "may_run": may(Role(place.role), Action.SEE_RUN_SHEETS),
        "milieus": assembly.milieus.all(),
        "tensions": [label for value, label in TENSIONS if value in assembly.tensions],
        "draws": Draw.objects.filter(assembly=assembly),
        **_preparation(place, now),
    }
    return render(request, "assemblies/overview.html", context)


def _preparation(place: Membership, now: datetime) -> dict[str, Any]:
    """For the trio, how many calls are waiting; for whoever manages the list, the steps too, and the next one."""
    role = Role(place.role)
    if not may(role, Action.SEE_CALLS):
        return {}
    calls = calls_waiting(place=place, now=now)
    if not may(role, Action.MANAGE_COLLEGES):
        return {"calls": calls}
    progress = progress_of(assembly_id=place.assembly_id, calls=calls, now=now)
    return {"calls": calls, "progress": progress, "steps": steps_done(progress), "next_step": next_step(progress)}


@allowed(Action.SEE_ROLES)
def roles(request: HttpRequest, place: Membership) -> HttpResponse:
    """Who sees and does what; the very table that every page asks."""
    lines = [(ACTIONS[action], [role in PERMISSIONS[action] for role in Role]) for action in Action]
    context = {
        "assembly": place.assembly,
        "place": place,
        "roles": [(ROLE_NAMES[role.value], ROLE_TASKS[role]) for role in Role],
        "lines": lines,
        "mine": ROLE_NAMES[place.role],
    }
    return render(request, "assemblies/roles.html", context)


@allowed(Action.SET_MANDATE)
def mandate(request: HttpRequest, place: Membership) -> HttpResponse:
    """What the assembly is asked and is not, the tensions at stake, its territory and its days."""
    form = MandateForm(request.POST or None, instance=Assembly.objects.get(pk=place.assembly_id))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved: everybody in the assembly reads it so."))
        return redirect(place.assembly)
    context = {"assembly": place.assembly, "place": place, "form": form}
    return render(request, "assemblies/mandate.html", context, status=422 if form.errors else 200)


@allowed(Action.SET_DATES)
def dates(request: HttpRequest, place: Membership) -> HttpResponse:
    """The calendar, and a form to add a meeting."""
    return _date_page(request, place, None)


@allowed(Action.SET_DATES)
def date(request: HttpRequest, place: Membership, date_id: int) -> HttpResponse:
    """Changes a meeting, or takes it off the calendar."""
    known = get_object_or_404(AssemblyDate, pk=date_id, assembly=place.assembly_id)
    if request.method == "POST" and "remove" in request.POST:
        known.delete()
        return redirect("assemblies:dates", slug=place.assembly.slug)
    return _date_page(request, place, known)


@allowed(Action.SEE_RUN_SHEETS)
def run_sheet(request: HttpRequest, place: Membership, date_id: int) -> HttpResponse:
    """What the facilitator does, hour by hour; made to be printed."""
    dates = AssemblyDate.objects.select_related("run_sheet", "college")
    known = get_object_or_404(dates, pk=date_id, assembly=place.assembly_id)
    sheet = known.run_sheet
    if sheet is None:
        raise Http404
    context = {
        "assembly": place.assembly,
        "place": place,
        "date": known,
        "sheet": sheet,
        "moments": moments_at(sheet=sheet, start=known.starts_at),
        "minutes": total_minutes(sheet),
    }
    return render(request, "assemblies/path/run_sheet.html", context)


def _date_page(request: HttpRequest, place: Membership, known: AssemblyDate | None) -> HttpResponse:
    form = DateForm(request.POST or None, instance=known, assembly_id=place.assembly_id)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("The date is in the calendar."))
        return redirect("assemblies:dates", slug=place.assembly.slug)
    context = {
        "assembly": place.assembly,
        "place": place,
        "form": form,
        "known": known,
        "dates": AssemblyDate.objects.filter(assembly=place.assembly_id).select_related("college"),
        "now": timezone.now(),
    }
    return render(request, "assemblies/dates.html", context)
