"""Libraries that join a content because of what its texts hold, such as the one that draws formulas."""

from collections.abc import Iterator, Mapping
from typing import Any

from media.h5p.engine.names import LibraryName
from media.h5p.engine.patterns import is_found


def addons_used(parameters: Any, addons: Mapping[LibraryName, Mapping[str, Any]]) -> tuple[LibraryName, ...]:
    """Which of these libraries the content calls for; ``addons`` gives the ``library.json`` of each candidate.

    A library says so under ``addTo/content/types``: a pattern, written ``/…/``, that any text of the content
    may match. Libraries without such a key are never called for; of two versions, only the later one is.
    """
    latest = {name.machine_name: name for name in sorted(addons) if patterns_of(addons[name])}
    patterns = {name: patterns_of(addons[name]) for name in latest.values()}
    texts = list(_texts(parameters)) if patterns else []
    return tuple(
        name
        for name, its_patterns in patterns.items()
        if any(is_found(pattern, text) for pattern in its_patterns for text in texts)
    )


def patterns_of(metadata: Mapping[str, Any]) -> list[str]:
    """The patterns by which a library joins contents; malformed parts of ``addTo`` are left out."""
    value: Any = metadata
    for key in ("addTo", "content", "types"):
        value = value.get(key) if isinstance(value, Mapping) else None
    types = value if isinstance(value, list) else []
    texts = [each.get("text") for each in types if isinstance(each, Mapping)]
    patterns = [text.get("regex") for text in texts if isinstance(text, Mapping)]
    return [pattern for pattern in patterns if isinstance(pattern, str)]


def _texts(value: Any) -> Iterator[str]:
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict | list):
            waiting.extend(each.values() if isinstance(each, dict) else each)
