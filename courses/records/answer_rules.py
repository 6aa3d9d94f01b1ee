"""Reads the answer to one question out of an `answered` statement (xAPI-Data 2.4.4.1, interaction activities). Pure."""

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any

from courses.records.parsing import storable

SUB_CONTENT = "?subContentId="
# Between the answers of a response or of a correct pattern, and before what only some languages say.
SEPARATOR = "[,]"
# Between the two of a pair.
PAIR = "[.]"
PARTS = ("choices", "scale", "source", "target", "steps")
MAX_NAME = 500
# A text of the learner's own, kept as it was written.
LONG = "long-fill-in"
MAX_LONG = 10_000
NOTHING_WRITTEN = "–"
# How a pattern says that capitals, order or language matter (xAPI-Data 2.4.4.1, table of interaction types).
MATTERS = re.compile(r"\{(?:case_matters|order_matters|lang)=[^{}]{0,20}\}")
ENDS_A_LINE = re.compile(r"<(?:br|/p|/div|/li|/td|/h[1-6])\b[^<>]{0,200}>", re.IGNORECASE)
# Those of HTML: a no-break space stays.
SPACES = re.compile(r"[ \t\r\n\f]+")
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")


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
    return storable(_text(definition.get("description")) or _text(definition.get("name")))[:MAX_NAME]


def _text(words: Any) -> str:
    if not isinstance(words, Mapping) or not words:
        return ""
    return plain(str(words.get("fr") or words.get("fr-FR") or next(iter(words.values()))))


def plain(text: str) -> str:
    """The text without the HTML that content types put where xAPI wants words."""
    return SPACES.sub(" ", html.unescape(TAG.sub("", ENDS_A_LINE.sub(" ", text)))).strip()


def in_words(response: str, definition: Mapping[str, Any]) -> str:
    """The response with the choices' own words, in the order of the choices; as it came when it has none.

    Of several texts to write, one that is missing keeps its place; a long one stays as the learner wrote it.
    """
    kind = definition.get("interactionType")
    if kind == LONG:
        text = storable(response.strip())
        return text if len(text) <= MAX_LONG else f"{text[:MAX_LONG]}…"
    if kind == "fill-in":
        return storable(_written(response))[:MAX_NAME]
    if kind == "matching":
        return storable(_matched(response, definition))[:MAX_NAME]
    labels = {key: label for part in PARTS for key, label in _labels(definition, part).items()}
    keys = [key for key in response.split(SEPARATOR) if key]
    ordered = sorted(keys, key=lambda key: list(labels).index(key)) if set(keys) <= set(labels) else keys
    return storable(" + ".join(labels.get(key) or plain(key) for key in ordered))[:MAX_NAME]


def _labels(definition: Mapping[str, Any], part: str) -> dict[str, str]:
    """The words of a part's choices, by id."""
    choices = [choice for choice in definition.get(part, ()) if isinstance(choice, Mapping)]
    return {str(choice.get("id")): _text(choice.get("description")) for choice in choices}


def _matched(response: str, definition: Mapping[str, Any]) -> str:
    """What was put where: `source[.]target` in xAPI, `target[.]source` as H5P.DragQuestion writes it."""
    sources, targets = _labels(definition, "source"), _labels(definition, "target")
    pairs = [tuple(key.split(PAIR)) for key in response.split(SEPARATOR) if key]
    if not all(len(pair) == 2 for pair in pairs):
        return plain(response)
    for ordered in ([pair[::-1] for pair in pairs], pairs):
        if all(source in sources and target in targets for source, target in ordered):
            return " + ".join(f"{sources[source]} → {targets[target]}" for source, target in ordered)
    return plain(response)


def _written(response: str) -> str:
    texts = [plain(text) for text in MATTERS.sub("", response).split(SEPARATOR)]
    return " + ".join(text or NOTHING_WRITTEN for text in texts) if any(texts) else ""


def right_answer(definition: Mapping[str, Any]) -> str:
    """The first right answer that the question gives, in words; empty when it gives none."""
    patterns = definition.get("correctResponsesPattern") or [""]
    return in_words(str(patterns[0]), definition)
