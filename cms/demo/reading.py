"""Reads the seed's YAML files, already typeset in French."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cms.demo.typography import french

FOLDER = Path(__file__).parent / "seed"
# Values that are addresses, names or keys, not sentences.
RAW_KEYS = frozenset(
    {
        "slug",
        "url",
        "action_url",
        "second_url",
        "kind",
        "type",
        "prefix",
        "colour",
        "milieu",
        "download",
        "email",
        "key",
        "account",
        "role",
        "species",
        "scale",
        "college",
        "run_sheet",
        "tensions",
        "milieus",
    }
)


def course() -> dict[str, Any]:
    """The course, its chapters, its exam and what passing it earns."""
    return _read("course.yaml")


def notebook() -> dict[str, Any]:
    """What the demo's spokesperson wrote, page by page."""
    return _read("notebook.yaml")


def spokesperson() -> dict[str, Any]:
    """The spokespeople's course and its units."""
    return _read("spokesperson.yaml")


def assembly() -> dict[str, Any]:
    """The invented assembly, its people, its dates and its run sheets."""
    return _read("assembly.yaml")


@cache
def lessons(chapter: str) -> tuple[dict[str, Any], ...]:
    """The lessons of a chapter, by its prefix ("1"), in order."""
    return tuple(_read(path) for path in sorted(FOLDER.glob(f"lessons/{chapter}-*.yaml")))


@cache
def questions() -> tuple[dict[str, Any], ...]:
    """Every question of the exam's bank."""
    return tuple(question for path in sorted(FOLDER.glob("questions/*.yaml")) for question in _read(path))


@cache
def pages() -> dict[str, dict[str, Any]]:
    """Home, FAQ, legal and other pages, by the name of their file."""
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("pages/*.yaml"))}


@cache
def aids() -> tuple[dict[str, Any], ...]:
    """The one-page aids that lessons offer."""
    return tuple(_read("aids.yaml"))


def people() -> dict[str, Any]:
    """The demo's people: accounts, and the graduates that the directory lists."""
    return _read("people.yaml")


def _read(path: str | Path) -> Any:
    return typeset(yaml.safe_load((FOLDER / path).read_text(encoding="utf-8")))


def typeset(value: Any, key: str = "") -> Any:
    """`value` with every sentence in it typeset; keys and raw values stay."""
    if isinstance(value, dict):
        return {name: typeset(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [typeset(item, key) for item in value]
    if isinstance(value, str) and key not in RAW_KEYS:
        return french(value).strip()
    return value
