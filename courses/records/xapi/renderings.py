"""Statements as they are given back: exact, canonical or reduced to identifiers (xAPI-Communication 2.1.3)."""

from collections.abc import Mapping, Sequence
from typing import Any

IDENTIFIERS = ("objectType", "mbox", "mbox_sha1sum", "openid", "account")
ACTORS = ("Agent", "Group")
LANGUAGE_MAPS = frozenset(("display", "name", "description"))


def rendered(statement: dict[str, Any], form: str, languages: Sequence[str] = ()) -> dict[str, Any]:
    """The statement in the form asked for; `languages` are tags, the preferred one first."""
    if form == "ids":
        return _identifiers(statement)
    return _one_language(statement, languages) if form == "canonical" else statement


def _identifiers(statement: Mapping[str, Any]) -> dict[str, Any]:
    reduced = dict(statement)
    for name in ("actor", "authority"):
        if name in reduced:
            reduced[name] = _actor(reduced[name])
    reduced["verb"] = {"id": statement["verb"]["id"]}
    reduced["object"] = _object(statement["object"])
    if "context" in reduced:
        reduced["context"] = _context(reduced["context"])
    return reduced


def _actor(actor: Mapping[str, Any]) -> dict[str, Any]:
    reduced = {name: actor[name] for name in IDENTIFIERS if name in actor}
    if "member" in actor and len(reduced) == 1:
        reduced["member"] = [_actor(member) for member in actor["member"]]
    return reduced


def _object(target: Mapping[str, Any]) -> dict[str, Any]:
    kind = target.get("objectType", "Activity")
    if kind in ACTORS:
        return _actor(target)
    if kind == "SubStatement":
        return _identifiers(target)
    if kind == "StatementRef":
        return {"objectType": kind, "id": target["id"]}
    # An activity is what has no other object type: its id alone is the minimum that identifies it.
    return {"id": target["id"]}


def _context(context: Mapping[str, Any]) -> dict[str, Any]:
    reduced = dict(context)
    for name in ("instructor", "team"):
        if name in reduced:
            reduced[name] = _actor(reduced[name])
    if "contextActivities" in reduced:
        reduced["contextActivities"] = {
            kind: [_object(activity) for activity in activities]
            for kind, activities in reduced["contextActivities"].items()
        }
    return reduced


def _one_language(value: Any, languages: Sequence[str], name: str = "") -> Any:
    if name == "extensions":
        return value
    if isinstance(value, list):
        return [_one_language(part, languages, name) for part in value]
    if not isinstance(value, dict):
        return value
    if name in LANGUAGE_MAPS and value:
        tag = preferred(list(value), languages)
        return {tag: value[tag]}
    return {key: _one_language(part, languages, key) for key, part in value.items()}


def preferred(available: Sequence[str], languages: Sequence[str]) -> str:
    """The tag that the reader prefers: the same, else of the same language, else the first."""
    for wanted in languages:
        for tag in available:
            if tag.lower() == wanted.lower():
                return tag
        for tag in available:
            if tag.lower().partition("-")[0] == wanted.lower().partition("-")[0]:
                return tag
    return available[0]


def accepted_languages(header: str) -> list[str]:
    """The tags of an Accept-Language header, the preferred one first."""
    choices = []
    for part in header.split(","):
        tag, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality or 1)
        except ValueError:
            weight = 0.0
        if tag and tag != "*" and weight > 0:
            choices.append((-weight, tag.strip()))
    return [tag for _, tag in sorted(choices, key=lambda choice: choice[0])]
