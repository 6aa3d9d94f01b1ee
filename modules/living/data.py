"""Shapes of the living world: standard words for what a record says and how sure it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Nature(StrEnum):
    """What a node of the web is: published webs hold groups and resources beside species."""

    SPECIES = "species"
    TAXON = "taxon"
    GROUP = "group"
    RESOURCE = "resource"


class Confidence(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Necessity(StrEnum):
    """How much the dependent needs the link."""

    OBLIGATE = "obligate"
    STRONG = "strong"
    MEDIUM = "medium"
    WEAK = "weak"


class Dependent(StrEnum):
    """Who suffers when the other end goes; not the direction of the interaction."""

    SOURCE = "source"
    TARGET = "target"
    BOTH = "both"
    NONE = "none"


class Evidence(StrEnum):
    OBSERVED = "observed"
    LITERATURE = "literature"
    EXPERT = "expert"
    POTENTIAL = "potential"


class RedListCategory(StrEnum):
    """IUCN categories, as they are written in every language."""

    EX = "EX"
    EW = "EW"
    RE = "RE"
    CR = "CR"
    EN = "EN"
    VU = "VU"
    NT = "NT"
    LC = "LC"
    DD = "DD"
    NA = "NA"
    NE = "NE"


class Season(StrEnum):
    ALL_YEAR = "all_year"
    SPRING = "spring"
    SUMMER = "summer"
    AUTUMN = "autumn"
    WINTER = "winter"


class Lever(StrEnum):
    """What a local authority acts on, as the keys of a record's `levers`."""

    WATER = "eau"
    PLANNING = "urbanisme"
    LIGHTING = "eclairage"
    LAND = "foncier"
    FARMING = "agriculture"
    UPKEEP = "entretien"


class Tension(StrEnum):
    """The seven tensions that the workshops of the microparlements named, in the order of their FAQ."""

    RESOURCES = "ressources"
    URBANISATION = "urbanisation"
    FARMING = "agriculture"
    WATER = "eau"
    IGNORANCE = "meconnaissance"
    CONFLICTS = "conflits"
    AGENCY = "pouvoir"


class DayKind(StrEnum):
    """What a stretch of the day is for."""

    ACTIVE = "active"
    REST = "rest"


class YearKind(StrEnum):
    """What a stretch of the year is for."""

    ACTIVE = "active"
    BREEDING = "breeding"
    YOUNG = "young"
    FLOWERING = "flowering"
    FRUITING = "fruiting"
    MIGRATION = "migration"
    REST = "rest"


class ImportState(StrEnum):
    """How far a file of interactions is."""

    WAITING = "waiting"
    READING = "reading"
    CHECKED = "checked"
    KEEPING = "keeping"
    KEPT = "kept"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class LoadReport:
    """How many records a load created."""

    milieus: int
    species: int
    types: int
    interactions: int


@dataclass(frozen=True, slots=True)
class Thread:
    """One interaction, as a page tells it: a sentence, the other end, and how sure it is."""

    code: str
    sentence: str
    other_name: str
    other_url: str
    type_label: str
    type_wording: str
    necessity: str
    season: str
    confidence: str
    reference: str
    kind: str = ""
    other_slug: str = ""
    other_milieu: str = ""
    life_stage: str = ""
    evidence: str = ""

    @property
    def to_confirm(self) -> bool:
        return not self.reference


@dataclass(frozen=True, slots=True)
class WebNode:
    """A node of the web: `name` as in a sentence ("la loutre"), `title` as on a label."""

    slug: str
    name: str
    title: str
    milieu: str
    nature: Nature
    exhaustive: bool

    @property
    def spoken_for(self) -> bool:
        return bool(self.milieu)


@dataclass(frozen=True, slots=True)
class Strand:
    """A published interaction between two nodes of a web, by slug."""

    code: str
    source: str
    target: str
    type_label: str
    wording: str
    inverse_wording: str
    is_food: bool
    dependent: Dependent
    necessity: Necessity
    season: Season
    confidence: Confidence
    reference: str

    @property
    def to_confirm(self) -> bool:
        return not self.reference


@dataclass(frozen=True, slots=True)
class LivingWeb:
    """Nodes by slug, the interactions among them, and the names of their milieus by slug, along the landscape."""

    nodes: Mapping[str, WebNode]
    strands: tuple[Strand, ...]
    milieus: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WebFilters:
    """What part of the web is asked for; an empty value keeps everything."""

    milieu: str = ""
    kind: str = ""
    season: str = ""
    certainty: str = ""
    level: str = ""
    around: str = ""
    steps: int = 1


class Certainty(StrEnum):
    """How sure a link must be to be kept, as written in addresses."""

    SOURCED = "source"
    TO_CONFIRM = "a-confirmer"
    HIGH = "haute"


class Floor(StrEnum):
    """A web's levels gathered in three, as written in addresses."""

    TOP = "haut"
    MIDDLE = "milieu"
    BASE = "base"


class Mark(StrEnum):
    """What a drawing says of a node beside its name; each has its own shape, not a colour alone."""

    NONE = ""
    LOST = "perdu"
    WEAKENED = "fragilise"
    REGAINED = "revenu"


@dataclass(frozen=True, slots=True)
class DrawnNode:
    """A node of a drawn web, in units of its sheet. `lines` are its name, cut to fit under the glyph."""

    slug: str
    name: str
    lines: tuple[str, ...]
    url: str
    picture: str
    milieu: str
    nature: str
    x: float
    y: float
    radius: int
    spoken_for: bool
    focus: bool
    on_chain: bool
    mark: Mark

    @property
    def badge(self) -> int:
        """How far up and to the right of its centre a mark stands that must not cover its picture."""
        return max(15, round(self.radius * 0.8))


@dataclass(frozen=True, slots=True)
class DrawnLink:
    """A curve between two nodes; `kind` sets its stroke and its marker (food, shelter, flower, together)."""

    path: str
    bend: float
    kind: str
    to_confirm: bool
    source: str
    target: str
    sentence: str
    on_chain: bool


@dataclass(frozen=True, slots=True)
class DrawnStrip:
    """The ground of a milieu."""

    slug: str
    name: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class DrawnSheet:
    """One composition of a web: `kind` is "large" for a desk or a projector, "etroit" for a phone."""

    key: str
    kind: str
    width: int
    height: int
    strips: tuple[DrawnStrip, ...]
    nodes: tuple[DrawnNode, ...]
    links: tuple[DrawnLink, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A web ready to be drawn as SVG, composed for a wide and for a narrow screen."""

    sheets: tuple[DrawnSheet, ...]
    has_chain: bool = False

    @property
    def nodes(self) -> tuple[DrawnNode, ...]:
        return self.sheets[0].nodes

    @property
    def links(self) -> tuple[DrawnLink, ...]:
        return self.sheets[0].links

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(link.kind for link in self.links))

    @property
    def marks(self) -> frozenset[Mark]:
        """The marks that some node bears: the key explains them."""
        return frozenset(node.mark for node in self.nodes if node.mark)

    @property
    def has_resources(self) -> bool:
        return any(node.nature == "resource" for node in self.nodes)


@dataclass(frozen=True, slots=True)
class SpeciesName:
    """A species that may be given to a spokesperson."""

    id: int
    slug: str
    name: str
    milieu_id: int


@dataclass(frozen=True, slots=True)
class MilieuName:
    """A milieu, as a list names it."""

    id: int
    slug: str
    name: str


class TieKind(StrEnum):
    """What a tie between two species is, for those who speak for them."""

    HELPS = "helps"
    OPPOSES = "opposes"
    SHARES = "shares"
    CHAIN = "chain"


@dataclass(frozen=True, slots=True)
class TieLink:
    """One interaction of a tie, told."""

    sentence: str
    confidence: str
    reference: str

    @property
    def to_confirm(self) -> bool:
        return not self.reference


@dataclass(frozen=True, slots=True)
class Tie:
    """What joins or opposes two species, by slug; `via` is the slug of what both need."""

    kind: TieKind
    first: str
    second: str
    links: tuple[TieLink, ...]
    via: str = ""

    @property
    def to_confirm(self) -> bool:
        return any(link.to_confirm for link in self.links)


@dataclass(frozen=True, slots=True)
class Remedy:
    """An act as a scenario tries it: slugs that it gives back, codes of interactions that it holds."""

    slug: str
    name: str
    domain: str
    description: str
    gives_back: frozenset[str]
    holds: frozenset[str]
    provenance: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """What an address asks to live through: losses in order, what was foreseen, an act, and other losses to compare."""

    losses: tuple[str, ...] = ()
    expected: tuple[str, ...] = ()
    seen: bool = False
    act: str = ""
    others: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return ",".join(self.losses)
