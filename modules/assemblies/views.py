"""An assembly's pages, for those who are in it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from modules.assemblies.data import Action
from modules.assemblies.entering import allowed
from modules.assemblies.memberships import people_of
from modules.assemblies.models import Membership


@allowed(Action.SEE_ASSEMBLY)
def overview(request: HttpRequest, place: Membership) -> HttpResponse:
    """The assembly: its territory, its dates, who speaks for whom."""
    people = people_of(assembly_id=place.assembly_id)
    context = {"assembly": place.assembly, "place": place, "people": people}
    return render(request, "assemblies/overview.html", context)
