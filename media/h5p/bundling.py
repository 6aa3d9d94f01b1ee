"""One script and one stylesheet for all the libraries that a content plays with, named by their content."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from posixpath import normpath
from typing import Protocol

from django.urls import reverse

from media.h5p import storage
from media.h5p.engine.package import preloaded_files

# Part of every bundle's name: a change of how bundles are made gives them new addresses.
RECIPE = "4"
# Runs last: a bundle that one file's syntax error kept from running at all is noticed by its absence.
READY = "window.h5pBundleReady = true"
CSS_URL = re.compile(r"""url\(\s*(?P<quote>["']?)(?P<target>[^"')]{1,2000})(?P=quote)\s*\)""")
# A comment is matched so that what it holds is not: an import inside one stays there.
CSS_IMPORT = re.compile(
    r"""/\*.*?\*/|(@import\s+(?:url\(\s*"[^"]*"\s*\)|url\(\s*'[^']*'\s*\)|url\([^)]*\)|"[^"]*"|'[^']*')[^;{}]{0,200};)""",
    re.DOTALL,
)
# An import may name its file without `url()`.
CSS_IMPORTED = re.compile(r"""(@import\s+)(?P<quote>["'])(?P<target>[^"']{1,2000})(?P=quote)""")
# The player's policy lets nothing of another site in that a stylesheet names: asking would only fill the console.
OUTSIDE = re.compile(r"^(?:https?:)?//", re.IGNORECASE)
NOWHERE = 'url("data:,")'
CSS_FROM_NOWHERE = re.compile(rf"@import\s+{re.escape(NOWHERE)}")
CSS_CHARSET = re.compile(r'@charset "[^"]{0,40}";')
ABSOLUTE = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]*:|/|#)")
# A class, let or const at the top of a file is seen by the next files: a `try` block would hide it.
TOP_LEVEL_BINDING = re.compile(r"^(?:class|let|const)\b", re.MULTILINE)


class Bundled(Protocol):
    """What a bundle needs to know of a library; `path` is its folder below the libraries' one."""

    metadata: dict  # type: ignore[type-arg]

    @property
    def machine_name(self) -> str: ...
    @property
    def path(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Bundle:
    """The name that the script and the stylesheet of a dependency tree share."""

    digest: str

    @property
    def script_url(self) -> str:
        return reverse("h5p:bundle", args=(f"{self.digest}.js",))

    @property
    def style_url(self) -> str:
        return reverse("h5p:bundle", args=(f"{self.digest}.css",))


def bundle_of(libraries: Sequence[Bundled]) -> Bundle:
    """The bundle of these libraries, in their loading order, made now unless it already is."""
    identity = "\n".join((RECIPE, library_address("", ""), *(library.path for library in libraries)))
    bundle = Bundle(hashlib.sha256(identity.encode()).hexdigest()[:32])
    _make(f"{bundle.digest}.js", lambda: script_of(libraries))
    _make(f"{bundle.digest}.css", lambda: style_of(libraries))
    return bundle


def _make(name: str, content: Callable[[], str]) -> None:
    path = storage.bundles_root() / name
    if not storage.still_used(path):
        storage.write_once(path, content().encode())
        storage.forget_old_bundles()


def script_of(libraries: Sequence[Bundled]) -> str:
    """All the preloaded scripts, each kept from stopping the next as separate files would be."""
    # The leading semicolon keeps a "use strict" of the first file from reaching the others.
    parts = [
        _guarded(_read(library, path))
        for library in libraries
        for path in preloaded_files(library.metadata, "preloadedJs")
    ]
    return "\n".join((";", *parts, f"{READY};"))


def _guarded(source: str) -> str:
    if TOP_LEVEL_BINDING.search(source):
        return f"{source}\n;"
    return f"try {{\n{source}\n}} catch (error) {{ setTimeout(function () {{ throw error; }}); }}"


def style_of(libraries: Sequence[Bundled]) -> str:
    """All the preloaded stylesheets with the addresses inside them made absolute."""
    dropped = {
        entry.get("machineName") for library in libraries for entry in library.metadata.get("dropLibraryCss") or ()
    }
    sheets = [
        _absolute(_read(library, path), library, path)
        for library in libraries
        if library.machine_name not in dropped
        for path in preloaded_files(library.metadata, "preloadedCss")
    ]
    css = CSS_CHARSET.sub("", "\n".join(sheets))
    # Imports count only before everything else.
    imports = [each for each in CSS_IMPORT.findall(css) if each and not CSS_FROM_NOWHERE.match(each)]
    return "\n".join((*imports, CSS_IMPORT.sub(lambda match: "" if match[1] else match[0], css)))


def _read(library: Bundled, path: str) -> str:
    file = storage.existing_file(storage.libraries_root() / library.path, path)
    return file.read_text(encoding="utf-8", errors="replace").removeprefix("\ufeff") if file else ""


def _absolute(css: str, library: Bundled, path: str) -> str:
    folder = PurePosixPath(path).parent

    def rewritten(match: re.Match[str]) -> str:
        target = match["target"].strip()
        if OUTSIDE.match(target):
            return NOWHERE
        if ABSOLUTE.match(target):
            return match[0]
        name, mark, rest = re.match(r"([^?#]*)([?#]?)(.*)", target, re.DOTALL).groups()  # type: ignore[union-attr]
        return f'url("{library_address(library.path, normpath(str(folder / name)))}{mark}{rest}")'

    return CSS_URL.sub(rewritten, CSS_IMPORTED.sub(r'\1url("\g<target>")', css))


def script_addresses(libraries: Sequence[Bundled]) -> list[str]:
    """The preloaded scripts one by one, in loading order: what a player falls back on."""
    return [
        library_address(library.path, path)
        for library in libraries
        for path in preloaded_files(library.metadata, "preloadedJs")
    ]


def library_address(path: str, name: str) -> str:
    """The public address of a library's file; the libraries' common address when both are empty."""
    address = reverse("h5p:libraries")
    return f"{address}{path}/{name}" if path else address
