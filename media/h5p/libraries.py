"""Installing and removing libraries: one folder a minor version, at its highest patch."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from media.h5p import storage
from media.h5p.data import LibraryInUse
from media.h5p.engine.dependencies import Dependencies
from media.h5p.engine.names import LibraryName
from media.h5p.engine.package import LibraryEntry, Package
from media.h5p.engine.validation import dependencies_in
from media.h5p.models import DependencyKind, Library, LibraryDependency

# How a script of H5P says what happens: a type without it, in itself and in what it needs, never scores.
SPEAKS = re.compile(rb"triggerXAPI|XAPIEvent")
KEYS = {
    DependencyKind.PRELOADED: "preloadedDependencies",
    DependencyKind.DYNAMIC: "dynamicDependencies",
    DependencyKind.EDITOR: "editorDependencies",
}


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A library of a package, written whole to a temporary folder."""

    entry: LibraryEntry
    folder: Path
    digest: str
    size: int
    semantics: Any
    speaks: bool

    @property
    def final(self) -> str:
        """The name of its folder: another one for every change of a file, so that addresses never lie."""
        return f"{self.entry.name.patch or 0}-{self.digest}"


def name_of(library: Library) -> LibraryName:
    return LibraryName(library.machine_name, library.major, library.minor, library.patch)


def installed_libraries() -> dict[LibraryName, Library]:
    """Every library by name, without its semantics; one query."""
    return {name_of(library): library for library in Library.objects.defer("semantics")}


def library_in_folder(folder: str) -> Library | None:
    """The installed library that packages keep in a folder of this name, `H5P.X-1.2`; at most one query."""
    try:
        name = LibraryName.parse(folder)
    except ValueError:
        return None
    rows = Library.objects.named(name.machine_name, name.major, name.minor)
    return rows.defer("semantics").first() if name.folder == folder else None


def newer_than(entries: Iterable[LibraryEntry], installed: Mapping[LibraryName, Library]) -> list[LibraryEntry]:
    """The entries to install: those the host lacks, and those with a higher patch than the host's."""
    return [
        entry
        for entry in entries
        if entry.name not in installed or (entry.name.patch or 0) > installed[entry.name].patch
    ]


def unpack_library(package: Package, entry: LibraryEntry, folder: Path) -> Unpacked:
    """Write the files of a library under `folder`."""
    digest = hashlib.sha256()
    size = 0
    for file in entry.files:
        digest.update(f"{len(file)}:{file}".encode())
        size += write_entry(package, entry.path(file), folder / file, digest.update)
    has_semantics = "semantics.json" in entry.files
    semantics = package.read_json(entry.path("semantics.json")) if has_semantics else None
    speaks = any(SPEAKS.search((folder / name).read_bytes()) for name in entry.preloaded_js if name in entry.files)
    return Unpacked(entry, folder, digest.hexdigest()[:16], size, semantics, speaks)


def write_entry(package: Package, name: str, path: Path, also: Any = None) -> int:
    """Write an entry of the package to `path`; its size in bytes."""
    size = 0
    with _created(path) as file:
        for chunk in package.chunks(name):
            size += file.write(chunk)
            if also:
                also(chunk)
    return size


def _created(path: Path) -> BinaryIO:
    try:
        return path.open("wb")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("wb")


def install(
    unpacked: Sequence[Unpacked], *, there: Mapping[LibraryName, Library], user: Any, placed: storage.Placed
) -> dict[LibraryName, Library]:
    """Record libraries and what they depend on, then put them in place; runs in the caller's transaction.

    Answers with every library that is installed then: those that were `there`, and these.
    """
    if not unpacked:
        return dict(there)
    before = _locked(unpacked)
    libraries = [_described(each, before.get(each.entry.name), user=user) for each in unpacked]
    Library.objects.bulk_create([library for library in libraries if library.pk is None])
    for library in before.values():
        library.save()
    present = {**there, **{name_of(library): library for library in libraries}}
    _link(libraries, present)
    for each, library in zip(unpacked, libraries, strict=True):
        placed.put(each.folder, storage.libraries_root() / library.path)
    return present


def _locked(unpacked: Sequence[Unpacked]) -> dict[LibraryName, Library]:
    """The libraries that these replace; nobody else changes them meanwhile."""
    names = {each.entry.name for each in unpacked}
    rows = Library.objects.select_for_update().filter(machine_name__in={name.machine_name for name in names})
    return {name_of(row): row for row in rows if name_of(row) in names}


def _described(unpacked: Unpacked, before: Library | None, *, user: Any) -> Library:
    name, metadata = unpacked.entry.name, unpacked.entry.metadata
    if before and before.folder != unpacked.final:
        transaction.on_commit(partial(storage.remove, storage.libraries_root() / before.path))
    library = before or Library(machine_name=name.machine_name, major=name.major, minor=name.minor)
    library.patch = name.patch or 0
    library.title = str(metadata.get("title", ""))[:255]
    library.runnable = str(metadata.get("runnable")) == "1"
    library.metadata = dict(metadata)
    library.speaks = unpacked.speaks
    library.semantics = unpacked.semantics
    library.licence = str(metadata.get("license", ""))[:60]
    library.author = str(metadata.get("author", ""))[:255]
    library.folder, library.size = unpacked.final, unpacked.size
    library.installed_at = timezone.now()
    library.installed_by = user
    return library


def _link(libraries: list[Library], present: Mapping[LibraryName, Library]) -> None:
    """Record what these libraries depend on, among what is installed."""
    LibraryDependency.objects.filter(library__in=libraries).delete()
    LibraryDependency.objects.bulk_create(
        [
            LibraryDependency(library=library, required=present[name], kind=kind)
            for library in libraries
            for kind, key in KEYS.items()
            for name in dict.fromkeys(dependencies_in(library.metadata, (key,)))
            if name in present
        ]
    )


def dependencies_of(installed: Mapping[LibraryName, Library], name: LibraryName) -> Dependencies | None:
    """What an installed library names in its library.json; None for one that is not installed."""
    library = installed.get(name)
    if library is None:
        return None
    return Dependencies(*(tuple(dependencies_in(library.metadata, (key,))) for key in KEYS.values()))


@transaction.atomic
def remove_library(*, library_id: int) -> None:
    """Remove a library and its files; `LibraryInUse` when a content or another library needs it."""
    library = Library.objects.get(pk=library_id)
    try:
        library.delete()
    except ProtectedError as error:
        raise LibraryInUse(library.name) from error
    transaction.on_commit(partial(storage.remove, storage.libraries_root() / library.path))
