"""What a player in a browser says, made a statement that xAPI allows. Standard library only.

Content types of many hands speak here, and a wrong detail in a description must not lose an answer: what xAPI
forbids beside the verb, the activity, its parents and the moment is left out, and the rest is kept.
"""

import json
from collections.abc import Mapping
from typing import Any

from courses.records import checks, parsing, shapes
from courses.records.data import StatementInvalid

SET_BY_SERVER = ("actor", "authority", "stored", "version")
# How deep the part is that goes when something in it is wrong, by the path that it begins with.
LEFT_OUT = (
    ("object.definition", 3),
    ("object", 2),
    ("verb", 2),
    ("result.score", 3),
    ("result", 2),
    ("context.contextActivities", 3),
    ("context", 2),
    ("attachments", 1),
)
NEVER_LEFT_OUT = frozenset({"actor", "id", "timestamp", "verb", "verb.id", "object", "object.id"})
MOST_REPAIRS = 40


def repaired(raw: Mapping[str, Any], *, actor: Mapping[str, Any]) -> dict[str, Any]:
    """The statement of a player with this actor, as it is or without the parts that xAPI forbids.

    Raises `StatementInvalid` when what is wrong says who did what to which activity, under which parent, or when.
    """
    kept = {**from_browser(raw), "actor": actor}
    parsing.check_size(kept)
    for _ in range(MOST_REPAIRS):
        try:
            shapes.statement(kept)
        except StatementInvalid as error:
            kept = _without(kept, error)
        else:
            break
    return kept


def from_browser(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The statement of a player without what it cannot know and the server sets, nor a score out of nothing.

    H5P contents without a task send a score of 0 out of 0, whose scaled value is no number; others count a right
    answer twice, and say more points than there are. A response that is no text is written as one.
    """
    kept = {name: part for name, part in raw.items() if name not in SET_BY_SERVER}
    result = kept.get("result")
    if isinstance(result, dict):
        kept["result"] = _with_text_response(_with_possible_score(_without_empty_score(result)))
    return kept


def _without_empty_score(result: dict[str, Any]) -> dict[str, Any]:
    score = result.get("score")
    if not isinstance(score, dict) or score.get("max") not in (0, None) or score.get("min", 0) not in (0, None):
        return result
    if score.get("scaled") and "max" not in score:
        return result
    return {name: part for name, part in result.items() if name != "score"}


def _with_possible_score(result: dict[str, Any]) -> dict[str, Any]:
    """The points brought between the lowest and the highest (H5P.SingleChoiceSet 1.11 goes above when resumed)."""
    score = result.get("score")
    if not isinstance(score, dict):
        return result
    held = {
        name: _between(value, score.get("min"), score.get("max")) if name == "raw" else _between(value, -1, 1)
        for name, value in score.items()
        if name in ("raw", "scaled")
    }
    return {**result, "score": {**score, **held}}


def _between(value: Any, low: Any, high: Any) -> Any:
    """The number, no further than its bounds; what is no number stays, to be refused by the rules of xAPI."""
    if not checks.is_number(value):
        return value
    if checks.is_number(low) and value < low:
        return low
    return high if checks.is_number(high) and value > high else value


def _with_text_response(result: dict[str, Any]) -> dict[str, Any]:
    response = result.get("response")
    if isinstance(response, str | None):
        return result
    return {**result, "response": json.dumps(response, ensure_ascii=False)}


def _without(value: dict[str, Any], error: StatementInvalid) -> dict[str, Any]:
    """The statement without the part that the error points at; raises the error when that part must stay."""
    path = _part_of(error.where)
    # What is missing cannot go: what lacks it does.
    while path and not _has(value, path):
        path = path[:-1]
    if not path or ".".join(path) in NEVER_LEFT_OUT or _says_a_parent(value, path):
        raise error
    return _removed(value, path)


def _part_of(where: str) -> list[str]:
    parts = where.split(".")
    depth = next((depth for start, depth in LEFT_OUT if f"{where}.".startswith(f"{start}.")), 1)
    return parts[:depth]


def _has(value: Any, path: list[str]) -> bool:
    for name in path:
        if not isinstance(value, dict) or name not in value:
            return False
        value = value[name]
    return True


def _says_a_parent(value: Mapping[str, Any], path: list[str]) -> bool:
    """Whether a parent would go with the part: without it what is said of a part would pass for the whole."""
    to_parent = ["context", "contextActivities", "parent"]
    if path != to_parent[: len(path)]:
        return False
    found: Any = value
    for name in to_parent:
        found = found.get(name) if isinstance(found, dict) else None
    return bool(found)


def _removed(value: dict[str, Any], path: list[str]) -> dict[str, Any]:
    name, *rest = path
    if rest:
        return {**value, name: _removed(value[name], rest)}
    return {key: part for key, part in value.items() if key != name}
