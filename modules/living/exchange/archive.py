"""A zip from a stranger: its entries are read in place, within limits, and nothing is written to disk."""

import io
import zipfile
import zlib
from typing import Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from modules.living.exchange.delimited import MAX_BYTES
from modules.living.exchange.shapes import FileRefused

MAX_ENTRIES = 60
MAX_XML = 1_000_000
CHUNK = 65_536


class Archive:
    """The files of a zip, by name. Raises `FileRefused` for what is damaged, hidden or too big once unpacked."""

    def __init__(self, raw: bytes) -> None:
        if len(raw) > MAX_BYTES:
            raise FileRefused("file-too-big", limit=MAX_BYTES // 1_000_000)
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(raw))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise FileRefused("zip-damaged") from error
        if len(self.zip.infolist()) > MAX_ENTRIES:
            raise FileRefused("zip-too-many-files", limit=MAX_ENTRIES)
        self.left = MAX_BYTES
        self.folder = self._folder_of("meta.xml")

    def _folder_of(self, name: str) -> str:
        """Where `name` is: at the root, or in the only folder, as some tools zip."""
        places = [entry for entry in self.zip.namelist() if entry.rsplit("/", 1)[-1] == name and entry.count("/") <= 1]
        if not places:
            raise FileRefused("file-missing", name=name)
        return min(places, key=len).removesuffix(name)

    def read(self, name: str, *, limit: int = MAX_BYTES) -> bytes:
        """The bytes of an entry, counted as they come: what the zip declares is not believed."""
        try:
            info = self.zip.getinfo(f"{self.folder}{name}")
        except KeyError as error:
            raise FileRefused("file-missing", name=name[:80]) from error
        if info.flag_bits & 0x1:
            raise FileRefused("zip-encrypted")
        try:
            with self.zip.open(info) as stream:
                return self._read(stream, min(limit, self.left))
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise FileRefused("zip-damaged") from error

    def _read(self, stream: Any, limit: int) -> bytes:
        parts: list[bytes] = []
        size = 0
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > limit:
                raise FileRefused("file-too-big", limit=MAX_BYTES // 1_000_000)
            parts.append(chunk)
        self.left -= size
        return b"".join(parts)

    def xml(self, name: str) -> Any:
        """The root element of an entry; a document type, hence any entity, is refused."""
        try:
            return ElementTree.fromstring(self.read(name, limit=MAX_XML), forbid_dtd=True)
        except (ElementTree.ParseError, DefusedXmlException, ValueError, LookupError) as error:
            raise FileRefused("xml-refused", name=name) from error
