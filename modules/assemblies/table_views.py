"""The college's table: read at one's desk, projected in the room, printed."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from modules.assemblies.data import Action, Role
from modules.assemblies.entering import allowed
from modules.assemblies.models import College, Membership
from modules.assemblies.notebook_wording import GUIDES
from modules.assemblies.rules import may
from modules.assemblies.table import Table, colleges_to_open, may_open, table_of
from modules.living.data import TieKind


@require_safe
@allowed(Action.SEE_COLLEGE_TABLE)
def tables(request: HttpRequest, place: Membership) -> HttpResponse:
    """The tables this person may see; straight in when there is one."""
    colleges = colleges_to_open(place=place)
    if len(colleges) == 1:
        return redirect("assemblies:table", slug=place.assembly.slug, college_id=colleges[0].pk)
    context = {"assembly": place.assembly, "place": place, "colleges": colleges}
    return render(request, "assemblies/table/tables.html", context)


@require_safe
@allowed(Action.SEE_COLLEGE_TABLE)
def table(request: HttpRequest, place: Membership, college_id: int) -> HttpResponse:
    """One college's table."""
    return _shown(request, place, college_id, "assemblies/table/table.html")


@require_safe
@allowed(Action.PROJECT_COLLEGE_TABLE)
def projection(request: HttpRequest, place: Membership, college_id: int) -> HttpResponse:
    """The same in large type, alone on the screen."""
    return _shown(request, place, college_id, "assemblies/table/projection.html")


def _shown(request: HttpRequest, place: Membership, college_id: int, template: str) -> HttpResponse:
    college = get_object_or_404(
        College.objects.select_related("milieu", "assembly"), pk=college_id, assembly=place.assembly_id
    )
    if not may_open(place=place, college=college):
        raise PermissionDenied
    found = table_of(college=college)
    context = {
        "assembly": place.assembly,
        "place": place,
        "college": college,
        "table": found,
        "voices": _titled(found),
        "may_project": may(Role(place.role), Action.PROJECT_COLLEGE_TABLE),
        **{kind.value: found.ties[kind.value] for kind in TieKind},
    }
    response = render(request, template, context)
    response["Cache-Control"] = "private, no-store"
    return response


def _titled(found: Table) -> list[tuple[Any, list[tuple[Any, Any]]]]:
    """Each voice, with the title of each page it shared."""
    return [(voice.member, [(GUIDES[page.kind].title, page) for page in voice.pages]) for voice in found.voices]
