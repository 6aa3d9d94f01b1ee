"""A content becomes a `.h5p` package that plays on any host, with every library it needs."""

from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from media.h5p import storage
from media.h5p.engine.dependencies import resolve
from media.h5p.engine.metadata import portable_metadata
from media.h5p.engine.names import LibraryName
from media.h5p.engine.writing import write_package
from media.h5p.libraries import dependencies_of, installed_libraries, name_of
from media.h5p.models import Content, Library


def export_package(*, content_id: int, out: str | Path | BinaryIO) -> None:
    """Write the content's package to `out`; `Content.DoesNotExist` when there is none."""
    content = Content.objects.select_related("library").get(pk=content_id)
    played = [name_of(row.library) for row in content.dependencies.select_related("library")]
    installed = installed_libraries()
    write_package(
        out,
        manifest=manifest_of(content, played),
        content=content.parameters,
        files=_files(storage.contents_root() / content.folder),
        libraries={name: _files(_folder(installed[name])) for name in _needed(played, installed)},
    )


def manifest_of(content: Content, played: list[LibraryName]) -> dict[str, Any]:
    """The content's h5p.json: what came with it that other hosts take, and the libraries found by walking it."""
    return {
        **portable_metadata({**content.metadata, "title": content.title}),
        "mainLibrary": content.library.machine_name,
        "embedTypes": content.metadata.get("embedTypes") or ["div"],
        "preloadedDependencies": [name.as_dependency() for name in played],
    }


def _needed(played: list[LibraryName], installed: dict[LibraryName, Library]) -> list[LibraryName]:
    """Libraries to play the content, and to author it on a host that can."""
    found = resolve(played, dependencies_of=partial(dependencies_of, installed), editor=True)
    return [*found.order, *found.dynamic]


def _folder(library: Library) -> Path:
    return storage.libraries_root() / library.path


def _files(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
