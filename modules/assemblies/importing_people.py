"""Brings a spreadsheet's people to an assembly's list: told line by line first, then added, all of them or nobody."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from modules.assemblies.data import AssemblyRefused
from modules.assemblies.listing import add_members
from modules.assemblies.models import Assembly, College, Membership
from modules.assemblies.people_file import KnownList, PeopleFile, PersonLine, plain, read_people
from modules.assemblies.rules import speaks


def people_of_file(*, assembly_id: int, text: str) -> PeopleFile:
    """What the file would add; nothing is kept. Two queries. Raises `AssemblyRefused`."""
    return read_people(text, _known(assembly_id), valid_email=_valid)


def add_people_of_file(*, assembly_id: int, text: str) -> int:
    """Adds the new people of the file and says how many; those of the list already are passed over.

    Raises `AssemblyRefused`: "file-with-problems" when one line is refused, and then nobody is added.
    """
    try:
        with transaction.atomic():
            # Locked before the list is read: two clicks take turns, and the second finds everybody there.
            Assembly.objects.select_for_update().get(pk=assembly_id)
            found = people_of_file(assembly_id=assembly_id, text=text)
            if found.refused:
                raise AssemblyRefused("file-with-problems")
            return len(add_members(assembly_id=assembly_id, members=[_member(line) for line in found.new]))
    except IntegrityError as error:
        raise AssemblyRefused("file-with-problems") from error


def _member(line: PersonLine) -> Membership:
    return Membership(
        name=line.name,
        email=line.email,
        phone=line.phone,
        postal_address=line.address,
        role=line.role.value,
        speaks=speaks(line.role),
        college_id=line.college_id,
    )


def _known(assembly_id: int) -> KnownList:
    colleges: dict[str, int] = {}
    for college in College.objects.filter(assembly=assembly_id).select_related("milieu"):
        colleges |= {plain(college.milieu.name): college.pk, plain(college.name): college.pk}
    names: dict[str, frozenset[str]] = {}
    people = Membership.objects.filter(assembly=assembly_id).values_list("name", "email")
    for name, email in people:
        names[plain(name)] = names.get(plain(name), frozenset()) | {email}
    return KnownList(colleges, frozenset(email.lower() for _name, email in people if email), names)


def _valid(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True
