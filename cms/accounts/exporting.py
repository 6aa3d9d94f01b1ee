"""A ZIP of JSON files, written as it is sent: a long history never stands whole in memory."""

import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder


class _Outgoing:
    """What zipfile writes to; it cannot be sought in, only emptied."""

    def __init__(self) -> None:
        self._chunks: list[bytes] = []

    def write(self, chunk: bytes) -> int:
        self._chunks.append(bytes(chunk))
        return len(chunk)

    def flush(self) -> None:
        """Nothing is kept back."""

    def taken(self) -> Iterator[bytes]:
        chunks, self._chunks = self._chunks, []
        return (chunk for chunk in chunks if chunk)


def zipped(files: Iterable[tuple[str, Iterable[str]]]) -> Iterator[bytes]:
    """The bytes of a ZIP with these files, given by name and text in pieces, as they come."""
    outgoing = _Outgoing()
    with zipfile.ZipFile(outgoing, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for name, pieces in files:
            with archive.open(name, "w", force_zip64=True) as entry:
                for piece in pieces:
                    entry.write(piece.encode())
                    yield from outgoing.taken()
    yield from outgoing.taken()


def json_pieces(content: Mapping[str, Any]) -> Iterator[str]:
    """The JSON text of an object; a value that is an iterator is read, and written, one element at a time."""
    opening = "{\n"
    for name, value in content.items():
        yield f"{opening}  {_text(name)}: "
        yield from _elements(value) if isinstance(value, Iterator) else (_text(value),)
        opening = ",\n"
    yield "\n}\n" if content else "{}\n"


def _elements(values: Iterator[Any]) -> Iterator[str]:
    separator = "[\n    "
    for value in values:
        yield separator + _text(value)
        separator = ",\n    "
    yield "]" if separator.startswith(",") else "[]"


def _text(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
