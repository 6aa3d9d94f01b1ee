"""Decides which bytes of a file a request asks for, and who may see which upload."""

from enum import StrEnum

from media.library.data import ByteRange, RangeNotSatisfiable


class Audience(StrEnum):
    """Who may read the uploads of a folder."""

    EVERYONE = "everyone"
    EDITORS = "editors"
    COLLECTION = "collection"


# First folder of the path of an upload -> who may read it. Any other folder is not served at all.
AUDIENCES = {
    "images": Audience.EVERYONE,
    "original_images": Audience.EDITORS,
    "avatar_images": Audience.EDITORS,
    "media": Audience.COLLECTION,
    "media_thumbnails": Audience.COLLECTION,
    "captions": Audience.COLLECTION,
}


def audience_of(path: str) -> Audience | None:
    """Who may read the upload at `path`; None when nobody may."""
    return AUDIENCES.get(path.split("/", 1)[0])


def asked_range(header: str, *, size: int) -> ByteRange | None:
    """The single byte range of a `Range` header (RFC 9110, 14.1.2), or None to send the whole file.

    A header that is malformed, of another unit or of several ranges is ignored, as the RFC allows.
    Raises `RangeNotSatisfiable` when the range lies outside the file.
    """
    unit, _, value = header.partition("=")
    if unit.strip().lower() != "bytes" or "," in value:
        return None
    first, dash, last = (part.strip() for part in value.partition("-"))
    if not dash or not all(part == "" or part.isdecimal() for part in (first, last)) or first == last == "":
        return None
    return _within(first, last, size)


def _within(first: str, last: str, size: int) -> ByteRange | None:
    if first == "":
        start, end = max(size - int(last), 0), size - 1
    else:
        start, end = int(first), min(int(last), size - 1) if last else size - 1
        if last and int(last) < int(first):
            return None
    if start >= size or (first == "" and int(last) == 0):
        raise RangeNotSatisfiable
    return ByteRange(start, end)
