"""Shapes of the living world: standard words for what a record says and how sure it is."""

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

    @property
    def to_confirm(self) -> bool:
        return not self.reference


@dataclass(frozen=True, slots=True)
class DrawnNode:
    """A node of a drawn web, in units of the drawing. `lines` are its name, cut to fit."""

    slug: str
    name: str
    lines: tuple[str, ...]
    url: str
    milieu: str
    x: float
    y: float
    spoken_for: bool
    focus: bool


@dataclass(frozen=True, slots=True)
class DrawnLink:
    """A curve between two nodes; `kind` sets its stroke (food, shelter, flower, together)."""

    path: str
    kind: str
    to_confirm: bool
    source: str
    target: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A web ready to be drawn as SVG, `width` by `height` units."""

    width: int
    height: int
    nodes: tuple[DrawnNode, ...]
    links: tuple[DrawnLink, ...]


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
