"""Inviting people: by e-mail (sent by a task), by printed letter, again, or no longer.

What opens an invitation exists only in the e-mail or on the letter. So the newest one counts, the older ones are
withdrawn, and `shown`, the newest invitation that the coordinator's page knew, makes a second click harmless.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from modules.assemblies.data import AssemblyRefused, Channel, InvitationState
from modules.assemblies.joining_rules import VALIDITY
from modules.assemblies.listing import newest_invitations
from modules.assemblies.models import Assembly, Invitation, InvitationSending, Membership
from modules.assemblies.preparing import WAITING
from modules.assemblies.rules import state_of_invitation
from modules.assemblies.secrets_of_invitations import Secret, hash_of, new_secret
from modules.assemblies.sending_invitations import send_invitations


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """Someone of the list and their invitation, with its dates; `waiting` is for those to invite."""

    id: int
    number: int
    name: str
    email: str
    has_address: bool
    channel: str
    state: InvitationState
    waiting: bool
    sent_at: datetime | None = None
    opened_at: datetime | None = None
    accepted_at: datetime | None = None
    failed_at: datetime | None = None
    withdrawn_at: datetime | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """What is printed for one person, once."""

    member: Membership
    secret: Secret
    expires_at: datetime
    replaces: bool


@dataclass(slots=True)
class Asked:
    """What came of a wish to invite: the people kept, and the names left out, by the id of the reason."""

    members: list[Membership] = field(default_factory=list)
    left_out: dict[str, list[str]] = field(default_factory=dict)
    replaced: set[int] = field(default_factory=set)

    def leave_out(self, reason: str, name: str) -> None:
        self.left_out.setdefault(reason, []).append(name)


def invitation_lines(*, assembly_id: int, now: datetime) -> tuple[InvitationLine, ...]:
    """Everybody of the list, by number, and where their invitation stands; two queries."""
    newest = newest_invitations(assembly_id=assembly_id)
    members = Membership.objects.filter(assembly=assembly_id)
    return tuple(_line(member, newest.get(member.pk), now) for member in members)


def _line(member: Membership, invitation: Invitation | None, now: datetime) -> InvitationLine:
    state = state_of_invitation(invitation.facts() if invitation else None, now=now)
    if member.user_id:
        state = InvitationState.ACCEPTED
    dates = ("sent_at", "opened_at", "failed_at", "withdrawn_at", "expires_at")
    return InvitationLine(
        id=member.pk,
        number=member.number,
        name=member.name,
        email=member.email,
        has_address=bool(member.postal_address),
        channel=invitation.channel if invitation else "",
        state=state,
        waiting=state in WAITING,
        accepted_at=member.joined_at,
        **{date: getattr(invitation, date) for date in dates if invitation},
    )


def newest_shown(*, assembly_id: int) -> int:
    """The newest invitation of the assembly, which a page shows; 0 when there is none."""
    newest = Invitation.objects.filter(membership__assembly=assembly_id).aggregate(newest=Max("pk"))["newest"]
    return int(newest or 0)


def waiting_people(*, assembly_id: int, now: datetime, with_email: bool) -> list[int]:
    """Who has no invitation that works, with an e-mail address or without one."""
    lines = invitation_lines(assembly_id=assembly_id, now=now)
    return [line.id for line in lines if line.waiting and bool(line.email) is with_email]


@transaction.atomic
def invite_by_email(
    *, place: Membership, people: Collection[int], shown: int, now: datetime
) -> tuple[InvitationSending | None, Asked]:
    """Asks the worker to write to these people of the asker's assembly; no sending when nobody is left to write to."""
    asked = _asked(place.assembly_id, people, shown)
    _keep_those_to_write_to(asked)
    return _to_send(place.assembly_id, place, asked, now), asked


@transaction.atomic
def invite_first(*, person: Membership, now: datetime) -> InvitationSending | None:
    """Asks the worker to write to someone whom the team of the site puts in charge; None without an address."""
    asked = _asked(person.assembly_id, [person.pk], None)
    _keep_those_to_write_to(asked)
    return _to_send(person.assembly_id, None, asked, now)


def _to_send(assembly_id: int, asker: Membership | None, asked: Asked, now: datetime) -> InvitationSending | None:
    if not asked.members:
        return None
    sending = InvitationSending.objects.create(
        assembly_id=assembly_id, asked_by=asker, asked_at=now, total=len(asked.members)
    )
    # Nobody knows these tokens: the worker draws the one it sends.
    secrets = [Secret(new_secret().token, "") for _member in asked.members]
    _write(asked, secrets, Channel.EMAIL, now, sending=sending)
    transaction.on_commit(lambda: send_invitations.enqueue(sending.pk))
    return sending


@transaction.atomic
def print_letters(
    *, place: Membership, people: Collection[int], shown: int, now: datetime
) -> tuple[list[Letter], Asked]:
    """New codes for these people, told here once; whoever came already gets a code that asks for their password."""
    asked = _asked(place.assembly_id, people, shown)
    secrets = [new_secret() for _member in asked.members]
    made = _write(asked, secrets, Channel.LETTER, now, sent_at=now)
    return [
        Letter(member, secret, invitation.expires_at, member.pk in asked.replaced)
        for member, secret, invitation in zip(asked.members, secrets, made, strict=True)
    ], asked


@transaction.atomic
def withdraw(*, place: Membership, people: Collection[int], now: datetime) -> Asked:
    """Withdraws the invitations of these people that nobody accepted yet."""
    asked = _asked(place.assembly_id, people, None)
    pending = Invitation.objects.open_at(now).filter(accepted_at=None, membership__user=None)
    open_to = set(pending.filter(membership__in=asked.members).values_list("membership", flat=True))
    for member in list(asked.members):
        if member.pk not in open_to:
            asked.members.remove(member)
            asked.leave_out("not-pending", member.name)
    pending.filter(membership__in=asked.members).update(withdrawn_at=now)
    return asked


def _asked(assembly_id: int, people: Collection[int], shown: int | None) -> Asked:
    """The people of this assembly among those named, its row locked so that two clicks take turns."""
    if not people:
        raise AssemblyRefused("nobody-chosen")
    Assembly.objects.select_for_update().get(pk=assembly_id)
    newest, asked = newest_invitations(assembly_id=assembly_id), Asked()
    for member in Membership.objects.with_voice().filter(assembly=assembly_id, pk__in=people):
        known = newest.get(member.pk)
        if known and shown is not None and known.pk > shown:
            asked.leave_out("just-invited", member.name)
            continue
        if known:
            asked.replaced.add(member.pk)
        asked.members.append(member)
    return asked


def _keep_those_to_write_to(asked: Asked) -> None:
    for member in list(asked.members):
        reason = "not-invitable" if member.user_id else "" if member.email else "no-address"
        if reason:
            asked.members.remove(member)
            asked.leave_out(reason, member.name)


def _write(
    asked: Asked,
    secrets: Iterable[Secret],
    channel: Channel,
    now: datetime,
    *,
    sent_at: datetime | None = None,
    sending: InvitationSending | None = None,
) -> list[Invitation]:
    Invitation.objects.filter(membership__in=asked.members, withdrawn_at=None).update(withdrawn_at=now)
    invitations = [
        Invitation(
            membership=member,
            channel=channel.value,
            token_hash=hash_of(secret.token),
            code_hash=hash_of(secret.code) if secret.code else None,
            address=member.email if channel is Channel.EMAIL else "",
            created_at=now,
            expires_at=now + VALIDITY[channel],
            sent_at=sent_at,
            sending=sending,
        )
        for member, secret in zip(asked.members, secrets, strict=True)
    ]
    return Invitation.objects.bulk_create(invitations)
