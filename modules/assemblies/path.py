"""What the units of a spokesperson's course show to each one, in a number of queries that does not grow."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from modules.assemblies.data import DateKind, MemberRef, SpeciesRef
from modules.assemblies.memberships import date_ref, members_of
from modules.assemblies.models.assemblies import AssemblyDate
from modules.assemblies.notebook import notebook_of
from modules.living import api as living
from modules.living.data import Tie


def my_species_context(*, user: Any) -> dict[str, Any]:
    """The species someone speaks for, or chose to study meanwhile; `voice` is None when there is none yet."""
    book = notebook_of(user=user)
    if book.species is None:
        return _still_to_come(user, book.place)
    given = book.place is not None and book.place.species == book.species
    return {"voice": book.species, "place": book.place, "given": given, **_species(book.species)}


def _still_to_come(user: Any, place: MemberRef | None) -> dict[str, Any]:
    """What a unit shows to whoever has no species: those they may study meanwhile, once signed in."""
    return {"voice": None, "place": place, "may_choose": living.spoken_for_species() if user.is_authenticated else ()}


def _species(voice: SpeciesRef) -> dict[str, Any]:
    """Its page, as everyone reads it; a species that is no longer published keeps its name alone."""
    try:
        return living.species_context(slug=voice.slug)
    except living.SpeciesUnknown:
        return {"species": None}


def my_milieu_context(*, user: Any) -> dict[str, Any]:
    """The milieu of someone's college, or of the species they study, and its next collective time."""
    book = notebook_of(user=user)
    slug = _milieu_of(book.place, book.species)
    if not slug:
        return {"milieu": None, **_still_to_come(user, book.place)}
    return {**_milieu(slug), "known": True, "place": book.place, "collective": _collective(book.place)}


def _milieu(slug: str) -> dict[str, Any]:
    """Its page, as everyone reads it; None when it is no longer published, and the date alone is told."""
    try:
        return living.milieu_context(slug=slug)
    except living.MilieuUnknown:
        return {"milieu": None}


def _milieu_of(place: MemberRef | None, voice: SpeciesRef | None) -> str:
    if place and place.college:
        return place.college.milieu_slug
    return living.milieu_of(species_id=voice.id) if voice else ""


def _collective(place: MemberRef | None) -> Any:
    """The next collective time of someone's college; None without a college or a date."""
    if place is None or place.college is None:
        return None
    dates = AssemblyDate.objects.filter(assembly=place.assembly_id, kind=DateKind.COLLECTIVE.value)
    coming = dates.to_come(timezone.now()).concerning(place.college.id).first()
    return date_ref(coming) if coming else None


def our_ties_context(*, user: Any) -> dict[str, Any]:
    """The species of someone's college beside theirs, with the ties that the web finds between them."""
    book = notebook_of(user=user)
    if book.species is None:
        return _still_to_come(user, book.place)
    others = _others(book.place, book.species)
    ties = living.ties_between(slugs=[book.species.slug, *(one.slug for one in others)]) if others else ()
    return {
        "voice": book.species,
        "place": book.place,
        "others": [(one, _ties_with(ties, book.species.slug, one.slug)) for one in others],
    }


def _others(place: MemberRef | None, voice: SpeciesRef) -> list[SpeciesRef]:
    if place is None or place.college is None:
        return []
    members = members_of(college_id=place.college.id)
    return [one.species for one in members if one.species and one.species.id != voice.id]


def _ties_with(ties: Iterable[Tie], mine: str, other: str) -> list[Tie]:
    return [tie for tie in ties if {tie.first, tie.second} == {mine, other}]
