"""Where the files of libraries, contents and bundles are: below `PV_H5P_DIR`, never at a public address.

A folder is written under `tmp/` and renamed into place once whole, so that nobody ever sees half of one.
"""

import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

ONE_DAY = 86_400
# A bundle that no player asked for during so many days is removed; the next player makes it again.
BUNDLE_DAYS = 60


def root() -> Path:
    return Path(settings.PV_H5P_DIR)


def libraries_root() -> Path:
    return root() / "libraries"


def contents_root() -> Path:
    return root() / "contents"


def bundles_root() -> Path:
    return root() / "bundles"


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A new empty folder on the same disk as the final ones; what is left in it at the end is removed."""
    folder = root() / "tmp" / uuid.uuid4().hex
    folder.mkdir(parents=True)
    _forget_cut_off_attempts(folder.parent)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _forget_cut_off_attempts(parent: Path) -> None:
    for folder in parent.iterdir():
        with suppress(FileNotFoundError):
            if folder.stat().st_mtime < time.time() - ONE_DAY:
                remove(folder)


@dataclass(slots=True)
class Placed:
    """Folders that were put in place."""

    folders: list[Path] = field(default_factory=list)

    def put(self, folder: Path, final: Path) -> None:
        """Rename a whole folder to where it is read from, over what a cut-off attempt may have left."""
        final.parent.mkdir(parents=True, exist_ok=True)
        if final.exists():
            shutil.rmtree(final)
        folder.rename(final)
        self.folders.append(final)


@contextmanager
def undone_on_error() -> Iterator[Placed]:
    """Removes again what was put in place when the block fails, a rolled back transaction included."""
    placed = Placed()
    try:
        yield placed
    except BaseException:
        for folder in placed.folders:
            remove(folder)
        raise


def remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def existing_file(folder: Path, name: str) -> Path | None:
    """The file `name` inside `folder`; None when there is none or when the name climbs out of it."""
    if "\0" in name or len(name) > 1000:
        return None
    base = folder.resolve()
    try:
        path = (base / name).resolve()
        return path if path.is_relative_to(base) and path.is_file() else None
    except OSError:
        return None


def still_used(path: Path) -> bool:
    """Whether the file is there; notes, once a day, that somebody wants it."""
    try:
        if path.stat().st_mtime < time.time() - ONE_DAY:
            path.touch()
    except FileNotFoundError:
        return False
    return True


def forget_old_bundles() -> list[str]:
    """Removes the bundles that no player wants any more, and what cut-off writes left; the names of what went."""
    gone = []
    for path in bundles_root().glob("*"):
        with suppress(FileNotFoundError):
            days = 1 if path.name.startswith(".") else BUNDLE_DAYS
            if path.stat().st_mtime < time.time() - days * ONE_DAY:
                path.unlink()
                gone.append(path.name)
    return gone


def write_once(path: Path, content: bytes) -> None:
    """Write a file that never changes; two writers at once are both right."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    temporary.write_bytes(content)
    temporary.replace(path)
