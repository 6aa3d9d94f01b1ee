"""Reads the answer to one question out of an `answered` statement (xAPI-Data 2.4.4.1, interaction activities). Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from courses.records.parsing import storable

SUB_CONTENT = "?subContentId="
# Between the answers of a response or of a correct pattern, and before what only some languages say.
SEPARATOR = "[,]"
PARTS = ("choices", "scale", "source", "target", "steps")
MAX_NAME = 500


def activity_of(object_id: str, context: Mapping[str, Any]) -> str:
    """The activity that a question belongs to: its content, its parent, else itself."""
    whole, _sep, part = object_id.partition(SUB_CONTENT)
    if part:
        return whole
    parents = context.get("contextActivities", {}).get("parent", ())
    first = parents[0] if isinstance(parents, Sequence) and parents else parents
    return str(first["id"]) if isinstance(first, Mapping) and "id" in first else object_id


def is_question(raw: Mapping[str, Any]) -> bool:
    """Whether the statement is about an interaction, not about a whole that holds several."""
    return "interactionType" in raw["object"].get("definition", {})


def name_of(definition: Mapping[str, Any]) -> str:
    """The question in words: its description, else its name."""
    text = _text(definition.get("description")) or _text(definition.get("name"))
    return storable(" ".join(text.split()))[:MAX_NAME]


def _text(words: Any) -> str:
    if not isinstance(words, Mapping) or not words:
        return ""
    return str(words.get("fr") or words.get("fr-FR") or next(iter(words.values())))


def in_words(response: str, definition: Mapping[str, Any]) -> str:
    """The response with the choices' own words, in the order of the choices; as it came when it has none."""
    labels = {
        str(choice.get("id")): _text(choice.get("description"))
        for part in PARTS
        for choice in definition.get(part, ())
        if isinstance(choice, Mapping)
    }
    keys = [key for key in response.split(SEPARATOR) if key]
    ordered = sorted(keys, key=lambda key: list(labels).index(key)) if set(keys) <= set(labels) else keys
    return storable(" + ".join(labels.get(key) or key for key in ordered))[:MAX_NAME]


def right_answer(definition: Mapping[str, Any]) -> str:
    """The first right answer that the question gives, in words; empty when it gives none."""
    patterns = definition.get("correctResponsesPattern") or [""]
    return in_words(str(patterns[0]), definition)
