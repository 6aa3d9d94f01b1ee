"""Puts someone in charge of an assembly from the admin: the first to enter, who then invites everybody else."""

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from modules.assemblies.data import Role
from modules.assemblies.inviting import invite_first
from modules.assemblies.joining import take_place
from modules.assemblies.listing import add_member
from modules.assemblies.models import Assembly, Membership


@transaction.atomic
def appoint_coordinator(*, assembly: Assembly, name: str, email: str, now: datetime) -> Membership:
    """Writes the coordinator on the list, whoever has this address already there included.

    Someone who has an account enters at once; anyone else is written to, and again when they are appointed again.
    """
    address = email.strip().lower()
    user = get_user_model()._default_manager.filter(email__iexact=address).first()
    person = _on_the_list(assembly, address, user)
    if person is None:
        shown = name or (user.get_full_name() if user else "") or address
        person = add_member(
            member=Membership(assembly=assembly, name=shown, email=address, role=Role.COORDINATOR.value, speaks=False)
        )
    elif person.role != Role.COORDINATOR.value:
        person.role = Role.COORDINATOR.value
        person.save(update_fields=["role"])
    _let_in(person, user, now)
    return person


def _on_the_list(assembly: Assembly, address: str, user: Any) -> Membership | None:
    people = Membership.objects.filter(assembly=assembly)
    return people.filter(email__iexact=address).first() or (user and people.filter(user=user).first())


def _let_in(person: Membership, user: Any, now: datetime) -> None:
    if person.user_id:
        return
    if user and not Membership.objects.filter(assembly=person.assembly_id, user=user).exists():
        take_place(place=person, user=user, now=now)
    else:
        invite_first(person=person, now=now)
