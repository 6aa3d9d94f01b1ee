"""The rules of ``h5p.json`` and ``library.json``: which fields, of which form.

Source: the H5P specification's package and library definitions, as the official validator applies them.
Numbers may be integers or digits in a string; unknown keys are ignored; an optional field that is empty counts
as absent. No pattern here backtracks: each repeated group starts with a character that ends the one before.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

LANGUAGE_FILE = re.compile(r"-?[a-z]+(?:-[a-z]+){0,6}\.json", re.IGNORECASE | re.ASCII)
FOLDER = re.compile(r"[\w.\-]{1,255}", re.ASCII)
PATH_BODY = re.compile(r"[\\/]?[a-z_\-\s0-9.]+(?:[\\/][a-z_\-\s0-9.]+)*", re.IGNORECASE | re.ASCII)
PATH_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Shape:
    """An object: fields it must have, and fields it may have."""

    required: Mapping[str, "Rule"] = field(default_factory=dict)
    optional: Mapping[str, "Rule"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list whose items all follow one rule."""

    item: "Rule"


Rule: TypeAlias = Callable[[Any], bool] | Shape | ListOf


@dataclass(frozen=True, slots=True)
class Violation:
    """A field (JSON pointer without its first slash) that is missing, or whose value is wrong."""

    field: str
    missing: bool
    value: Any = None


def violations(data: Any, rule: Rule, at: str = "") -> Iterator[Violation]:
    """Every way in which the data break the rule, in the order of the fields."""
    if isinstance(rule, Shape):
        yield from _object_violations(data, rule, at)
    elif isinstance(rule, ListOf):
        yield from _list_violations(data, rule, at)
    elif not rule(data):
        yield Violation(at, missing=False, value=data)


def _object_violations(data: Any, shape: Shape, at: str) -> Iterator[Violation]:
    if not isinstance(data, dict):
        yield Violation(at, missing=False, value=data)
        return
    for key, rule in shape.required.items():
        if data.get(key) is None:
            yield Violation(_join(at, key), missing=True)
        else:
            yield from violations(data[key], rule, _join(at, key))
    for key, rule in shape.optional.items():
        if not _is_empty(data.get(key)):
            yield from violations(data[key], rule, _join(at, key))


def _list_violations(data: Any, rule: ListOf, at: str) -> Iterator[Violation]:
    if not isinstance(data, list):
        yield Violation(at, missing=False, value=data)
        return
    for index, item in enumerate(data):
        yield from violations(item, rule.item, _join(at, str(index)))


def _join(at: str, key: str) -> str:
    return f"{at}/{key}" if at else key


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})


def matches(pattern: str) -> Callable[[Any], bool]:
    """The whole of a text, or of an integer's digits, is of this form."""
    compiled = re.compile(pattern, re.ASCII)
    return lambda value: _is_text_or_integer(value) and compiled.fullmatch(str(value)) is not None


def text(length: int, *, lines: bool = False) -> Callable[[Any], bool]:
    """A text of at most so many characters, on one line unless ``lines``."""
    return lambda value: (
        _is_text_or_integer(value) and 0 < len(str(value)) <= length and (lines or "\n" not in str(value))
    )


def _is_text_or_integer(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool) and len(str(value)[:20]) > 0


def one_of(*choices: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and value in choices


def script_path(extension: str) -> Callable[[Any], bool]:
    """A path of a preloaded file: letters, digits, spaces and ``_-.``, in folders, with its extension."""

    def is_path(value: Any) -> bool:
        if not isinstance(value, str) or len(value) > PATH_LENGTH or not value.lower().endswith(extension):
            return False
        return PATH_BODY.fullmatch(value[: -len(extension)]) is not None

    return is_path


VERSION = matches(r"[0-9]{1,5}")
SIZE = matches(r"[0-9]{1,4}")
FLAG = matches(r"[01]")
NAME = matches(r"[\w.\-]{1,255}")
EMBED_TYPES = ListOf(one_of("iframe", "div"))
DEPENDENCIES = ListOf(Shape({"machineName": NAME, "majorVersion": VERSION, "minorVersion": VERSION}))

H5P_LICENSES = (
    "CC BY",
    "CC BY-SA",
    "CC BY-ND",
    "CC BY-NC",
    "CC BY-NC-SA",
    "CC BY-NC-ND",
    "CC0 1.0",
    "GNU GPL",
    "PD",
    "ODC PDDL",
    "CC PDM",
    "U",
    "C",
)
LICENSE_VERSIONS = ("1.0", "2.0", "2.5", "3.0", "4.0")
LIBRARY_LICENSES = (
    "cc-by",
    "cc-by-sa",
    "cc-by-nd",
    "cc-by-nc",
    "cc-by-nc-sa",
    "cc-by-nc-nd",
    "pd",
    "cr",
    "MIT",
    "GPL1",
    "GPL2",
    "GPL3",
    "MPL",
    "MPL2",
)

AUTHOR = Shape(optional={"name": text(255), "role": matches(r"\w{1,40}")})
CHANGE = Shape(
    optional={
        "date": matches(r"[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9]{1,2}:[0-9]{2}:[0-9]{2}"),
        "author": text(255),
        "log": text(5000, lines=True),
    }
)

H5P_JSON = Shape(
    required={
        "title": text(255),
        "language": matches(r"[-a-zA-Z]{1,10}"),
        "mainLibrary": matches(r"[$a-zA-Z_][0-9a-zA-Z_.$]{1,254}"),
        "preloadedDependencies": DEPENDENCIES,
        "embedTypes": EMBED_TYPES,
    },
    optional={
        "contentType": text(255),
        "dynamicDependencies": DEPENDENCIES,
        "author": text(255),
        "authors": ListOf(AUTHOR),
        "source": matches(r"https?://.+"),
        "license": one_of(*H5P_LICENSES),
        "licenseVersion": one_of(*LICENSE_VERSIONS),
        "licenseExtras": text(5000, lines=True),
        "yearsFrom": SIZE,
        "yearsTo": SIZE,
        "changes": ListOf(CHANGE),
        "authorComments": text(5000, lines=True),
        "w": SIZE,
        "h": SIZE,
        "metaKeywords": text(65_535, lines=True),
        "metaDescription": text(65_535, lines=True),
    },
)

LIBRARY_JSON = Shape(
    required={
        "title": text(255),
        "machineName": NAME,
        "majorVersion": VERSION,
        "minorVersion": VERSION,
        "patchVersion": VERSION,
        "runnable": FLAG,
    },
    optional={
        "author": text(255),
        "license": one_of(*LIBRARY_LICENSES),
        "description": text(65_535, lines=True),
        "metadataSettings": Shape(optional={"disable": FLAG, "disableExtraTitleField": FLAG}),
        "preloadedDependencies": DEPENDENCIES,
        "dynamicDependencies": DEPENDENCIES,
        "editorDependencies": DEPENDENCIES,
        "preloadedJs": ListOf(Shape({"path": script_path(".js")})),
        "preloadedCss": ListOf(Shape({"path": script_path(".css")})),
        "dropLibraryCss": ListOf(Shape({"machineName": NAME})),
        "w": SIZE,
        "h": SIZE,
        "embedTypes": EMBED_TYPES,
        "fullscreen": FLAG,
        "coreApi": Shape({"majorVersion": VERSION, "minorVersion": VERSION}),
    },
)
