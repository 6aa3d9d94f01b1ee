"""The shape of a statement and of its parts, as xAPI-Data 2.2 to 4 define them: one checker a part.

Standard library only.
"""

import math
from collections.abc import Mapping
from typing import Any

from courses.records import formats
from courses.records.checks import (
    Check,
    anything,
    boolean,
    exactly,
    join,
    length,
    list_of,
    mapping,
    matching,
    number,
    one_or_many,
    require_object,
    shape,
    text,
)
from courses.records.data import StatementInvalid, Verb

MAX_VERB_BYTES = 250
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
