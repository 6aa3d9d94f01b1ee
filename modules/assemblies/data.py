"""The shapes of an assembly: who is in it, in which role, for which species, and what was sent to them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Scale(StrEnum):
    """How wide a territory is: the scales the founding FAQ names, and a free set of communes."""

    COMMUNE = "commune"
    EPCI = "epci"
    DEPARTEMENT = "departement"
    REGION = "region"
    PARK = "park"
    STATE = "state"
    CATCHMENT = "catchment"
    LIVING_AREA = "living_area"
    BIOREGION = "bioregion"
    COMMUNES = "communes"


class AssemblyState(StrEnum):
    """Where an assembly is in its life."""

    PREPARING = "preparing"
    AT_WORK = "at_work"
    CLOSED = "closed"


class Role(StrEnum):
    """What someone does in an assembly. Coordinator and two garants lead it; the facilitator is from outside."""

    MEMBER = "member"
    COORDINATOR = "coordinator"
    GARANT = "garant"
    ADMINISTRATION = "administration"
    ELECTED = "elected"
    FACILITATOR = "facilitator"


class Action(StrEnum):
    """What may be seen or done in an assembly's space; `rules.may` says by whom."""

    SEE_ASSEMBLY = "see_assembly"
    SEE_VOICES = "see_voices"
    SEE_DRAW = "see_draw"
    SEE_ROLES = "see_roles"
    READ_DOCUMENTS = "read_documents"
    WRITE_NOTEBOOK = "write_notebook"
    SEE_COLLEGE_TABLE = "see_college_table"
    PROJECT_COLLEGE_TABLE = "project_college_table"
    SEE_RUN_SHEETS = "see_run_sheets"
    SEE_INVITATIONS = "see_invitations"
    SEE_CONTACTS = "see_contacts"
    MANAGE_MEMBERS = "manage_members"
    MANAGE_COLLEGES = "manage_colleges"
    GIVE_SPECIES = "give_species"
    INVITE = "invite"
    SEND_DOCUMENTS = "send_documents"
    SEE_READING = "see_reading"
    SEE_CALLS = "see_calls"
    NOTE_CALLS = "note_calls"
    SET_DATES = "set_dates"
    SET_MANDATE = "set_mandate"
    ASK_SPECIES = "ask_species"


class Given(StrEnum):
    """How a species came to its voice."""

    LOT = "lot"
    CHOICE = "choice"


class Channel(StrEnum):
    """How an invitation reaches someone."""

    EMAIL = "email"
    LETTER = "letter"


class InvitationState(StrEnum):
    """Where an invitation stands; `rules.state_of_invitation` decides."""

    NONE = "none"
    TO_SEND = "to_send"
    FAILED = "failed"
    SENT = "sent"
    OPENED = "opened"
    ACCEPTED = "accepted"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class DateKind(StrEnum):
    """What happens on a date of the calendar."""

    FESTIVE = "festive"
    DRAW = "draw"
    COLLECTIVE = "collective"
    MEETING = "meeting"
    COMMITMENTS = "commitments"


class Audience(StrEnum):
    """Whom a document is sent to."""

    EVERYBODY = "everybody"
    COLLEGE = "college"
    ROLE = "role"


class AssemblyRefused(Exception):
    """An act the rules refuse; `id` is stable, the page gives its French text."""

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.id = id


@dataclass(frozen=True, slots=True)
class AssemblyRef:
    """An assembly, as other apps name it."""

    id: int
    slug: str
    name: str
    territory: str
    state: AssemblyState
    url: str
    course_id: int | None = None


@dataclass(frozen=True, slots=True)
class CollegeRef:
    """The members attentive to one milieu."""

    id: int
    assembly_id: int
    name: str
    milieu_id: int | None = None
    milieu_slug: str = ""
    milieu_name: str = ""


@dataclass(frozen=True, slots=True)
class SpeciesRef:
    """A species given to someone; `short_name` has its article (“la loutre”)."""

    id: int
    slug: str
    name: str
    short_name: str
    url: str


@dataclass(frozen=True, slots=True)
class MemberRef:
    """Someone in an assembly; `user_id` is None until they accepted. It holds no address."""

    id: int
    assembly_id: int
    number: int
    user_id: int | None
    name: str
    role: Role
    college: CollegeRef | None = None
    species: SpeciesRef | None = None
    given: Given | None = None
    spare: bool = False


@dataclass(frozen=True, slots=True)
class DateRef:
    """A dated meeting of an assembly; without a college, it is everybody's."""

    id: int
    title: str
    kind: DateKind
    starts_at: datetime
    ends_at: datetime | None
    place: str
    college_id: int | None = None


@dataclass(frozen=True, slots=True)
class InvitationFacts:
    """What decides an invitation's state."""

    sent_at: datetime | None
    opened_at: datetime | None
    accepted_at: datetime | None
    withdrawn_at: datetime | None
    expires_at: datetime
    failed_at: datetime | None = None


class Step(StrEnum):
    """What a coordinator does, in the order in which it makes sense."""

    COLLEGES = "colleges"
    MEMBERS = "members"
    INVITATIONS = "invitations"
    DRAW = "draw"
    DATES = "dates"
    DOCUMENTS = "documents"
    CALLS = "calls"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an assembly's preparation is, in counts."""

    colleges: int = 0
    speaking: int = 0
    to_invite: int = 0
    accepted: int = 0
    people: int = 0
    voices: int = 0
    substitutes: int = 0
    dates_to_come: int = 0
    documents: int = 0
    calls: int = 0
