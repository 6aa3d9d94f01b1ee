"""Patterns that libraries bring (a text field's ``regexp``, an addon's trigger), run only when they are quick.

Semantics come with libraries, so their patterns are not ours. One whose repeated parts can match the same
text in many ways is left to the browser.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any

LONGEST_PATTERN = 500
# How long a text may be for a pattern with none, one or two repeats: the cost is its length to the power of
# the repeats plus one, since a search starts at every character.
LONGEST_TEXTS = (100_000, 3_000, 200)
ATOM = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{[0-9]*,?[0-9]*\}|.", re.DOTALL)
FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}
DELIMITED = re.compile(r"/(.+)/([a-z]*)", re.DOTALL)


def is_match(rule: Mapping[str, Any], text: str) -> bool:
    """Whether the text fits ``{"pattern", "modifiers"}``; True when the pattern is none that may run here."""
    pattern, modifiers = rule.get("pattern"), rule.get("modifiers") or ""
    if not isinstance(pattern, str) or not isinstance(modifiers, str) or len(text) > longest_text(pattern):
        return True
    compiled = _compiled(pattern, modifiers)
    return compiled is None or compiled.search(text) is not None


def is_found(delimited: str, text: str) -> bool:
    """Whether a pattern written ``/…/i`` is somewhere in the text; False when it may not run here.

    A long text is searched by pieces that overlap by half.
    """
    parts = DELIMITED.fullmatch(delimited[: LONGEST_PATTERN + 10])
    compiled = _compiled(parts[1], parts[2]) if parts else None
    if compiled is None or parts is None:
        return False
    size = longest_text(parts[1])
    return any(compiled.search(text, at, at + size) for at in range(0, max(len(text), 1), size // 2))


@lru_cache(maxsize=256)
def _compiled(pattern: str, modifiers: str) -> re.Pattern[str] | None:
    if not longest_text(pattern):
        return None
    flags = re.RegexFlag(0)
    for letter in modifiers:
        flags |= FLAGS.get(letter, re.RegexFlag(0))
    try:
        return re.compile(pattern, flags)
    except (re.error, RecursionError, OverflowError):
        return None


@lru_cache(maxsize=256)
def longest_text(pattern: str) -> int:
    """How long a text may be for this pattern to answer at once; 0 when none is short enough."""
    if len(pattern) > LONGEST_PATTERN:
        return 0
    atoms = ATOM.findall(pattern)
    repeated_groups = any(left == ")" and _repeats(right) for left, right in pairwise(atoms))
    refers_back = any(len(atom) == 2 and atom[0] == "\\" and atom[1].isdigit() for atom in atoms)
    most = max(sum(map(_repeats, alternative)) for alternative in _alternatives(atoms))
    return 0 if repeated_groups or refers_back or most >= len(LONGEST_TEXTS) else LONGEST_TEXTS[most]


def _repeats(atom: str) -> bool:
    return atom in ("*", "+") or (atom[0] == "{" and len(atom) > 1)


def _alternatives(atoms: list[str]) -> list[list[str]]:
    """The parts between the ``|`` that no group holds: only one of them can match."""
    parts: list[list[str]] = [[]]
    depth = 0
    for atom in atoms:
        depth += (atom == "(") - (atom == ")")
        if atom == "|" and depth == 0:
            parts.append([])
        else:
            parts[-1].append(atom)
    return parts
