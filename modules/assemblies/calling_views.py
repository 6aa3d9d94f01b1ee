"""The calls of an assembly: who needs one and why, and those that were made."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from modules.assemblies.calling import call_line, call_lines, calls_to, note_call
from modules.assemblies.data import Action
from modules.assemblies.entering import allowed
from modules.assemblies.forms import CallForm
from modules.assemblies.models import CallNote, Membership


@never_cache
@require_safe
@allowed(Action.SEE_CALLS)
def calls(request: HttpRequest, place: Membership) -> HttpResponse:
    """Those who need a call first, then everybody: who came, who has started."""
    lines = call_lines(place=place, now=timezone.now())
    context = {
        "assembly": place.assembly,
        "place": place,
        "waiting": [line for line in lines if line.reasons],
        "lines": lines,
        "came": sum(line.joined_at is not None for line in lines),
        "started": sum(line.last_activity_at is not None for line in lines),
        "follows": place.assembly.course_id is not None,
    }
    return render(request, "assemblies/calls/calls.html", context)


@never_cache
@allowed(Action.NOTE_CALLS)
def call(request: HttpRequest, place: Membership, member_id: int) -> HttpResponse:
    """One person: why they need a call, the calls that were made, and a form to note one."""
    known, now = _known(place, member_id), timezone.now()
    today = timezone.localdate(now)
    form = CallForm(request.POST or None, today=today, initial={"called_on": today})
    if request.method == "POST" and form.is_valid():
        note_call(member=known, caller=place, now=now, **form.cleaned_data)
        messages.success(request, _("The call to %(name)s is noted.") % {"name": known.name})
        return redirect("assemblies:calls", slug=place.assembly.slug)
    context = {
        "assembly": place.assembly,
        "place": place,
        "member": known,
        "form": form,
        "line": call_line(place=place, member=known, now=now),
        "notes": calls_to(member=known),
    }
    return render(request, "assemblies/calls/call.html", context, status=422 if form.errors else 200)


@require_POST
@allowed(Action.NOTE_CALLS)
def forget(request: HttpRequest, place: Membership, member_id: int, note_id: int) -> HttpResponse:
    """Erases a note written by mistake; only whoever wrote it does."""
    CallNote.objects.filter(pk=note_id, membership=_known(place, member_id), caller=place).delete()
    messages.success(request, _("The note is erased."))
    return redirect("assemblies:call", slug=place.assembly.slug, member_id=member_id)


def _known(place: Membership, member_id: int) -> Membership:
    """Someone else of the asker's assembly; nobody calls themselves."""
    others = Membership.objects.with_voice().exclude(pk=place.pk)
    return get_object_or_404(others, pk=member_id, assembly=place.assembly_id)
