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


@dataclass(frozen=True, slots=True)
class LoadReport:
    """How many records a load created."""

    milieus: int
    species: int
    types: int
    interactions: int
