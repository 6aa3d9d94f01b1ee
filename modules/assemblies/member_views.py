"""The people of an assembly, its colleges, and the species given by choice."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from modules.assemblies.asking import ask_species, requests_of
from modules.assemblies.colleges import add_colleges, college_lines, remove_college
from modules.assemblies.data import Action, AssemblyRefused
from modules.assemblies.entering import allowed
from modules.assemblies.forms import (
    CollegeNameForm,
    CollegesForm,
    MemberForm,
    SpeciesChoiceForm,
    SpeciesRequestForm,
)
from modules.assemblies.giving import give_by_choice, species_to_give
from modules.assemblies.listing import add_member, member_lines
from modules.assemblies.models import College, Membership
from modules.assemblies.wording import refusal_text


@allowed(Action.MANAGE_MEMBERS)
def members(request: HttpRequest, place: Membership) -> HttpResponse:
    """Everybody on the list, and a form to add someone."""
    form = MemberForm(request.POST or None, assembly_id=place.assembly_id)
    if request.method == "POST" and form.is_valid():
        add_member(member=form.save(commit=False))
        messages.success(request, _("%(name)s is on the list.") % {"name": form.instance.name})
        return redirect("assemblies:members", slug=place.assembly.slug)
    lines = member_lines(assembly_id=place.assembly_id, now=timezone.now())
    context = {"assembly": place.assembly, "place": place, "form": form, "lines": lines}
    return render(request, "assemblies/members.html", context)


@allowed(Action.MANAGE_MEMBERS)
def member(request: HttpRequest, place: Membership, member_id: int) -> HttpResponse:
    """One person: what is known of them, their species."""
    known = get_object_or_404(Membership.objects.with_voice(), pk=member_id, assembly=place.assembly_id)
    form = MemberForm(request.POST or None, instance=known, assembly_id=place.assembly_id)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("assemblies:members", slug=place.assembly.slug)
    context = {
        "assembly": place.assembly,
        "place": place,
        "member": known,
        "form": form,
        "species_form": SpeciesChoiceForm(
            groups=_species_groups(place.assembly_id, known), initial={"species": known.species_id}
        ),
    }
    return render(request, "assemblies/member.html", context)


@require_POST
@allowed(Action.GIVE_SPECIES)
def give_species(request: HttpRequest, place: Membership, member_id: int) -> HttpResponse:
    """Gives a species by choice, or takes it back."""
    known = get_object_or_404(Membership, pk=member_id, assembly=place.assembly_id, speaks=True)
    form = SpeciesChoiceForm(request.POST, groups=_species_groups(place.assembly_id, known))
    try:
        if not form.is_valid():
            raise AssemblyRefused("species-taken")
        give_by_choice(member=known, species_id=form.cleaned_data["species"])
    except AssemblyRefused as error:
        messages.error(request, refusal_text(error))
    else:
        messages.success(request, _("Saved."))
    return redirect("assemblies:member", slug=place.assembly.slug, member_id=member_id)


@require_POST
@allowed(Action.MANAGE_MEMBERS)
def remove_member(request: HttpRequest, place: Membership, member_id: int) -> HttpResponse:
    """Takes someone off the list, with all that the assembly kept about them."""
    known = get_object_or_404(Membership, pk=member_id, assembly=place.assembly_id)
    if known.pk == place.pk:
        messages.error(request, refusal_text(AssemblyRefused("own-place")))
    else:
        known.delete()
        messages.success(request, _("%(name)s is no longer on the list.") % {"name": known.name})
    return redirect("assemblies:members", slug=place.assembly.slug)


@allowed(Action.MANAGE_COLLEGES)
def colleges(request: HttpRequest, place: Membership) -> HttpResponse:
    """The colleges, set before any species is given."""
    lines = college_lines(assembly_id=place.assembly_id)
    form = CollegesForm(request.POST or None, taken={line.milieu_id for line in lines})
    if request.method == "POST" and form.is_valid():
        chosen = {milieu: form.names[milieu] for milieu in form.cleaned_data["milieus"]}
        add_colleges(assembly_id=place.assembly_id, names=chosen)
        return redirect("assemblies:colleges", slug=place.assembly.slug)
    context = {"assembly": place.assembly, "place": place, "lines": lines, "form": form}
    return render(request, "assemblies/colleges.html", context)


@allowed(Action.MANAGE_COLLEGES)
def college(request: HttpRequest, place: Membership, college_id: int) -> HttpResponse:
    """Renames a college, or removes it while nobody is in it."""
    known = get_object_or_404(College, pk=college_id, assembly=place.assembly_id)
    form = CollegeNameForm(request.POST or None, instance=known)
    if request.method == "POST":
        try:
            if "remove" in request.POST:
                remove_college(college=known)
                return redirect("assemblies:colleges", slug=place.assembly.slug)
            if form.is_valid():
                form.save()
                return redirect("assemblies:colleges", slug=place.assembly.slug)
        except AssemblyRefused as error:
            messages.error(request, refusal_text(error))
    context = {"assembly": place.assembly, "place": place, "college": known, "form": form}
    return render(request, "assemblies/college.html", context)


@allowed(Action.ASK_SPECIES)
def species_requests(request: HttpRequest, place: Membership) -> HttpResponse:
    """Local species asked for or drafted, and where their review stands."""
    form = SpeciesRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_species(place=place, now=timezone.now(), **form.cleaned_data)
        except AssemblyRefused as error:
            form.add_error("name", refusal_text(error))
        else:
            messages.success(request, _("Your request is written down. An ecologist will read it."))
            return redirect("assemblies:species_requests", slug=place.assembly.slug)
    context = {
        "assembly": place.assembly,
        "place": place,
        "form": form,
        "requests": requests_of(assembly_id=place.assembly_id),
    }
    return render(request, "assemblies/species_requests.html", context)


def _species_groups(assembly_id: int, known: Membership) -> list[tuple[str, list[tuple[int, str]]]]:
    left = species_to_give(assembly_id=assembly_id)
    groups = [
        (college.name, [(each.id, each.name) for each in left.get(college.milieu_id, ())])
        for college in College.objects.filter(assembly=assembly_id)
    ]
    if known.species_id and known.species:
        groups.insert(0, (_("Now"), [(known.species_id, known.species.vernacular_name)]))
    return groups
