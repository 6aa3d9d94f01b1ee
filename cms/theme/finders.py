"""Serves what the browser needs of `node_modules/`, and nothing else of it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import utils
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage

# Address prefix under /static/ -> folder of node_modules/
SERVED = {
    "h5p-standalone": "h5p-standalone/dist",
    "fonts/fraunces": "@fontsource-variable/fraunces/files",
    "fonts/atkinson-hyperlegible-next": "@fontsource-variable/atkinson-hyperlegible-next/files",
    **{
        f"d3/d3-{part}": f"d3-{part}/dist"
        for part in ("color", "dispatch", "drag", "ease", "interpolate", "selection", "timer", "transition", "zoom")
    },
}
# Of the font packages, only the subsets that the stylesheets name.
FONT_PATTERNS = ("*-latin-full-normal.woff2", "*-latin-full-italic.woff2", "*-latin-wght-*.woff2")


class NodeModulesFinder(BaseFinder):
    """A staticfiles finder over the folders of `SERVED`."""

    def __init__(self, app_names: Iterable[str] | None = None) -> None:
        self.root = Path(settings.NODE_MODULES_DIR)
        self.storages = {prefix: self._storage(prefix, folder) for prefix, folder in SERVED.items()}

    def _storage(self, prefix: str, folder: str) -> FileSystemStorage:
        storage = FileSystemStorage(location=self.root / folder)
        storage.prefix = prefix  # type: ignore[attr-defined]
        return storage

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        if (self.root / "h5p-standalone").is_dir():
            return []
        return [Error("node_modules/ is missing: run `make setup`", id="pv_theme.E001")]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        for prefix, storage in self.storages.items():
            if path.startswith(f"{prefix}/"):
                name = path.removeprefix(f"{prefix}/")
                if self._is_served(prefix, name) and storage.exists(name):
                    return [storage.path(name)] if find_all else storage.path(name)
        return []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, FileSystemStorage]]:
        for prefix, storage in self.storages.items():
            if not Path(storage.location).is_dir():
                continue
            for name in utils.get_files(storage, list(ignore_patterns or [])):
                if self._is_served(prefix, name):
                    yield name, storage

    @staticmethod
    def _is_served(prefix: str, name: str) -> bool:
        path = Path(name)
        if prefix.startswith("d3/"):
            return path.match("*.min.js")
        return not prefix.startswith("fonts/") or any(path.match(pattern) for pattern in FONT_PATTERNS)
