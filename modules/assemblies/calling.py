"""Who needs a call in an assembly, and the calls that were made: read here, decided by `calling_rules`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from courses.learning.api import Start, starts_of
from modules.assemblies.calling_rules import MEETING_NEAR, Facts, ToRead, Why, reasons_for
from modules.assemblies.data import Action, Role
from modules.assemblies.documents import concerns
from modules.assemblies.listing import newest_invitations
from modules.assemblies.models import AssemblyDate, CallNote, Delivery, Document, Invitation, Membership
from modules.assemblies.people_file import plain
from modules.assemblies.rules import may

# The same note by the same caller within this time is a double click.
SAME_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class CallLine:
    """Someone of the assembly, as whoever calls them needs to know them."""

    id: int
    name: str
    phone: str
    role: str
    college: str
    invited_at: datetime | None
    joined_at: datetime | None
    last_activity_at: datetime | None
    called_on: date | None
    reasons: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read of a whole assembly, by membership, user or college."""

    invitations: Mapping[int, Invitation]
    starts: Mapping[int, Start]
    meetings: Mapping[int | None, datetime]
    to_read: Iterable[Document]
    opened: set[tuple[int, int]]
    given: Mapping[tuple[int, int], datetime]
    called: Mapping[int, date]


def call_lines(*, place: Membership, now: datetime) -> tuple[CallLine, ...]:
    """Everybody of the assembly but the asker, those who need a call first; eight queries, whatever their number.

    Documents left unopened are told to those who may see who reads.
    """
    others = Membership.objects.with_voice().filter(assembly=place.assembly_id).exclude(pk=place.pk)
    people = list(others)
    known = _known(place, people, now)
    lines = [_line(person, known, now) for person in people]
    return tuple(sorted(lines, key=lambda line: (not line.reasons, plain(line.name))))


def call_line(*, place: Membership, member: Membership, now: datetime) -> CallLine:
    """The same of one person, read `with_voice`."""
    return _line(member, _known(place, [member], now), now)


def calls_waiting(*, place: Membership, now: datetime) -> int:
    """How many people need a call today, as far as the asker may see."""
    return sum(bool(line.reasons) for line in call_lines(place=place, now=now))


def _known(place: Membership, people: list[Membership], now: datetime) -> _Known:
    assembly_id = place.assembly_id
    documents = _documents_to_read(assembly_id, now) if may(Role(place.role), Action.SEE_READING) else []
    deliveries = Delivery.objects.filter(document__in=documents) if documents else Delivery.objects.none()
    rows = list(deliveries.values_list("document", "membership", "given_at", "opened_at"))
    notes = CallNote.objects.filter(membership__assembly=assembly_id).order_by("called_on")
    return _Known(
        invitations=newest_invitations(assembly_id=assembly_id),
        starts=_starts(place.assembly.course_id, people),
        meetings=_next_meetings(assembly_id, now),
        to_read=documents,
        opened={(document, person) for document, person, _given, opened in rows if opened},
        given={(document, person): given for document, person, given, _opened in rows},
        called=dict(notes.values_list("membership", "called_on")),
    )


def _starts(course_id: int | None, people: list[Membership]) -> dict[int, Start]:
    """How far those who speak are in the spokespeople's course; the others have none to follow."""
    users = [person.user_id for person in people if person.speaks and person.user_id]
    return starts_of(course_id=course_id, user_ids=users) if course_id and users else {}


def _next_meetings(assembly_id: int, now: datetime) -> dict[int | None, datetime]:
    """The next meeting of each college, and everybody's (None)."""
    coming = AssemblyDate.objects.filter(assembly=assembly_id).to_come(now).order_by("-starts_at")
    return dict(coming.values_list("college", "starts_at"))


def _documents_to_read(assembly_id: int, now: datetime) -> list[Document]:
    near = Document.objects.filter(
        assembly=assembly_id, meeting__starts_at__gte=now, meeting__starts_at__lte=now + MEETING_NEAR
    )
    return list(near.select_related("meeting"))


def _line(person: Membership, known: _Known, now: datetime) -> CallLine:
    facts = _facts(person, known)
    return CallLine(
        id=person.pk,
        name=person.name,
        phone=person.phone,
        role=person.role,
        college=person.college.name if person.college else "",
        invited_at=facts.invited_at,
        joined_at=facts.joined_at,
        last_activity_at=facts.start.last_activity_at if facts.start else None,
        called_on=facts.called_on,
        reasons=reasons_for(facts, now=timezone.localtime(now)),
    )


def _facts(person: Membership, known: _Known) -> Facts:
    invitation = known.invitations.get(person.pk)
    meetings = [at for key in {None, person.college_id} if (at := known.meetings.get(key))]
    return Facts(
        invited_at=invitation.sent_at if invitation and not invitation.withdrawn_at else None,
        joined_at=(person.joined_at or person.created_at) if person.user_id else None,
        start=known.starts.get(person.user_id or 0),
        next_meeting_at=min(meetings, default=None),
        unread=tuple(_unread(person, known)),
        called_on=known.called.get(person.pk),
    )


def _unread(person: Membership, known: _Known) -> Iterable[ToRead]:
    for document in known.to_read:
        pair = (document.pk, person.pk)
        if concerns(document, person) and pair not in known.opened and document.meeting:
            # Someone who joined since finds it from that day on.
            given = known.given.get(pair) or max(document.added_at, person.joined_at or document.added_at)
            yield ToRead(document.title, given, document.meeting.starts_at)


@transaction.atomic
def note_call(*, member: Membership, caller: Membership, called_on: date, note: str, now: datetime) -> CallNote:
    """Writes down a call; the second of two clicks finds the first one's note."""
    Membership.objects.select_for_update().get(pk=member.pk)
    same = CallNote.objects.filter(membership=member, caller=caller, called_on=called_on, note=note)
    if known := same.filter(created_at__gt=now - SAME_WITHIN).first():
        return known
    return CallNote.objects.create(membership=member, caller=caller, called_on=called_on, note=note)


def calls_to(*, member: Membership) -> QuerySet[CallNote]:
    """The calls made to someone, the newest first."""
    return member.call_notes.select_related("caller")
