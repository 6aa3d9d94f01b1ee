"""The parameters of each resource, checked (xAPI-Communication 2)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from courses.records import formats, parsing, shapes
from courses.records.data import StatementInvalid
from courses.records.xapi.refusals import bad

Parameters = Mapping[str, str]
FORMATS = ("ids", "exact", "canonical")
SINGLE = frozenset(("statementId", "voidedStatementId"))
WITH_SINGLE = frozenset(("attachments", "format"))
FILTERS = frozenset(
    {
        "activity",
        "agent",
        "ascending",
        "limit",
        "registration",
        "related_activities",
        "related_agents",
        "since",
        "until",
        "verb",
    }
)
MAX_ID_BYTES = 1000


@dataclass(frozen=True, slots=True)
class StatementQuery:
    """Which statements are asked for, in which order and shape."""

    statement_id: UUID | None = None
    voided_id: UUID | None = None
    agent: str = ""
    verb: str = ""
    activity: str = ""
    registration: UUID | None = None
    related_activities: bool = False
    related_agents: bool = False
    since: datetime | None = None
    until: datetime | None = None
    limit: int = 0
    ascending: bool = False
    format: str = "exact"
    attachments: bool = False


def statement_query(parameters: Parameters) -> StatementQuery:
    """The query of GET statements; raises `Refused` for what the specification forbids."""
    check_known(parameters, SINGLE | WITH_SINGLE | FILTERS)
    singles = SINGLE & parameters.keys()
    if len(singles) == 2 or (singles and FILTERS & parameters.keys()):
        raise bad("parameters-exclude-each-other", sorted(singles)[0])
    form = parameters.get("format", "exact")
    if form not in FORMATS:
        raise bad("unknown-format", "format")
    return StatementQuery(
        statement_id=uuid_of(parameters, "statementId"),
        voided_id=uuid_of(parameters, "voidedStatementId"),
        agent=agent_of(parameters)[0] if "agent" in parameters else "",
        verb=iri_of(parameters, "verb"),
        activity=iri_of(parameters, "activity"),
        registration=uuid_of(parameters, "registration"),
        related_activities=flag_of(parameters, "related_activities"),
        related_agents=flag_of(parameters, "related_agents"),
        since=moment_of(parameters, "since"),
        until=moment_of(parameters, "until"),
        limit=limit_of(parameters),
        ascending=flag_of(parameters, "ascending"),
        format=form,
        attachments=flag_of(parameters, "attachments"),
    )


def check_known(parameters: Parameters, known: Collection[str], required: Collection[str] = ()) -> None:
    """Refuses unknown parameters, which a different case makes too, and missing ones."""
    for name in parameters:
        if name not in known:
            raise bad("unknown-parameter", name)
    for name in required:
        if name not in parameters:
            raise bad("missing", name)


def uuid_of(parameters: Parameters, name: str) -> UUID | None:
    """The UUID, or None when it was not given."""
    if name not in parameters:
        return None
    value = formats.parse_uuid(parameters[name])
    if value is None:
        raise bad("not-a-uuid", name)
    return value


def iri_of(parameters: Parameters, name: str) -> str:
    """The IRI, or an empty text when it was not given."""
    if name not in parameters:
        return ""
    if not formats.is_iri(parameters[name]):
        raise bad("not-an-iri", name)
    return parameters[name]


def id_of(parameters: Parameters, name: str) -> str:
    """A document's identifier: any text that can be kept."""
    if not parameters[name] or not formats.fits(parameters[name], MAX_ID_BYTES):
        raise bad("not-an-identifier", name)
    return parameters[name]


def moment_of(parameters: Parameters, name: str) -> datetime | None:
    """The timestamp, or None when it was not given; a plus sign that came as a space is understood."""
    if name not in parameters:
        return None
    value = formats.parse_timestamp(parameters[name].strip().replace(" ", "+"))
    if value is None:
        raise bad("not-a-timestamp", name)
    return value


def flag_of(parameters: Parameters, name: str) -> bool:
    """True or false, false when it was not given."""
    value = parameters.get(name, "false")
    if value not in ("true", "false"):
        raise bad("not-a-boolean", name)
    return value == "true"


def limit_of(parameters: Parameters) -> int:
    """How many statements at most; 0 leaves it to the server."""
    value = parameters.get("limit", "0")
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        raise bad("not-a-number", "limit")
    return int(value)


def agent_of(parameters: Parameters) -> tuple[str, dict[str, Any]]:
    """The identifier of the agent or identified group, and its JSON object."""
    try:
        raw = parsing.load_json(parameters["agent"])
        shapes.actor(raw, "agent")
    except StatementInvalid as error:
        raise bad(error.id, error.where or "agent") from error
    key = parsing.identifier_of(raw)
    if not key:
        raise bad("one-identifier-needed", "agent")
    return key, raw
