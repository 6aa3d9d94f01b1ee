"""An H5P package, read in place."""

import io
import os
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, BinaryIO, Self

from media.h5p.engine.archive import Archive
from media.h5p.engine.errors import PackageInvalid, refuse
from media.h5p.engine.json_data import load_json, parse_json
from media.h5p.engine.limits import Limits
from media.h5p.engine.names import LibraryName

MANIFEST = "h5p.json"
CONTENT = "content/"
CONTENT_JSON = "content/content.json"


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """A library of the package: ``name`` carries the patch, ``files`` are relative to ``folder``."""

    name: LibraryName
    folder: str
    metadata: Mapping[str, Any] = field(hash=False)
    files: tuple[str, ...] = ()

    def path(self, file: str) -> str:
        """The name in the package of one of ``files``."""
        return f"{self.folder}/{file}"

    @property
    def preloaded_js(self) -> tuple[str, ...]:
        """The scripts to load, in order, relative to the folder."""
        return preloaded_files(self.metadata, "preloadedJs")

    @property
    def preloaded_css(self) -> tuple[str, ...]:
        return preloaded_files(self.metadata, "preloadedCss")


class Package:
    """A zip with H5P's names in it. Close it, or use it as a context manager.

    Every reader below raises ``PackageInvalid`` when what it reads is damaged or is not what it should be.
    """

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.limits = archive.limits
        self._metadata_left = archive.limits.metadata_size
        self._metadata: dict[str, dict[str, Any] | PackageInvalid] = {}

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What ``h5p.json`` holds."""
        if MANIFEST not in self.archive.entries:
            raise refuse("h5p-json-missing")
        return self.read_metadata(MANIFEST)

    @cached_property
    def folders(self) -> dict[str, tuple[str, ...]]:
        """The files of each folder at the root but ``content``, relative to it, sorted."""
        folders: dict[str, list[str]] = {}
        for name in sorted(self.archive.entries):
            folder, slash, file = name.partition("/")
            if slash and folder != "content":
                folders.setdefault(folder, []).append(file)
        return {folder: tuple(files) for folder, files in folders.items()}

    @cached_property
    def libraries(self) -> list[LibraryEntry]:
        """Libraries whose ``library.json`` names them, by folder; ``check_package`` tells of the others.

        When a library is there twice, under ``H5P.X`` and ``H5P.X-1.2``, the second one counts.
        """
        found: dict[LibraryName, LibraryEntry] = {}
        for folder in self.folders:
            entry = self.library_in(folder)
            if entry:
                found[entry.name] = entry
        return list(found.values())

    def library_in(self, folder: str) -> LibraryEntry | None:
        """The library of a folder at the root, or None when nothing there names one."""
        try:
            return self.library_of(folder)
        except (PackageInvalid, ValueError):
            return None

    def library_of(self, folder: str) -> LibraryEntry:
        """As ``library_in``, but raises ``PackageInvalid`` or ``ValueError``, saying what is wrong."""
        metadata = self.metadata_in(folder)
        name = LibraryName.of_dependency(metadata)
        return LibraryEntry(name, folder, metadata, self.folders[folder])

    def metadata_in(self, folder: str) -> dict[str, Any]:
        """What the folder's ``library.json`` holds, read once."""
        if f"{folder}/library.json" not in self.archive.entries:
            raise refuse("library-json-missing", folder)
        if folder not in self._metadata:
            try:
                self._metadata[folder] = self.read_metadata(f"{folder}/library.json")
            except PackageInvalid as error:
                self._metadata[folder] = error
        found = self._metadata[folder]
        if isinstance(found, PackageInvalid):
            raise found
        return found

    @property
    def content_files(self) -> list[str]:
        """The media of the content, relative to ``content/``, sorted."""
        names = (name for name in self.archive.entries if name.startswith(CONTENT) and name != CONTENT_JSON)
        return sorted(name.removeprefix(CONTENT) for name in names)

    def content_json(self) -> Any:
        """What ``content/content.json`` holds: an object, or the empty list that PHP writes for none."""
        if CONTENT_JSON not in self.archive.entries:
            raise refuse("content-json-missing")
        value = self.read_json(CONTENT_JSON)
        if not isinstance(value, dict | list):
            raise refuse("json-not-object", CONTENT_JSON)
        return value

    def size(self, name: str) -> int:
        """The bytes that an entry declares; ``open`` refuses to give more or fewer."""
        return self.archive.entries[name].size

    def read(self, name: str) -> bytes:
        """All the bytes of an entry, by its full name in the package; ``KeyError`` for an unknown one."""
        return self.archive.read(name)

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of an entry, in chunks of at most 64 KiB."""
        return self.archive.stream(name)

    def open(self, name: str) -> BinaryIO:
        """An entry as a binary file that is read forwards only."""
        return io.BufferedReader(_EntryFile(self.archive.stream(name)))  # type: ignore[return-value]

    def read_json(self, name: str) -> Any:
        return load_json(self.archive.read(name, self.limits.json_size), name, self.limits)

    def check_json(self, name: str) -> None:
        """Raises as ``read_json`` does; for files that are only served."""
        parse_json(self.archive.read(name, self.limits.json_size), name, self.limits)

    def read_metadata(self, name: str) -> dict[str, Any]:
        """An object out of the files that stay in memory; together they may not pass ``metadata_size``."""
        data = self.archive.read(name, self._metadata_left)
        self._metadata_left -= len(data)
        value = load_json(data, name, self.limits)
        if not isinstance(value, dict):
            raise refuse("json-not-object", name)
        return value

    def close(self) -> None:
        self.archive.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _EntryFile(io.RawIOBase):
    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._rest = chunks, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._rest or next(self._chunks, b"")
        size = min(len(buffer), len(data))
        buffer[:size], self._rest = data[:size], data[size:]
        return size


def open_package(file: str | os.PathLike[str] | BinaryIO, *, limits: Limits | None = None) -> Package:
    """The package in a path or a seekable binary file, nothing unpacked yet.

    Raises ``PackageInvalid`` when the archive is unsafe or no zip. What it holds is not checked: see
    ``validation.check_package``.
    """
    archive = Archive(file, limits or Limits())
    if archive.problems:
        archive.close()
        raise PackageInvalid(archive.problems)
    return Package(archive)


def preloaded_files(metadata: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """The paths under ``preloadedJs`` or ``preloadedCss`` as names relative to the folder.

    A leading slash and ``.`` components are dropped, a backslash reads as a slash; a path that would leave
    the folder is given as it is, and matches no file.
    """
    items = metadata.get(key) or []
    paths = (item.get("path") for item in items if isinstance(item, dict)) if isinstance(items, list) else ()
    return tuple(_normal(path) for path in paths if isinstance(path, str))


def _normal(path: str) -> str:
    return posixpath.normpath(path.replace("\\", "/").lstrip("/"))
