"""The ``regexp`` of a text field, run only when it cannot take long.

Semantics come with libraries, so their patterns are not ours. One whose repeated parts can match the same
text in many ways is left to the browser: the text is then kept.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any

LONGEST_TEXT = 1_000
LONGEST_PATTERN = 500
MOST_REPEATS = 2
ATOM = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{[0-9]*,?[0-9]*\}|.", re.DOTALL)
REPEATS = ("*", "+", "{")
FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}


def is_match(rule: Mapping[str, Any], text: str) -> bool:
    """Whether the text fits ``{"pattern", "modifiers"}``; True when the pattern is none that may run here."""
    pattern, modifiers = rule.get("pattern"), rule.get("modifiers") or ""
    if not isinstance(pattern, str) or not isinstance(modifiers, str) or len(text) > LONGEST_TEXT:
        return True
    compiled = _compiled(pattern, modifiers)
    return compiled is None or compiled.search(text) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str, modifiers: str) -> re.Pattern[str] | None:
    if len(pattern) > LONGEST_PATTERN or not is_quick(pattern):
        return None
    flags = re.RegexFlag(0)
    for letter in modifiers:
        flags |= FLAGS.get(letter, re.RegexFlag(0))
    try:
        return re.compile(pattern, flags)
    except (re.error, RecursionError, OverflowError):
        return None


def is_quick(pattern: str) -> bool:
    """Whether at most two parts repeat without a low bound, and no group does, nor refers back."""
    atoms = ATOM.findall(pattern)
    repeats = sum(atom in REPEATS or (atom[0] == "{" and len(atom) > 1) for atom in atoms)
    groups = any(left == ")" and (right in REPEATS or right[0] == "{") for left, right in pairwise(atoms))
    refers = any(len(atom) == 2 and atom[0] == "\\" and atom[1].isdigit() for atom in atoms)
    return repeats <= MOST_REPEATS and not groups and not refers
