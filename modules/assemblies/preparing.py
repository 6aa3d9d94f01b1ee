"""Counts how far an assembly's preparation is."""

from datetime import datetime

from django.db.models import Count, Q

from modules.assemblies.data import InvitationState, Progress
from modules.assemblies.listing import newest_invitations
from modules.assemblies.models import AssemblyDate, College, Document, Membership
from modules.assemblies.rules import state_of_invitation

WAITING = (InvitationState.NONE, InvitationState.FAILED, InvitationState.EXPIRED, InvitationState.WITHDRAWN)


def progress_of(*, assembly_id: int, calls: int, now: datetime) -> Progress:
    """The counts that decide what to do next; `calls` is how many people need one. Six queries."""
    people = Membership.objects.filter(assembly=assembly_id).aggregate(
        all=Count("pk"),
        speaking=Count("pk", filter=Q(speaks=True)),
        voices=Count("pk", filter=Q(speaks=True, species__isnull=False)),
        substitutes=Count("pk", filter=Q(speaks=True, spare=True, species__isnull=True)),
        accepted=Count("pk", filter=Q(user__isnull=False)),
    )
    return Progress(
        colleges=College.objects.filter(assembly=assembly_id).count(),
        speaking=people["speaking"],
        to_invite=_to_invite(assembly_id, now),
        accepted=people["accepted"],
        people=people["all"],
        voices=people["voices"],
        substitutes=people["substitutes"],
        dates_to_come=AssemblyDate.objects.filter(assembly=assembly_id).to_come(now).count(),
        documents=Document.objects.filter(assembly=assembly_id).count(),
        calls=calls,
    )


def _to_invite(assembly_id: int, now: datetime) -> int:
    newest = newest_invitations(assembly_id=assembly_id)
    alone = Membership.objects.filter(assembly=assembly_id, user=None).values_list("pk", flat=True)
    states = (state_of_invitation(newest[pk].facts() if pk in newest else None, now=now) for pk in alone)
    return sum(state in WAITING for state in states)
