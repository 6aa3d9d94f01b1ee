"""Sets the colleges of an assembly."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q

from modules.assemblies.data import AssemblyRefused
from modules.assemblies.giving import species_to_give
from modules.assemblies.models import Assembly, College


@dataclass(frozen=True, slots=True)
class CollegeLine:
    """A college in a list: how many people, how many have a species, how many species are left to give."""

    id: int
    name: str
    milieu_id: int
    milieu_slug: str
    milieu_name: str
    people: int
    voices: int
    left: int


def college_lines(*, assembly_id: int) -> tuple[CollegeLine, ...]:
    """The colleges with their counts; three queries."""
    left = species_to_give(assembly_id=assembly_id)
    counted = (
        College.objects.filter(assembly=assembly_id)
        .select_related("milieu")
        .annotate(
            people=Count("memberships"), voices=Count("memberships", filter=Q(memberships__species__isnull=False))
        )
    )
    return tuple(
        CollegeLine(
            id=each.pk,
            name=each.name,
            milieu_id=each.milieu_id,
            milieu_slug=each.milieu.slug,
            milieu_name=each.milieu.name,
            people=each.people,
            voices=each.voices,
            left=len(left.get(each.milieu_id, ())),
        )
        for each in counted
    )


@transaction.atomic
def add_colleges(*, assembly_id: int, names: Mapping[int, str]) -> None:
    """A college for each milieu, named as given; a milieu that has one keeps it (two tabs, a double click)."""
    assembly = Assembly.objects.get(pk=assembly_id)
    for milieu_id, name in names.items():
        College.objects.get_or_create(assembly=assembly, milieu_id=milieu_id, defaults={"name": name})
    assembly.milieus.add(*names)


def remove_college(*, college: College) -> None:
    """Removes a college while nobody is in it. Raises `AssemblyRefused`."""
    if college.memberships.exists():
        raise AssemblyRefused("college-not-empty")
    college.delete()
