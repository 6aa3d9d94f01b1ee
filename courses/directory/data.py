"""The shape of what the directory knows."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class TerritoryKind(StrEnum):
    """The two sizes of territory an expert may tick."""

    REGION = "region"
    DEPARTEMENT = "departement"


@dataclass(frozen=True, slots=True)
class TerritoryRef:
    """A région or a département; `region` is the code of the région it belongs to, or is."""

    kind: TerritoryKind
    code: str
    name: str
    region: str

    @property
    def key(self) -> str:
        """What names it in an address or a form: `departement-29`, `region-53`."""
        return f"{self.kind}-{self.code}"


@dataclass(frozen=True, slots=True)
class TerritoryGroup:
    """A région and its départements, in the order people read them."""

    region: TerritoryRef
    departements: tuple[TerritoryRef, ...]
    overseas: bool


@dataclass(frozen=True, slots=True)
class ListingState:
    """What decides whether someone appears: their choice, the team's, and what they have filled in."""

    opted_in: bool
    withheld: bool
    described: bool
    located: bool


class Obstacle(StrEnum):
    """Why someone does not appear in the directory."""

    NOT_OPTED_IN = "not_opted_in"
    WITHHELD = "withheld"
    NO_CREDENTIAL = "no_credential"
    NO_PRESENTATION = "no_presentation"
    NO_TERRITORY = "no_territory"


@dataclass(frozen=True, slots=True)
class DirectoryQuery:
    """What a visitor asks for; empty strings ask for nothing."""

    departement: str = ""
    region: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """An expert as the search sees them: where they work and the words that describe them."""

    expert_id: int
    user_id: int
    sort_name: str
    search_text: str
    departements: frozenset[str] = field(default_factory=frozenset)
    regions: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class CredentialLine:
    """A valid credential as a card shows it; `partial` until practice is assessed too."""

    title: str
    number: str
    url: str
    partial: bool
    issued_at: datetime
    uuid: UUID


@dataclass(frozen=True, slots=True)
class ExpertCard:
    """What anyone may read of an expert. It holds no e-mail address."""

    id: int
    slug: str
    name: str
    presentation: str
    organisation: str
    website: str
    territories: tuple[TerritoryRef, ...]
    credentials: tuple[CredentialLine, ...]


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """One page of results; `covered` holds the départements where at least one expert works."""

    experts: tuple[ExpertCard, ...]
    total: int
    number: int
    pages: int
    covered: frozenset[str]


class MessageVerdict(StrEnum):
    """What becomes of a message written to an expert."""

    ACCEPTED = "accepted"
    ROBOT = "robot"
    TOO_FAST = "too_fast"
    STALE = "stale"
    TOO_MANY = "too_many"
    EXPERT_BUSY = "expert_busy"


@dataclass(frozen=True, slots=True)
class Traffic:
    """How many messages left lately: from this connection, from it to this expert, and to this expert."""

    from_sender: int = 0
    from_sender_to_expert: int = 0
    to_expert: int = 0
