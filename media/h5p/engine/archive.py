"""A zip that nobody vouches for, read without ever being extracted.

The central directory is judged before any data is unpacked; the data are then streamed in small chunks, so
that an entry that lies about its size is caught as it comes out.
"""

import os
import stat
import struct
import time
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, Self

from media.h5p.engine.entry_names import folders_of, guessed_name, is_skipped, name_problem
from media.h5p.engine.errors import Problem, problem, refuse
from media.h5p.engine.limits import MIB, Limits

CHUNK = 64 * 1024
LOCAL_HEADER = 30
DIRECTORY_SIGNATURE = b"PK\x01\x02"
DIRECTORY_ENTRY_SIZE = 1000
ENCRYPTED = 0x1 | 0x40
SAYS_UTF8 = 0x800
READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
SPECIAL = (stat.S_IFLNK, stat.S_IFIFO, stat.S_IFSOCK, stat.S_IFBLK, stat.S_IFCHR)
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    LookupError,
    RuntimeError,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the archive, as the directory describes it; sizes in bytes."""

    name: str
    size: int
    packed_size: int


class Archive:
    """The files of a zip: ``entries`` by name, skipped ones and folders left out.

    Raises ``PackageInvalid`` when the file is no zip or has too many entries; ``problems`` then lists what
    else makes it unsafe. Nothing may be read from an archive with problems.
    """

    def __init__(self, file: str | os.PathLike[str] | BinaryIO, limits: Limits) -> None:
        self.limits = limits
        self.deadline = time.monotonic() + limits.seconds
        self._own = _opened(file) if isinstance(file, str | os.PathLike) else None
        self._file: IO[bytes] = self._own or file  # type: ignore[assignment]
        try:
            self._zip = self._directory()
        except BaseException:
            self.close()
            raise
        infos = self._zip.infolist()
        for info in infos:
            info.filename = guessed_name(info.filename, says_utf8=bool(info.flag_bits & SAYS_UTF8))
        kept = [info for info in infos if not is_folder(info) and not is_skipped(info.filename)]
        self._infos = {info.filename: info for info in kept}
        self.entries = {info.filename: Entry(info.filename, info.file_size, info.compress_size) for info in kept}
        self.problems = tuple(_first(self._unsafe(kept), limits.problems))
        _unlimited(kept)

    def _directory(self) -> zipfile.ZipFile:
        try:
            self._file.seek(0)
            opened = zipfile.ZipFile(_Guarded(self._file, self.limits))  # type: ignore[arg-type]
        except BROKEN:
            raise refuse("not-a-zip") from None
        if len(opened.infolist()) > self.limits.entries:
            raise refuse("too-many-entries", limit=self.limits.entries)
        return opened

    def _unsafe(self, kept: list[zipfile.ZipInfo]) -> Iterator[Problem]:
        yield from self._bad_names()
        yield from _bad_entries(kept)
        yield from self._bad_sizes(kept)
        yield from _overlaps(kept)

    def _bad_names(self) -> Iterator[Problem]:
        seen: set[str] = set()
        for info in self._zip.infolist():
            name = info.orig_filename if "\0" in info.orig_filename else info.filename
            bad = name_problem(name, self.limits.name_length)
            if bad:
                yield problem(bad, name)
            elif info.filename in seen and not is_skipped(info.filename) and not is_folder(info):
                yield problem("entry-twice", info.filename)
            seen.add(info.filename)
        for folder in folders_of(self.entries):
            if folder in self.entries:
                yield problem("entry-conflict", folder)

    def _bad_sizes(self, kept: list[zipfile.ZipInfo]) -> Iterator[Problem]:
        limits = self.limits
        for info in kept:
            if info.file_size > limits.file_size:
                sizes = {"size": in_mib(info.file_size), "limit": in_mib(limits.file_size)}
                yield problem("file-too-large", info.filename, **sizes)
            if self._swells(info.file_size, info.compress_size):
                yield problem("ratio-too-high", info.filename)
        total, packed = sum(info.file_size for info in kept), sum(info.compress_size for info in kept)
        if total > limits.total_size:
            yield problem("package-too-large", size=in_mib(total), limit=in_mib(limits.total_size))
        if self._swells(total, packed):
            yield problem("package-ratio-too-high")

    def _swells(self, size: int, packed: int) -> bool:
        return size > self.limits.ratio_from and size > packed * self.limits.ratio

    def read(self, name: str, size: int | None = None) -> bytes:
        """The bytes of an entry; ``size`` refuses a longer one before it is unpacked.

        Raises ``KeyError`` for an unknown name and ``PackageInvalid`` for damaged data.
        """
        if size is not None and self.entries[name].size > size:
            raise refuse("json-too-large", name, limit=f"{size // 1024} Kio")
        return b"".join(self.stream(name))

    def stream(self, name: str) -> Iterator[bytes]:
        """The bytes of an entry in chunks of at most 64 KiB; raises as ``read`` does."""
        declared, done = self.entries[name].size, 0
        try:
            with self._zip.open(self._infos[name]) as source:
                while chunk := source.read(CHUNK):
                    done += len(chunk)
                    if done > declared:
                        raise refuse("size-lies", name)
                    yield chunk
        except BROKEN:
            raise refuse("zip-damaged", name) from None
        if done != declared:
            raise refuse("size-lies", name)

    def check_time(self) -> None:
        if time.monotonic() > self.deadline:
            raise refuse("too-slow")

    def close(self) -> None:
        """Closes the file when the archive opened it itself."""
        if self._own:
            self._own.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Guarded:
    """The file, refusing the one large read that ``zipfile`` makes: a directory beyond the limits."""

    def __init__(self, file: IO[bytes], limits: Limits) -> None:
        self._file, self._limits = file, limits
        self.seek, self.tell = file.seek, file.tell

    def seekable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        entries = self._limits.entries
        most = max(entries * DIRECTORY_ENTRY_SIZE, MIB)
        data = self._file.read(size if 0 <= size <= most else most + 1)
        if len(data) > most or (len(data) > CHUNK and data.count(DIRECTORY_SIGNATURE) > entries):
            raise refuse("too-many-entries", limit=entries)
        return data


def _unlimited(infos: list[zipfile.ZipInfo]) -> None:
    """Makes ``zipfile``, which stops at the size an entry declares, go on a little so that a lie shows."""
    for info in infos:
        info.file_size += 2 * CHUNK


def _opened(file: str | os.PathLike[str]) -> BinaryIO:
    try:
        return Path(file).open("rb")
    except OSError:
        raise refuse("file-unreadable") from None


def is_folder(info: zipfile.ZipInfo) -> bool:
    """As ``ZipInfo.is_dir``, which raises for an empty name."""
    return info.filename.endswith("/")


def _bad_entries(kept: list[zipfile.ZipInfo]) -> Iterator[Problem]:
    for info in kept:
        if info.flag_bits & ENCRYPTED:
            yield problem("zip-encrypted", info.filename)
        elif info.compress_type not in READABLE:
            yield problem("zip-compression", info.filename)
        elif stat.S_IFMT(info.external_attr >> 16) in SPECIAL:
            yield problem("entry-special", info.filename)


def _overlaps(kept: list[zipfile.ZipInfo]) -> Iterator[Problem]:
    """Entries that share packed data, as in the bombs of Fifield (USENIX WOOT 2019)."""
    end = -1
    for info in sorted(kept, key=lambda info: info.header_offset):
        if info.header_offset < end:
            yield problem("zip-overlap", info.filename)
        end = max(end, info.header_offset + LOCAL_HEADER + info.compress_size)


def _first(problems: Iterator[Problem], limit: int) -> Iterator[Problem]:
    for count, each in enumerate(problems):
        if count == limit:
            yield problem("too-many-problems", limit=limit)
            return
        yield each


def in_mib(size: int) -> str:
    return f"{size / MIB:.1f} Mio".replace(".", ",")
