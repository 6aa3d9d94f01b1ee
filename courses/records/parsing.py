"""From JSON to checked, typed statements, and whether two of them mean the same. Standard library only."""

import json
from collections.abc import Mapping
from typing import Any

from courses.records import formats, shapes
from courses.records.data import Result, Score, StatementInvalid
from courses.records.statements import Actor, Context, Reference, Role, StatementIn, StatementObject

MAX_STATEMENT_BYTES = 256_000
MAX_BATCH = 500
MAX_DEPTH = 60
MAX_RESPONSE = 20_000
# What the record store may set or complete by itself (xAPI-Data 2.3.1).
SET_BY_STORE = ("id", "authority", "stored", "timestamp", "version", "attachments")
# The object types that are meant when none is given (xAPI-Data 2.4.2.1 and 2.4.4.1).
IMPLIED_TYPES = ("Agent", "Activity")


def load_json(body: str | bytes) -> Any:
    """The JSON value, with what JSON forbids refused: NaN, Infinity, a key twice, bytes that are no UTF-8."""
    try:
        return json.loads(body, parse_constant=_refuse_constant, object_pairs_hook=_unique_keys)
    except StatementInvalid:
        raise
    except (ValueError, RecursionError) as error:
        raise StatementInvalid("not-json") from error


def _refuse_constant(name: str) -> None:
    raise StatementInvalid("not-finite")


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise StatementInvalid("duplicate-key")
    return value


def dump_json(value: Any) -> str:
    """The JSON text as it is kept: ASCII, so that any database takes it; not finite numbers are refused."""
    try:
        return json.dumps(value, separators=(",", ":"), allow_nan=False)
    except ValueError as error:
        raise StatementInvalid("not-finite") from error
    except (TypeError, RecursionError) as error:
        raise StatementInvalid("not-json") from error


def parse_statement(raw: Any) -> StatementIn:
    """The checked statement; raises `StatementInvalid` with a stable id and the path of what is wrong."""
    if not isinstance(raw, dict):
        raise StatementInvalid("not-an-object")
    check_size(raw)
    shapes.statement(raw)
    return typed_statement(raw)


def check_size(raw: Mapping[str, Any]) -> None:
    """Refuses a statement of more than 256 kB or nested beyond reason."""
    if len(dump_json(raw)) > MAX_STATEMENT_BYTES:
        raise StatementInvalid("too-large")
    if _deeper_than(raw, MAX_DEPTH):
        raise StatementInvalid("too-deep")


def _deeper_than(value: Any, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    parts = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_deeper_than(part, levels - 1) for part in parts)


def typed_statement(raw: Mapping[str, Any]) -> StatementIn:
    """The typed value of a statement that was checked before."""
    return StatementIn(
        id=formats.parse_uuid(raw["id"]) if "id" in raw else None,
        actor=actor_of(raw["actor"]),
        verb=raw["verb"]["id"],
        object=_object_of(raw["object"]),
        result=_result_of(raw.get("result", {})),
        context=_context_of(raw.get("context", {})),
        timestamp=formats.parse_timestamp(raw["timestamp"]) if "timestamp" in raw else None,
        raw=raw,
    )


def actor_of(raw: Mapping[str, Any]) -> Actor:
    """The agent or group that a checked JSON object describes."""
    members = tuple(actor_of(member) for member in raw.get("member", ()))
    return Actor(raw.get("objectType", "Agent"), identifier_of(raw), members)


def identifier_of(raw: Mapping[str, Any]) -> str:
    """The inverse functional identifier as one string; two agents are the same when theirs are."""
    if "account" in raw:
        return f"account|{raw['account']['homePage']}|{raw['account']['name']}"
    for name in ("mbox", "openid"):
        if name in raw:
            return f"{name}|{raw[name]}"
    return f"mbox_sha1sum|{raw['mbox_sha1sum'].lower()}" if "mbox_sha1sum" in raw else ""


def _object_of(raw: Mapping[str, Any]) -> StatementObject:
    kind = raw.get("objectType", "Activity")
    if kind == "SubStatement":
        return StatementObject(kind, "", typed_statement(raw))
    if kind in ("Agent", "Group"):
        members = tuple(member.key for member in actor_of(raw).members)
        return StatementObject(kind, identifier_of(raw), members=members)
    return StatementObject(kind, raw["id"].lower() if kind == "StatementRef" else raw["id"])


def _result_of(raw: Mapping[str, Any]) -> Result:
    return Result(
        score=Score(**{name: float(value) for name, value in raw.get("score", {}).items()}),
        success=raw.get("success"),
        completion=raw.get("completion"),
        duration=formats.parse_duration(raw["duration"]) if "duration" in raw else None,
        response=storable(raw.get("response", "")),
    )


def storable(text: str) -> str:
    """The text cut to 20,000 characters, without what no database takes."""
    return text[:MAX_RESPONSE].replace("\x00", "").encode("utf-8", "replace").decode()


def unstorable(text: str) -> bool:
    """Whether the text holds what no database takes: NUL or a lone surrogate."""
    return not formats.fits(text, 4 * len(text))


def _context_of(raw: Mapping[str, Any]) -> Context:
    related = {name: _as_list(value) for name, value in raw.get("contextActivities", {}).items()}
    activities = [Reference(Role(name), activity["id"]) for name, several in related.items() for activity in several]
    people = {name: actor_of(raw[name]) for name in ("instructor", "team") if name in raw}
    agents = [Reference(Role(name), key) for name, person in people.items() for key in person.keys]
    return Context(
        registration=formats.parse_uuid(raw["registration"]) if "registration" in raw else None,
        parents=tuple(activity["id"] for activity in related.get("parent", ())),
        references=(*activities, *agents),
        statement=formats.parse_uuid(raw["statement"]["id"]) if "statement" in raw else None,
    )


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def same_statement(first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    """Whether two statements mean the same, as xAPI-Data 2.3.1 compares them."""
    return _essence(first) == _essence(second)


def _essence(raw: Mapping[str, Any]) -> Any:
    return _comparable({name: part for name, part in raw.items() if name not in SET_BY_STORE}, "")


def _comparable(value: Any, name: str) -> Any:
    if name == "contextActivities":
        return {kind: sorted(part["id"] for part in _as_list(activities)) for kind, activities in value.items()}
    if name == "member":
        return sorted(identifier_of(member) for member in value)
    if name == "duration":
        return round(formats.parse_duration(value) or 0, 2)
    if name == "registration":
        return value.lower()
    if name == "extensions" or not isinstance(value, dict):
        return value
    left_out = ("display", "definition") if name in ("verb", "object") else ()
    kept = {key: part for key, part in value.items() if key not in left_out}
    if kept.get("objectType") in IMPLIED_TYPES:
        del kept["objectType"]
    return {key: _comparable(part, key) for key, part in kept.items()}
