"""Writing a package that any H5P host accepts."""

import os
import shutil
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from json import dumps
from pathlib import Path
from typing import IO, Any, BinaryIO, TypeAlias

from media.h5p.engine.entry_names import (
    allowed_in_content,
    allowed_in_library,
    extension_of,
    is_skipped,
    name_problem,
)
from media.h5p.engine.names import LibraryName
from media.h5p.engine.package import CONTENT, CONTENT_JSON, MANIFEST

Source: TypeAlias = bytes | os.PathLike[str] | Callable[[], IO[bytes]]

CHUNK = 64 * 1024
NAME_LENGTH = 500
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
PERMISSIONS = 0o100644 << 16
PACKED_ALREADY = frozenset(
    (
        *("png", "jpg", "jpeg", "gif", "woff", "woff2", "webm", "mp4", "ogg", "mp3", "m4a"),
        *("docx", "xlsx", "pptx", "odt", "ods", "odp", "glb"),
    )
)


def write_package(
    out: str | os.PathLike[str] | BinaryIO,
    *,
    manifest: Mapping[str, Any],
    content: Any,
    files: Mapping[str, Source] | None = None,
    libraries: Mapping[LibraryName, Mapping[str, Source]] | None = None,
) -> None:
    """Writes a package; the same arguments always give the same bytes.

    files: the media of the content, by name relative to ``content/``.
    libraries: the files of each library, by name relative to its folder; hidden names are left out.
    A source is bytes, a path, or a function that opens a binary file; files are streamed.
    Raises ``ValueError`` for a name that no package may hold.
    """
    sources: dict[str, Source] = {MANIFEST: _json(manifest), CONTENT_JSON: _json(content)}
    for name, source in (files or {}).items():
        sources[_checked(CONTENT + name, allowed_in_content(name))] = source
    for library, its_files in (libraries or {}).items():
        for name, source in its_files.items():
            if not is_skipped(name):
                sources[_checked(f"{library.folder}/{name}", allowed_in_library(name))] = source
    _write(out, sources)


def _checked(name: str, allowed: bool) -> str:
    if not allowed or is_skipped(name) or name.endswith("/") or name_problem(name, NAME_LENGTH):
        raise ValueError(f"no package may hold a file of this name: {name[:200]!r}")
    return name


def _write(out: str | os.PathLike[str] | BinaryIO, sources: Mapping[str, Source]) -> None:
    with zipfile.ZipFile(out, "w") as target:  # type: ignore[arg-type]
        for name in sorted(sources, key=_manifest_first):
            info = zipfile.ZipInfo(name, FIRST_DAY)
            info.create_system, info.external_attr = 3, PERMISSIONS
            packed = extension_of(name) in PACKED_ALREADY
            info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            with _opened(sources[name]) as source, target.open(info, "w", force_zip64=False) as entry:
                shutil.copyfileobj(source, entry, CHUNK)


def _manifest_first(name: str) -> tuple[bool, str]:
    return name != MANIFEST, name


def _opened(source: Source) -> IO[bytes]:
    if isinstance(source, bytes):
        return BytesIO(source)
    return Path(source).open("rb") if isinstance(source, os.PathLike) else source()


def _json(value: Any) -> bytes:
    return dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
