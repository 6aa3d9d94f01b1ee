"""The list of an assembly's people, as those who manage it see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from modules.assemblies.data import InvitationState, MemberRef
from modules.assemblies.memberships import member_ref
from modules.assemblies.models import Assembly, Invitation, Membership
from modules.assemblies.rules import state_of_invitation


@dataclass(frozen=True, slots=True)
class MemberLine:
    """Someone of the list: who they are, how to reach them, where their invitation stands and since when."""

    ref: MemberRef
    email: str
    phone: str
    has_address: bool
    channel: str
    invitation: InvitationState
    since: datetime | None


def member_lines(*, assembly_id: int, now: datetime) -> tuple[MemberLine, ...]:
    """Everybody of the list, by number; two queries."""
    members = Membership.objects.with_voice().filter(assembly=assembly_id)
    newest = newest_invitations(assembly_id=assembly_id)
    return tuple(_line(member, newest.get(member.pk), now) for member in members)


def newest_invitations(*, assembly_id: int) -> dict[int, Invitation]:
    """The invitation that counts for each person, by membership; one query."""
    invitations = Invitation.objects.filter(membership__assembly=assembly_id).order_by("pk")
    return {each.membership_id: each for each in invitations}


def _line(member: Membership, invitation: Invitation | None, now: datetime) -> MemberLine:
    state = state_of_invitation(invitation.facts() if invitation else None, now=now)
    if member.user_id:
        state = InvitationState.ACCEPTED
    return MemberLine(
        ref=member_ref(member),
        email=member.email,
        phone=member.phone,
        has_address=bool(member.postal_address),
        channel=invitation.channel if invitation else "",
        invitation=state,
        since=_since(state, invitation, member),
    )


def _since(state: InvitationState, invitation: Invitation | None, member: Membership) -> datetime | None:
    if state is InvitationState.ACCEPTED:
        return member.joined_at
    if invitation is None:
        return None
    return {
        InvitationState.FAILED: invitation.failed_at,
        InvitationState.OPENED: invitation.opened_at,
        InvitationState.EXPIRED: invitation.expires_at,
        InvitationState.WITHDRAWN: invitation.withdrawn_at,
    }.get(state, invitation.sent_at)


def add_member(*, member: Membership) -> Membership:
    """Writes someone at the end of the list, with the next number."""
    return add_members(assembly_id=member.assembly_id, members=[member])[0]


@transaction.atomic
def add_members(*, assembly_id: int, members: Iterable[Membership]) -> list[Membership]:
    """Writes people at the end of the list, all of them or nobody; numbers are never used again."""
    assembly = Assembly.objects.select_for_update().get(pk=assembly_id)
    added = list(members)
    for number, member in enumerate(added, start=assembly.last_number + 1):
        member.assembly_id, member.number = assembly_id, number
    assembly.last_number += len(added)
    assembly.save(update_fields=["last_number"])
    return Membership.objects.bulk_create(added)
