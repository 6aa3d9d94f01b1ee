"""The other sites that a content takes its pictures, sounds and videos from. Standard library only."""

import re
from collections.abc import Iterator
from typing import Any

# What H5P.Video plays through the site's own player: a script and a frame, not a file.
EMBEDDED_MIMES = frozenset({"video/youtube", "video/vimeo", "video/panopto", "video/echo360", "video/kaltura"})
ORIGIN = re.compile(r"(https?://[a-z0-9](?:[a-z0-9.-]{0,252}[a-z0-9])?(?::[0-9]{1,5})?)(?=[/?#]|$)", re.IGNORECASE)
IN_HTML = re.compile(r"""<(?:img|source|video|audio)\b[^>]{0,2000}?\ssrc=["']([^"'<>]{1,2000})""", re.IGNORECASE)
# A policy is a header: beyond so many sites the others are not let in.
MOST_SITES = 30


def sites_of(parameters: Any) -> tuple[str, ...]:
    """The origins of the files that a content names with a whole address, sorted; at most `MOST_SITES`."""
    found = {origin[1].lower() for address in _file_addresses(parameters) if (origin := ORIGIN.match(address))}
    return tuple(sorted(found)[:MOST_SITES])


def embedded_videos(parameters: Any) -> tuple[str, ...]:
    """The addresses of the videos of YouTube, Vimeo and other sites that play inside the site's own player."""
    found = (each["path"] for each in _values(parameters) if isinstance(each, dict) and _is_embedded(each))
    return tuple(dict.fromkeys(address for address in found if ORIGIN.match(address)))


def _file_addresses(parameters: Any) -> Iterator[str]:
    for each in _values(parameters):
        if isinstance(each, str):
            yield from IN_HTML.findall(each)
        elif isinstance(each, dict) and isinstance(each.get("path"), str) and not _is_embedded(each):
            yield each["path"]


def _is_embedded(value: dict[str, Any]) -> bool:
    return isinstance(value.get("path"), str) and str(value.get("mime", "")).lower() in EMBEDDED_MIMES


def _values(parameters: Any) -> Iterator[Any]:
    """The value and every one inside it."""
    waiting = [parameters]
    while waiting:
        each = waiting.pop()
        yield each
        if isinstance(each, dict | list):
            waiting.extend(each.values() if isinstance(each, dict) else each)
