"""A statement as typed values that mirror xAPI 1.0.3 (xAPI-Data 2.4). Standard library only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from courses.records.data import Result


class Role(StrEnum):
    """How a statement names an agent or an activity that is neither its actor nor its object."""

    MEMBER = "member"
    INSTRUCTOR = "instructor"
    TEAM = "team"
    PARENT = "parent"
    GROUPING = "grouping"
    CATEGORY = "category"
    OTHER = "other"
    # Whatever a sub-statement names.
    INNER = "inner"


@dataclass(frozen=True, slots=True)
class Actor:
    """An agent or group; `key` is its inverse functional identifier as one string, empty if anonymous."""

    kind: str
    key: str
    members: tuple["Actor", ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The identifiers of the actor and of its members."""
        return tuple(key for key in (self.key, *(member.key for member in self.members)) if key)


@dataclass(frozen=True, slots=True)
class Reference:
    """An agent's identifier or an activity's IRI, and how a statement names it."""

    role: Role
    key: str


@dataclass(frozen=True, slots=True)
class Context:
    """xAPI-Data 2.4.6: what is needed to file a statement."""

    registration: UUID | None = None
    parents: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    statement: UUID | None = None


@dataclass(frozen=True, slots=True)
class StatementObject:
    """What the verb was done to: `key` is an activity IRI, an agent's identifier or a statement's id."""

    kind: str
    key: str
    sub_statement: "StatementIn | None" = None
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementIn:
    """A statement that was checked, and its JSON exactly as received (`raw`)."""

    id: UUID | None
    actor: Actor
    verb: str
    object: StatementObject
    result: Result
    context: Context
    timestamp: datetime | None
    raw: Mapping[str, Any]

    @property
    def activity_iri(self) -> str:
        """The activity's IRI, empty when the object is not an activity."""
        return self.object.key if self.object.kind == "Activity" else ""
