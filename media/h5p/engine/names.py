"""Names of H5P libraries: ``H5P.MultiChoice 1.16``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

MACHINE_NAME = re.compile(r"[\w.\-]{1,255}", re.ASCII)
VERSION_PART = re.compile(r"[0-9]{1,5}", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class LibraryName:
    """A library as contents and dependencies name it; the patch takes no part in equality or order.

    Raises ``ValueError`` from every constructor below when the text or the parts are not a library's.
    """

    machine_name: str
    major: int
    minor: int
    patch: int | None = field(default=None, compare=False)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The name written ``H5P.X 1.2`` (in parameters) or ``H5P.X-1.2`` (on folders)."""
        cut = max(text.rfind(" "), text.rfind("-"))
        if cut < 0:
            raise ValueError(f"not a library name: {text[:300]!r}")
        major, _, minor = text[cut + 1 :].partition(".")
        return cls.of(text[:cut], major, minor)

    @classmethod
    def of(cls, machine_name: object, major: object, minor: object, patch: object = None) -> Self:
        """The name made of parts as JSON gives them: numbers may be integers or digits in a string."""
        if not isinstance(machine_name, str) or not MACHINE_NAME.fullmatch(machine_name):
            raise ValueError("not a machine name")
        return cls(machine_name, _version(major), _version(minor), None if patch is None else _version(patch))

    @classmethod
    def of_dependency(cls, item: Mapping[str, Any]) -> Self:
        """The name in ``{"machineName", "majorVersion", "minorVersion"[, "patchVersion"]}``."""
        return cls.of(
            item.get("machineName"),
            item.get("majorVersion"),
            item.get("minorVersion"),
            item.get("patchVersion"),
        )

    @property
    def folder(self) -> str:
        return f"{self.machine_name}-{self.major}.{self.minor}"

    def as_dependency(self) -> dict[str, str | int]:
        """The three keys that ``h5p.json`` and ``library.json`` use."""
        return {"machineName": self.machine_name, "majorVersion": self.major, "minorVersion": self.minor}

    def __str__(self) -> str:
        return f"{self.machine_name} {self.major}.{self.minor}"


def _version(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str) or not VERSION_PART.fullmatch(str(value)):
        raise ValueError("not a version number")
    return int(value)
