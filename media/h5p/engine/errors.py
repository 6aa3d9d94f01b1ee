"""What is wrong with a package: a stable id, the place, and a text that says what to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from media.h5p.engine.texts import FRENCH


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that keeps a package from being accepted.

    ``id`` never changes once published (the list is in ``texts.py``); ``where`` is a path in the package,
    with a JSON pointer after ``#`` when a field is meant; ``values`` are what the text quotes, so that a host
    may write its own texts.
    """

    id: str
    where: str = ""
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    @property
    def message(self) -> str:
        """The French text for the person who sent the package."""
        return FRENCH[self.id].format(**{"where": self.where, **self.values})

    def as_dict(self) -> dict[str, str]:
        return {"id": self.id, "where": self.where, "message": self.message}


def problem(id: str, where: str = "", **values: object) -> Problem:
    return Problem(id, shorten(where), {key: _quoted(value) for key, value in values.items()})


class PackageInvalid(Exception):
    """The package is refused; ``problems`` says why, and is never empty."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{each.id} ({each.where})" for each in self.problems))


def refuse(id: str, where: str = "", **values: object) -> PackageInvalid:
    """The exception for one problem, to raise."""
    return PackageInvalid([problem(id, where, **values)])


def shorten(text: str, length: int = 200) -> str:
    """The text without control characters nor lone surrogates, cut to a length one can read."""
    clean = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text[: length + 1])
    return clean if len(clean) <= length else clean[: length - 1] + "…"


def _quoted(value: object) -> object:
    return value if isinstance(value, int | float) else shorten(str(value), 80)
