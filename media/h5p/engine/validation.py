"""Whether a package may come in, and everything that is wrong when it may not."""

import os
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from media.h5p.engine.entry_names import allowed_in_content, allowed_in_library, extension_of
from media.h5p.engine.errors import PackageInvalid, Problem, problem
from media.h5p.engine.limits import Limits
from media.h5p.engine.names import LibraryName
from media.h5p.engine.package import CONTENT, CONTENT_JSON, MANIFEST, LibraryEntry, Package, open_package
from media.h5p.engine.shapes import FOLDER, H5P_JSON, LANGUAGE_FILE, LIBRARY_JSON, Shape, violations

CORE_API = (1, 28)
DEPENDENCY_KEYS = ("preloadedDependencies", "dynamicDependencies", "editorDependencies")
MANIFEST_DEPENDENCY_KEYS = DEPENDENCY_KEYS[:2]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found: ``package`` is there, open, when nothing is wrong; close it when done.

    ``missing`` are the libraries that neither the package nor the host has; each is among ``problems`` too.
    """

    problems: tuple[Problem, ...]
    package: Package | None = None
    missing: tuple[LibraryName, ...] = ()

    @property
    def valid(self) -> bool:
        return not self.problems


def check_package(
    file: str | os.PathLike[str] | BinaryIO,
    *,
    limits: Limits | None = None,
    installed: Container[LibraryName] | Mapping[LibraryName, int] = (),
    may_install: bool = True,
    require_content: bool = True,
    core_api: tuple[int, int] = CORE_API,
    read_everything: bool = False,
) -> CheckResult:
    """Applies every rule of the specification and of the limits; never raises for what a package holds.

    installed: the libraries that the host has. When it maps each to its patch, the libraries of the package
    that are no newer are not examined again, since installing would skip them.
    may_install: False when the sender may not install libraries; those of the package then do not count.
    require_content: False for a package that only carries libraries.
    read_everything: unpacks media and scripts too, in passing, to find damaged data that an import would meet.
    """
    try:
        package = open_package(file, limits=limits)
    except PackageInvalid as error:
        return CheckResult(error.problems)
    check = _Check(package, installed, may_install, require_content, core_api)
    try:
        check.run()
        if read_everything and not check.problems:
            check.run_through_data()
    except BaseException:
        package.close()
        raise
    if check.problems:
        package.close()
        return CheckResult(tuple(check.problems), None, check.missing)
    return CheckResult((), package, ())


class _Enough(Exception):
    pass


class _Check:
    """One examination; ``problems`` fills as it goes."""

    def __init__(
        self,
        package: Package,
        installed: Container[LibraryName] | Mapping[LibraryName, int],
        may_install: bool,
        require_content: bool,
        core_api: tuple[int, int],
    ) -> None:
        self.package = package
        self.limits = package.limits
        self.installed = installed
        self.may_install = may_install
        self.require_content = require_content
        self.core_api = core_api
        self.problems: list[Problem] = []
        self.missing: tuple[LibraryName, ...] = ()

    def run(self) -> None:
        """Applies every rule."""
        self._collect(self._examine)

    def run_through_data(self) -> None:
        """Reads every entry to its end."""
        self._collect(self._read_everything)

    def _collect(self, examine: Callable[[], None]) -> None:
        try:
            examine()
        except PackageInvalid as error:
            self.problems.extend(error.problems)
        except _Enough:
            self.problems.append(problem("too-many-problems", limit=self.limits.problems))

    def _examine(self) -> None:
        self._extend(self._file_problems())
        if self.require_content:
            self._extend(self._manifest_problems())
            self._extend(self._content_problems())
        if self.may_install:
            for folder in self.package.folders:
                self.package.archive.check_time()
                self._extend(self._folder_problems(folder))
        self._extend(self._missing_problems())

    def _read_everything(self) -> None:
        for name in self.package.archive.entries:
            self.package.archive.check_time()
            self._extend(self._data_problems(name))

    def _data_problems(self, name: str) -> Iterator[Problem]:
        try:
            for _chunk in self.package.chunks(name):
                pass
        except PackageInvalid as error:
            yield from error.problems

    def _extend(self, problems: Iterable[Problem]) -> None:
        for each in problems:
            if len(self.problems) >= self.limits.problems:
                raise _Enough
            self.problems.append(each)

    def _file_problems(self) -> Iterator[Problem]:
        for name in self.package.archive.entries:
            if name.startswith(CONTENT):
                if self.require_content and not allowed_in_content(name):
                    yield problem("content-file-forbidden", name, extension=_shown_extension(name))
            elif "/" in name and self.may_install and not allowed_in_library(name):
                yield problem("library-file-forbidden", name, extension=_shown_extension(name))

    def _manifest_problems(self) -> Iterator[Problem]:
        try:
            manifest = self.package.manifest
        except PackageInvalid as error:
            yield from error.problems
            return
        broken = list(_shape_problems(manifest, H5P_JSON, MANIFEST))
        yield from broken
        if not broken and main_library(manifest) is None:
            yield problem("main-library-unlisted", MANIFEST, library=manifest["mainLibrary"])

    def _content_problems(self) -> Iterator[Problem]:
        if CONTENT_JSON not in self.package.archive.entries:
            yield problem("content-json-missing", CONTENT_JSON)
            return
        try:
            self.package.content_json()
        except PackageInvalid as error:
            yield from error.problems

    def _folder_problems(self, folder: str) -> Iterator[Problem]:
        if not FOLDER.fullmatch(folder):
            yield problem("folder-name-invalid", folder)
            return
        try:
            metadata = self.package.metadata_in(folder)
        except PackageInvalid as error:
            yield from error.problems
            return
        broken = list(_shape_problems(metadata, LIBRARY_JSON, f"{folder}/library.json"))
        yield from broken
        if not broken:
            yield from self._library_problems(self.package.library_of(folder))

    def _library_problems(self, library: LibraryEntry) -> Iterator[Problem]:
        name = library.name
        if library.folder not in (name.machine_name, name.folder):
            yield problem("folder-name-differs", library.folder, library=str(name), expected=name.folder)
        if _core_api_of(library.metadata) > self.core_api:
            needed, known = (f"{major}.{minor}" for major, minor in (_core_api_of(library.metadata), self.core_api))
            yield problem("core-api-too-new", library.folder, library=str(name), needed=needed, known=known)
        if not self._is_installed_already(name):
            yield from self._file_problems_of(library)

    def _is_installed_already(self, name: LibraryName) -> bool:
        if not isinstance(self.installed, Mapping):
            return False
        patch = self.installed.get(name)
        return patch is not None and patch >= (name.patch or 0)

    def _file_problems_of(self, library: LibraryEntry) -> Iterator[Problem]:
        files = frozenset(library.files)
        for path in library.preloaded_js + library.preloaded_css:
            if path not in files:
                yield problem("preloaded-file-missing", library.folder, library=str(library.name), path=path)
        if "semantics.json" in files:
            yield from self._semantics_problems(library.path("semantics.json"))
        for file in library.files:
            if file.startswith("language/"):
                yield from self._language_problems(library.path(file))

    def _semantics_problems(self, name: str) -> Iterator[Problem]:
        try:
            if not isinstance(self.package.read_json(name), list | dict):
                yield problem("semantics-invalid", name)
        except PackageInvalid as error:
            yield from error.problems

    def _language_problems(self, name: str) -> Iterator[Problem]:
        self.package.archive.check_time()
        # A folder among the language files is one whose name is wrong.
        if not LANGUAGE_FILE.fullmatch(name.split("/", 2)[2]):
            yield problem("language-name-invalid", name)
            return
        try:
            self.package.check_json(name)
        except PackageInvalid as error:
            yield from error.problems

    def _missing_problems(self) -> Iterator[Problem]:
        carried = {library.name for library in self.package.libraries}
        libraries = self.package.libraries if self.may_install else []
        present = carried if self.may_install else frozenset()
        needed: dict[LibraryName, str] = {}
        for library in libraries:
            if not self._is_installed_already(library.name):
                _gather(needed, library.metadata, DEPENDENCY_KEYS, library.path("library.json"))
        if self.require_content and MANIFEST in self.package.archive.entries:
            _gather(needed, self._manifest_or_nothing(), MANIFEST_DEPENDENCY_KEYS, MANIFEST)
        self.missing = tuple(name for name in needed if name not in present and name not in self.installed)
        for name in self.missing:
            id = "library-install-forbidden" if name in carried else "library-missing"
            yield problem(id, needed[name], library=str(name))

    def _manifest_or_nothing(self) -> Mapping[str, Any]:
        try:
            return self.package.manifest
        except PackageInvalid:
            return {}


def main_library(manifest: Mapping[str, Any]) -> LibraryName | None:
    """The library that plays the content, with the version that the preloaded dependencies give it."""
    for name in dependencies_in(manifest, ("preloadedDependencies",)):
        if name.machine_name == manifest.get("mainLibrary"):
            return name
    return None


def dependencies_in(metadata: Mapping[str, Any], keys: Iterable[str]) -> Iterator[LibraryName]:
    """The libraries named under these keys of ``h5p.json`` or ``library.json``, but malformed ones."""
    for key in keys:
        items = metadata.get(key)
        for item in items if isinstance(items, list) else ():
            try:
                # A patch is not part of what is needed, and a malformed one hides nothing.
                yield LibraryName.of(item.get("machineName"), item.get("majorVersion"), item.get("minorVersion"))
            except (ValueError, AttributeError):
                continue


def _gather(needed: dict[LibraryName, str], metadata: Mapping[str, Any], keys: Iterable[str], where: str) -> None:
    for name in dependencies_in(metadata, keys):
        needed.setdefault(name, where)


def _shape_problems(data: Mapping[str, Any], shape: Shape, file: str) -> Iterator[Problem]:
    for each in violations(data, shape):
        where = f"{file}#/{each.field}"
        if each.missing:
            yield problem("field-missing", where, field=each.field, file=file)
        else:
            yield problem("field-invalid", where, field=each.field, file=file, value=repr(each.value)[:200])


def _core_api_of(metadata: Mapping[str, Any]) -> tuple[int, int]:
    core = metadata.get("coreApi") or {"majorVersion": 1, "minorVersion": 0}
    return int(core["majorVersion"]), int(core["minorVersion"])


def _shown_extension(name: str) -> str:
    extension = extension_of(name)
    return f".{extension}" if extension else "sans extension"
