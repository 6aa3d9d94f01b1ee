"""Reads who someone is in their assemblies, as plain data."""

from typing import Any

from django.utils import timezone

from modules.assemblies.data import (
    AssemblyRef,
    AssemblyState,
    CollegeRef,
    DateKind,
    DateRef,
    Given,
    MemberRef,
    Role,
    SpeciesRef,
)
from modules.assemblies.models import Assembly, AssemblyDate, College, Membership
from modules.assemblies.rules import speaks


def memberships_of(*, user: Any) -> tuple[MemberRef, ...]:
    """The assemblies' places that this person accepted, the newest first; one query, none for a stranger."""
    if not user.is_authenticated:
        return ()
    found = Membership.objects.with_voice().filter(user=user).order_by("-joined_at", "-pk")
    return tuple(member_ref(membership) for membership in found)


def membership_of(*, user: Any, assembly_id: int | None = None) -> MemberRef | None:
    """This person's place, in this assembly or in the last one they joined; a voice comes before another role."""
    known = [ref for ref in memberships_of(user=user) if assembly_id in (None, ref.assembly_id)]
    voices = [ref for ref in known if ref.species or speaks(ref.role)]
    return next(iter([*voices, *known]), None)


def species_of(*, user: Any) -> SpeciesRef | None:
    """The species this person speaks for; None when they have none yet."""
    given = (ref.species for ref in memberships_of(user=user) if ref.species)
    return next(given, None)


def college_of(*, membership: MemberRef) -> CollegeRef | None:
    """The college of this place."""
    return membership.college


def members_of(*, college_id: int) -> tuple[MemberRef, ...]:
    """Everybody of a college, by number; those who have not accepted yet have no user."""
    return tuple(member_ref(each) for each in Membership.objects.with_voice().filter(college=college_id))


def people_of(*, assembly_id: int) -> tuple[MemberRef, ...]:
    """Everybody of an assembly, by number; one query."""
    return tuple(member_ref(each) for each in Membership.objects.with_voice().filter(assembly=assembly_id))


def colleges_of(*, assembly_id: int) -> tuple[CollegeRef, ...]:
    """The colleges of an assembly; one query."""
    return tuple(college_ref(each) for each in College.objects.filter(assembly=assembly_id).select_related("milieu"))


def assembly_of(*, assembly_id: int) -> AssemblyRef | None:
    """An assembly by id."""
    assembly = Assembly.objects.filter(pk=assembly_id).first()
    return assembly_ref(assembly) if assembly else None


def next_date_of(*, membership: MemberRef) -> DateRef | None:
    """The next meeting that concerns this place."""
    college_id = membership.college.id if membership.college else None
    dates = AssemblyDate.objects.filter(assembly=membership.assembly_id)
    coming = dates.to_come(timezone.now()).concerning(college_id).first()
    return date_ref(coming) if coming else None


def assembly_ref(assembly: Assembly) -> AssemblyRef:
    return AssemblyRef(
        id=assembly.pk,
        slug=assembly.slug,
        name=assembly.name,
        territory=assembly.territory,
        state=AssemblyState(assembly.state),
        url=assembly.get_absolute_url(),
        course_id=assembly.course_id,
    )


def member_ref(membership: Membership) -> MemberRef:
    """The plain data of a membership read `with_voice`."""
    return MemberRef(
        id=membership.pk,
        assembly_id=membership.assembly_id,
        number=membership.number,
        user_id=membership.user_id,
        name=membership.name,
        role=Role(membership.role),
        college=college_ref(membership.college) if membership.college else None,
        species=species_ref(membership.species) if membership.species else None,
        given=Given(membership.given) if membership.given else None,
        spare=membership.spare,
    )


def college_ref(college: College) -> CollegeRef:
    milieu = college.milieu
    return CollegeRef(college.pk, college.assembly_id, college.name, milieu.pk, milieu.slug, milieu.name)


def species_ref(species: Any) -> SpeciesRef:
    return SpeciesRef(
        id=species.pk,
        slug=species.slug,
        name=species.vernacular_name,
        short_name=species.short_name or species.vernacular_name,
        url=species.get_absolute_url(),
    )


def date_ref(date: AssemblyDate) -> DateRef:
    return DateRef(date.pk, date.title, DateKind(date.kind), date.starts_at, date.ends_at, date.place, date.college_id)
