"""The shape of a statement and of its parts, as xAPI-Data 2.2 to 4 define them: one checker a part.

A checker takes a value and the path where it stands, and raises `StatementInvalid`. Standard library only.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any

from courses.records import formats
from courses.records.data import StatementInvalid, Verb

Check = Callable[[Any, str], None]
MAX_VERB_BYTES = 250
MAX_TEXT_BYTES = 100_000
INTERACTION_TYPES = frozenset(
    {
        "true-false",
        "choice",
        "fill-in",
        "long-fill-in",
        "matching",
        "performance",
        "sequencing",
        "likert",
        "numeric",
        "other",
    }
)
IFIS = ("mbox", "mbox_sha1sum", "openid", "account")


def join(where: str, name: str | int) -> str:
    """The path of a part."""
    return f"{where}.{name}" if where else str(name)


def text(value: Any, where: str) -> None:
    """A string of a storable size."""
    if not isinstance(value, str):
        raise StatementInvalid("not-a-string", where)
    if len(value) > MAX_TEXT_BYTES:
        raise StatementInvalid("too-long", where)


def boolean(value: Any, where: str) -> None:
    """True or false."""
    if not isinstance(value, bool):
        raise StatementInvalid("not-a-boolean", where)


def number(value: Any, where: str) -> None:
    """A finite number, and not a boolean."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise StatementInvalid("not-a-number", where)
    if not math.isfinite(value) or abs(value) > 1e300:
        raise StatementInvalid("not-finite", where)


def length(value: Any, where: str) -> None:
    """A whole number of bytes."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise StatementInvalid("not-a-length", where)


def matching(problem: str, accepts: Callable[[str], object]) -> Check:
    """A string that `accepts` finds good."""

    def check(value: Any, where: str) -> None:
        text(value, where)
        if not accepts(value):
            raise StatementInvalid(problem, where)

    return check


iri = matching("not-an-iri", formats.is_iri)
uuid = matching("not-a-uuid", formats.parse_uuid)
language = matching("not-a-language-tag", formats.LANGUAGE.fullmatch)
timestamp = matching("not-a-timestamp", lambda value: formats.parse_timestamp(value) is not None)
duration = matching("not-a-duration", lambda value: formats.parse_duration(value) is not None)
mbox = matching("not-a-mailto", lambda value: formats.MAILTO.fullmatch(value) and formats.fits(value, 300))
verb_iri = matching("not-a-verb", lambda value: formats.is_iri(value) and formats.fits(value, MAX_VERB_BYTES))
name_of_account = matching("too-long", lambda value: formats.fits(value, 500))
interaction_type = matching(
    "unknown-interaction-type",
    INTERACTION_TYPES.__contains__,
)


def list_of(check: Check) -> Check:
    """A list whose every element passes."""

    def checked(value: Any, where: str) -> None:
        if not isinstance(value, list):
            raise StatementInvalid("not-a-list", where)
        for index, element in enumerate(value):
            check(element, join(where, index))

    return checked


def mapping(key: Check, check: Check) -> Check:
    """An object whose keys and values all pass."""

    def checked(value: Any, where: str) -> None:
        require_object(value, where)
        for name, part in value.items():
            key(name, join(where, name))
            check(part, join(where, name))

    return checked


def anything(value: Any, where: str) -> None:
    """Any JSON value whose numbers are finite: an extension's (xAPI-Data 4.1)."""
    if isinstance(value, float):
        number(value, where)
    elif isinstance(value, list):
        list_of(anything)(value, where)
    elif isinstance(value, dict):
        for name, part in value.items():
            anything(part, join(where, name))


def require_object(value: Any, where: str) -> None:
    """A JSON object."""
    if not isinstance(value, dict):
        raise StatementInvalid("not-an-object", where)


def shape(parts: Mapping[str, Check], required: tuple[str, ...] = ()) -> Check:
    """An object with these parts and no other; `null` is no value (xAPI-Data 2.2)."""

    def check(value: Any, where: str) -> None:
        require_object(value, where)
        for name in required:
            if name not in value:
                raise StatementInvalid("missing", join(where, name))
        for name, part in value.items():
            if name not in parts:
                raise StatementInvalid("unknown-property", join(where, name))
            if part is None:
                raise StatementInvalid("null", join(where, name))
            parts[name](part, join(where, name))

    return check


def exactly(expected: str) -> Check:
    """That very string."""
    return matching("wrong-object-type", expected.__eq__)


_language_map = mapping(language, text)


def language_map(value: Any, where: str) -> None:
    """Texts by language tag, at least one (xAPI-Data 4.2)."""
    _language_map(value, where)
    if not value:
        raise StatementInvalid("empty-language-map", where)


extensions = mapping(iri, anything)
account = shape({"homePage": iri, "name": name_of_account}, required=("homePage", "name"))
IFI_CHECKS: dict[str, Check] = {
    "mbox": mbox,
    "mbox_sha1sum": matching("not-a-sha1", formats.SHA1.fullmatch),
    "openid": iri,
    "account": account,
}
_agent = shape({"objectType": exactly("Agent"), "name": text, **IFI_CHECKS})


def agent(value: Any, where: str) -> None:
    """An Agent: exactly one inverse functional identifier (xAPI-Data 2.4.2.1)."""
    _agent(value, where)
    if sum(name in value for name in IFIS) != 1:
        raise StatementInvalid("one-identifier-needed", where)


_group = shape(
    {"objectType": exactly("Group"), "name": text, "member": list_of(agent), **IFI_CHECKS},
    required=("objectType",),
)


def group(value: Any, where: str) -> None:
    """A Group: identified by one identifier, or anonymous with members (xAPI-Data 2.4.2.2)."""
    _group(value, where)
    identifiers = sum(name in value for name in IFIS)
    if identifiers > 1:
        raise StatementInvalid("one-identifier-needed", where)
    if not identifiers and not value.get("member"):
        raise StatementInvalid("members-needed", where)


def actor(value: Any, where: str) -> None:
    """An Agent or a Group."""
    require_object(value, where)
    (group if value.get("objectType") == "Group" else agent)(value, where)


def authority(value: Any, where: str) -> None:
    """An Agent, or the anonymous Group of two Agents that three-legged OAuth makes (xAPI-Data 2.4.9)."""
    actor(value, where)
    if value.get("objectType") == "Group" and (any(name in value for name in IFIS) or len(value["member"]) != 2):
        raise StatementInvalid("authority-group", where)


component = shape({"id": text, "description": language_map}, required=("id",))


def components(value: Any, where: str) -> None:
    """Interaction components, whose ids differ (xAPI-Data 2.4.4.1)."""
    list_of(component)(value, where)
    if len({part["id"] for part in value}) != len(value):
        raise StatementInvalid("duplicate-component", where)


COMPONENT_LISTS = ("choices", "scale", "source", "target", "steps")
_definition = shape(
    {
        "name": language_map,
        "description": language_map,
        "type": iri,
        "moreInfo": iri,
        "interactionType": interaction_type,
        "correctResponsesPattern": list_of(text),
        "extensions": extensions,
        **dict.fromkeys(COMPONENT_LISTS, components),
    }
)


def definition(value: Any, where: str) -> None:
    """An activity definition; interaction parts need their `interactionType`."""
    _definition(value, where)
    if "interactionType" not in value and any(part in value for part in ("correctResponsesPattern", *COMPONENT_LISTS)):
        raise StatementInvalid("missing", join(where, "interactionType"))


activity = shape({"objectType": exactly("Activity"), "id": iri, "definition": definition}, required=("id",))
statement_ref = shape({"objectType": exactly("StatementRef"), "id": uuid}, required=("objectType", "id"))
verb = shape({"id": verb_iri, "display": language_map}, required=("id",))
_score = shape(dict.fromkeys(("scaled", "raw", "min", "max"), number))


def score(value: Any, where: str) -> None:
    """A score whose numbers agree (xAPI-Data 2.4.5.1)."""
    _score(value, where)
    if not -1 <= value.get("scaled", 0) <= 1:
        raise StatementInvalid("out-of-range", join(where, "scaled"))
    low, high = value.get("min", -math.inf), value.get("max", math.inf)
    if low >= high:
        raise StatementInvalid("min-above-max", where)
    if not low <= value.get("raw", max(low, min(high, 0))) <= high:
        raise StatementInvalid("out-of-range", join(where, "raw"))


result = shape(
    {
        "score": score,
        "success": boolean,
        "completion": boolean,
        "response": text,
        "duration": duration,
        "extensions": extensions,
    }
)


def one_or_many(check: Check) -> Check:
    """One value or a list of them."""

    def checked(value: Any, where: str) -> None:
        (list_of(check) if isinstance(value, list) else check)(value, where)

    return checked


_context_activities = shape(dict.fromkeys(("parent", "grouping", "category", "other"), one_or_many(activity)))


def context_activities(value: Any, where: str) -> None:
    """Activities by the way they matter, at least one way (xAPI-Data 2.4.6.2)."""
    _context_activities(value, where)
    if not value:
        raise StatementInvalid("empty-context-activities", where)


context = shape(
    {
        "registration": uuid,
        "instructor": actor,
        "team": group,
        "contextActivities": context_activities,
        "revision": text,
        "platform": text,
        "language": language,
        "statement": statement_ref,
        "extensions": extensions,
    }
)
attachment = shape(
    {
        "usageType": iri,
        "display": language_map,
        "description": language_map,
        "contentType": matching("not-a-media-type", formats.MEDIA_TYPE.fullmatch),
        "length": length,
        "sha2": matching("not-a-sha2", formats.SHA2.fullmatch),
        "fileUrl": iri,
    },
    required=("usageType", "display", "contentType", "length", "sha2"),
)


def any_object(value: Any, where: str) -> None:
    """What a verb can be done to (xAPI-Data 2.4.4)."""
    require_object(value, where)
    checks = {"Agent": agent, "Group": group, "StatementRef": statement_ref, "SubStatement": sub_statement}
    kind = value.get("objectType", "Activity")
    checks.get(kind if isinstance(kind, str) else "", activity)(value, where)


PARTS: dict[str, Check] = {
    "actor": actor,
    "verb": verb,
    "object": any_object,
    "result": result,
    "context": context,
    "timestamp": timestamp,
    "attachments": list_of(attachment),
}
_sub_statement = shape(
    {"objectType": exactly("SubStatement"), **PARTS}, required=("objectType", "actor", "verb", "object")
)
_statement = shape(
    {
        **PARTS,
        "id": uuid,
        "stored": timestamp,
        "authority": authority,
        "version": matching("not-a-version", formats.VERSION.fullmatch),
    },
    required=("actor", "verb", "object"),
)


def check_together(value: Mapping[str, Any], where: str) -> None:
    """What no part can check alone: voiding, and `revision` and `platform` kept for activities."""
    kind = value["object"].get("objectType", "Activity")
    if value["verb"]["id"] == Verb.VOIDED and kind != "StatementRef":
        raise StatementInvalid("voids-no-statement", join(where, "object"))
    for name in ("revision", "platform"):
        if kind != "Activity" and name in value.get("context", {}):
            raise StatementInvalid("activities-only", join(where, f"context.{name}"))


def sub_statement(value: Any, where: str) -> None:
    """A statement inside a statement: it holds no other (xAPI-Data 2.4.4.3)."""
    _sub_statement(value, where)
    if value["object"].get("objectType") == "SubStatement":
        raise StatementInvalid("nested-sub-statement", join(where, "object"))
    check_together(value, where)


def statement(value: Any, where: str = "") -> None:
    """A whole statement (xAPI-Data 2.2)."""
    _statement(value, where)
    check_together(value, where)
