"""Installing and removing libraries: one folder a minor version, at its highest patch."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

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

    @property
    def final(self) -> str:
        """The name of its folder: another one for every change of a file, so that addresses never lie."""
        return f"{self.entry.name.patch or 0}-{self.digest}"


def name_of(library: Library) -> LibraryName:
    return LibraryName(library.machine_name, library.major, library.minor, library.patch)


def installed_libraries() -> dict[LibraryName, Library]:
    """Every library by name, without its semantics; one query."""
    return {name_of(library): library for library in Library.objects.defer("semantics")}


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
    return Unpacked(entry, folder, digest.hexdigest()[:16], size, semantics)


def write_entry(package: Package, name: str, path: Path, also: Any = None) -> int:
    """Write an entry of the package to `path`; its size in bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    size = 0
    with path.open("wb") as file:
        for chunk in package.chunks(name):
            size += file.write(chunk)
            if also:
                also(chunk)
    return size


def install(unpacked: Iterable[Unpacked], *, user: Any, placed: storage.Placed) -> list[Library]:
    """Record libraries and what they depend on, then put them in place; runs in the caller's transaction."""
    pairs = [(each, _record(each, user=user)) for each in unpacked]
    if pairs:
        _link([library for _, library in pairs])
    for each, library in pairs:
        placed.put(each.folder, storage.libraries_root() / library.path)
    return [library for _, library in pairs]


def _record(unpacked: Unpacked, *, user: Any) -> Library:
    name, metadata = unpacked.entry.name, unpacked.entry.metadata
    before = Library.objects.select_for_update().named(name.machine_name, name.major, name.minor).first()
    if before and before.folder != unpacked.final:
        transaction.on_commit(partial(storage.remove, storage.libraries_root() / before.path))
    library = before or Library(machine_name=name.machine_name, major=name.major, minor=name.minor)
    library.patch = name.patch or 0
    library.title = str(metadata.get("title", ""))[:255]
    library.runnable = str(metadata.get("runnable")) == "1"
    library.metadata = dict(metadata)
    library.semantics = unpacked.semantics
    library.licence = str(metadata.get("license", ""))[:60]
    library.author = str(metadata.get("author", ""))[:255]
    library.folder, library.size = unpacked.final, unpacked.size
    library.installed_at = timezone.now()
    library.installed_by = user
    library.save()
    return library


def _link(libraries: list[Library]) -> None:
    """Record what these libraries depend on, among what is installed."""
    present = installed_libraries()
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
