"""The shapes of what the media library serves."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ByteRange:
    """Bytes `start` to `end` of a file, both included, as in a `Content-Range` header."""

    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start + 1


class RangeNotSatisfiable(Exception):
    """The asked range starts after the end of the file (HTTP 416)."""
