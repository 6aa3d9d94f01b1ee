"""Drawing lots in the open: the closed list, the draw, and the page where anyone can check it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from modules.assemblies import lots
from modules.assemblies.data import Action, AssemblyRefused, Role
from modules.assemblies.entering import allowed
from modules.assemblies.forms import DrawForm, ReasonForm
from modules.assemblies.giving import cancel_draw, draw_lots, entry_kept, entry_of, outcome_kept, redone
from modules.assemblies.models import Assembly, College, Draw, Membership
from modules.assemblies.rules import may
from modules.assemblies.wording import refusal_text
from modules.living import api as living


@allowed(Action.GIVE_SPECIES)
def prepare_draw(request: HttpRequest, place: Membership) -> HttpResponse:
    """The list as it would be drawn now, to be printed and closed; POST draws."""
    entry = entry_of(assembly_id=place.assembly_id)
    room = sum(len(basket.species) for basket in entry.baskets)
    initial = {"places": max(min(len(entry.entrants), room), 1)}
    form = DrawForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            drawn = draw_lots(place=place, now=timezone.now(), **form.cleaned_data)
        except AssemblyRefused as error:
            form.add_error(None, refusal_text(error))
        else:
            messages.success(request, _("The lots are drawn. Here is the record: anyone may check it."))
            return redirect("assemblies:draw", slug=place.assembly.slug, draw_id=drawn.pk)
    context = {
        "assembly": place.assembly,
        "place": place,
        "form": form,
        "fingerprint": lots.fingerprint(entry),
        "entry": entry,
        "room": room,
        "people": _named(place.assembly_id, [each.number for each in entry.entrants]),
        "baskets": _baskets(place.assembly_id, entry),
        "draws": Draw.objects.filter(assembly=place.assembly_id),
    }
    return render(request, "assemblies/prepare_draw.html", context)


def show_draw(request: HttpRequest, slug: str, draw_id: int) -> HttpResponse:
    """A past draw, redone while the page is made. Public: it names nobody, except to people of the assembly."""
    drawn = get_object_or_404(Draw.objects.select_related("assembly"), pk=draw_id, assembly__slug=slug)
    place = _place(request, drawn.assembly)
    entry, outcome = entry_kept(drawn), outcome_kept(drawn)
    names = _named(drawn.assembly_id, [each.number for each in entry.entrants]) if place else {}
    context = {
        "assembly": drawn.assembly,
        "place": place,
        "draw": drawn,
        "same": redone(drawn),
        "fingerprint": lots.fingerprint(entry),
        "lots": _lot_lines(drawn, names),
        "spares": [(number, names.get(number, "")) for number in outcome.spares],
        "tickets": _tickets(drawn.seed, entry),
        "baskets": _baskets(drawn.assembly_id, entry),
        "example": entry.entrants[0].number if entry.entrants else 1,
        "may_cancel": place is not None and may(Role(place.role), Action.GIVE_SPECIES) and not drawn.cancelled_at,
        "reason_form": ReasonForm(),
    }
    return render(request, "assemblies/draw.html", context)


@require_POST
@allowed(Action.GIVE_SPECIES)
def cancel(request: HttpRequest, place: Membership, draw_id: int) -> HttpResponse:
    """Takes back what the last draw gave, with a reason that stays written."""
    drawn = get_object_or_404(Draw, pk=draw_id, assembly=place.assembly_id)
    try:
        cancel_draw(draw=drawn, reason=request.POST.get("reason", ""), now=timezone.now())
    except AssemblyRefused as error:
        messages.error(request, refusal_text(error))
    else:
        messages.success(request, _("The draw is cancelled. It stays on the page, with its reason."))
    return redirect("assemblies:draw", slug=place.assembly.slug, draw_id=draw_id)


def _place(request: HttpRequest, assembly: Assembly) -> Membership | None:
    if not request.user.is_authenticated:
        return None
    return Membership.objects.with_voice().filter(user=request.user.pk, assembly=assembly).first()


def _named(assembly_id: int, numbers: list[int]) -> dict[int, str]:
    found = Membership.objects.filter(assembly=assembly_id, number__in=numbers)
    return dict(found.order_by("number").values_list("number", "name"))


def _species_names() -> dict[str, str]:
    return {each.slug: each.name for each in living.spoken_for_species()}


def _baskets(assembly_id: int, entry: lots.Entry) -> list[tuple[str, lots.Basket, list[tuple[str, str]]]]:
    colleges = dict(College.objects.filter(assembly=assembly_id).values_list("pk", "name"))
    names = _species_names()
    return [
        (colleges.get(basket.college, basket.key), basket, [(slug, names.get(slug, slug)) for slug in basket.species])
        for basket in entry.baskets
    ]


def _lot_lines(drawn: Draw, people: dict[int, str]) -> list[dict[str, Any]]:
    colleges = dict(College.objects.filter(assembly=drawn.assembly_id).values_list("pk", "name"))
    names = _species_names()
    return [
        {
            "number": lot.number,
            "name": people.get(lot.number, ""),
            "college": colleges.get(lot.college, ""),
            "species": names.get(lot.species, lot.species),
        }
        for lot in outcome_kept(drawn).lots
    ]


def _tickets(seed: str, entry: lots.Entry) -> list[tuple[str, int]]:
    return sorted((lots.ticket(seed, lots.PERSON, each.number), each.number) for each in entry.entrants)
