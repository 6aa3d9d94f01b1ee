"""One `.h5p` package becomes a content, and brings the libraries that the host lacks."""

import shutil
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from media.h5p import storage
from media.h5p.data import ImportResult
from media.h5p.engine.addons import addons_used
from media.h5p.engine.dependencies import resolve
from media.h5p.engine.errors import PackageInvalid
from media.h5p.engine.limits import Limits
from media.h5p.engine.names import LibraryName
from media.h5p.engine.package import Package
from media.h5p.engine.semantics import Filtered, filter_parameters
from media.h5p.engine.validation import check_package, main_library
from media.h5p.libraries import (
    dependencies_of,
    install,
    installed_libraries,
    name_of,
    newer_than,
    unpack_library,
    write_entry,
)
from media.h5p.models import Content, ContentDependency, ContentVersion, Library

# Two people may install the same library at once: the second then finds it there.
ATTEMPTS = 3


def limits() -> Limits:
    """The host's limits, with what `PV_H5P_LIMITS` changes of the engine's own."""
    return Limits(**getattr(settings, "PV_H5P_LIMITS", {}))


def import_package(
    *,
    file: str | Path | BinaryIO,
    user: Any = None,
    allow_libraries: bool = False,
    content_id: int | None = None,
) -> ImportResult:
    """Import a package; with `content_id` it becomes that content's next version, at the same address.

    Without `allow_libraries` the package brings its content only. Everything happens or nothing does. Raises
    `PackageInvalid`, whose problems say what to do, and `Content.DoesNotExist`.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _import(file, user=user, allow_libraries=allow_libraries, content_id=content_id)
        except IntegrityError:
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("unreachable")


def _import(file: str | Path | BinaryIO, *, user: Any, allow_libraries: bool, content_id: int | None) -> ImportResult:
    installed = installed_libraries()
    patches = {name: library.patch for name, library in installed.items()}
    checked = check_package(file, limits=limits(), installed=patches, may_install=allow_libraries)
    if checked.package is None:
        raise PackageInvalid(checked.problems)
    with checked.package as package, storage.temporary_folder() as folder, storage.undone_on_error() as placed:
        entries = newer_than(package.libraries, installed) if allow_libraries else []
        unpacked = [unpack_library(package, each, folder / each.name.folder) for each in entries]
        _unpack_content(package, folder / "content")
        with transaction.atomic():
            present = install(unpacked, there=installed, user=user, placed=placed)
            received = _received(package)
            content = save_content(received, installed=present, user=user, content_id=content_id)
            replaced = [each.entry.name for each in unpacked if each.entry.name in installed]
            refresh_users_of(replaced, installed=present, but=content.pk)
            placed.put(folder / "content", storage.contents_root() / content.folder)
    return _result(content, new={each.entry.name for each in unpacked}, there=installed)


def _unpack_content(package: Package, folder: Path) -> None:
    folder.mkdir()
    for name in package.content_files:
        write_entry(package, f"content/{name}", folder / name)


def _result(content: Content, *, new: set[LibraryName], there: Container[LibraryName]) -> ImportResult:
    used = [name_of(row.library) for row in content.dependencies.select_related("library")]
    return ImportResult(
        content_id=content.pk,
        title=content.title,
        libraries_installed=tuple(sorted(map(str, new))),
        libraries_reused=tuple(sorted(str(name) for name in used if name in there and name not in new)),
    )


@dataclass(frozen=True, slots=True)
class Received:
    """A content as a package or an author gives it."""

    main: LibraryName
    metadata: Mapping[str, Any]
    parameters: Any = field(hash=False)


def _received(package: Package) -> Received:
    main = main_library(package.manifest)
    if main is None:
        raise ValueError("a checked package lists its main library")
    return Received(main, package.manifest, package.content_json())


def save_content(
    received: Received,
    *,
    installed: Mapping[LibraryName, Library],
    user: Any,
    content_id: int | None = None,
) -> Content:
    """The content with what was received as its current version, its libraries found again; no file is moved."""
    library = installed[received.main]
    now = timezone.now()
    content = (
        Content.objects.select_for_update().get(pk=content_id)
        if content_id
        else Content(created_at=now, uploaded_by=user, version=0)
    )
    filtered = filtered_parameters(library, received.parameters)
    content.library, content.updated_at, content.version = library, now, content.version + 1
    content.parameters, content.original_parameters = filtered.parameters, received.parameters
    describe(content, received.metadata)
    content.save()
    content.folder = f"{content.pk}/{content.version}"
    Content.objects.filter(pk=content.pk).update(folder=content.folder)
    keep_version(content, user=user)
    link_libraries(content, filtered, installed)
    return content


def describe(content: Content, metadata: Mapping[str, Any]) -> None:
    """Copy what h5p.json says of a content to where it is shown and searched."""
    authors = metadata.get("authors")
    names = [str(each.get("name", "")) for each in authors if isinstance(each, dict)] if authors else []
    content.metadata = dict(metadata)
    content.title = str(metadata.get("title", ""))[:255]
    licence = f"{metadata.get('license') or ''} {metadata.get('licenseVersion') or ''}"
    content.licence = licence.strip()[:60]
    content.authors = ", ".join(filter(None, names))[:500]
    content.language = str(metadata.get("defaultLanguage") or metadata.get("language") or "")[:10]


def keep_version(content: Content, *, user: Any) -> None:
    """Record the content as it is now among its versions."""
    ContentVersion.objects.create(
        content=content,
        number=content.version,
        title=content.title,
        library=content.library,
        parameters=content.parameters,
        original_parameters=content.original_parameters,
        metadata=content.metadata,
        folder=content.folder,
        created_at=content.updated_at,
        created_by=user,
    )


def filtered_parameters(library: Library, parameters: Any) -> Filtered:
    """The parameters that fit the library's semantics; as they are when it has none."""
    semantics_of = _semantics()
    semantics = semantics_of(name_of(library))
    if semantics is None:
        return Filtered(parameters if isinstance(parameters, dict) else {}, ())
    return filter_parameters(parameters, semantics, library_semantics=semantics_of)


def _semantics() -> Callable[[LibraryName], list[Any] | None]:
    """Semantics by library name, each read once; an empty list for a library without a file."""
    known: dict[LibraryName, list[Any] | None] = {}

    def semantics_of(name: LibraryName) -> list[Any] | None:
        if name not in known:
            rows = Library.objects.named(name.machine_name, name.major, name.minor)
            found = list(rows.values_list("semantics", flat=True))
            known[name] = found[0] if found else None
        return known[name]

    return semantics_of


def link_libraries(content: Content, filtered: Filtered, installed: Mapping[LibraryName, Library]) -> None:
    """Record the libraries that a content loads, in their order."""
    addons = addons_used(filtered.parameters, {name: library.metadata for name, library in installed.items()})
    roots = (*filtered.dependencies, *addons, name_of(content.library))
    order = resolve(roots, dependencies_of=partial(dependencies_of, installed)).order
    content.dependencies.all().delete()
    ContentDependency.objects.bulk_create(
        [
            ContentDependency(content=content, library=installed[name], position=position)
            for position, name in enumerate(order)
        ]
    )


def refresh_users_of(
    names: list[LibraryName], *, installed: Mapping[LibraryName, Library], but: int | None = None
) -> None:
    """Filter again, and link again, the contents that play with libraries whose files were replaced."""
    if not names:
        return
    replaced = [installed[name].pk for name in names]
    contents = Content.objects.filter(dependencies__library__in=replaced).distinct()
    for content in contents.select_related("library"):
        if content.pk == but:
            continue
        filtered = filtered_parameters(content.library, content.original_parameters)
        if filtered.parameters != content.parameters:
            Content.objects.filter(pk=content.pk).update(parameters=filtered.parameters)
        link_libraries(content, filtered, installed)


def copy_files(source: str, target: str) -> None:
    """Give a version the files of another one; hard links where the disk can."""
    origin = storage.contents_root() / source
    with storage.temporary_folder() as folder:
        shutil.copytree(origin, folder / "content", copy_function=_link_or_copy)
        storage.Placed().put(folder / "content", storage.contents_root() / target)


def _link_or_copy(source: str, target: str) -> None:
    try:
        Path(target).hardlink_to(source)
    except OSError:
        shutil.copy2(source, target)
