"""The map leads somewhere, and the decisions are numbered once."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_every_path_of_the_map_exists():
    text = (ROOT / "docs/map.md").read_text(encoding="utf-8")
    paths = [path for path in re.findall(r"`([^`]+)`", text) if "/" in path or path == "Makefile"]
    assert len(paths) > 40
    assert not [path for path in paths if not (ROOT / path).exists()]


def test_decisions_are_numbered_once():
    numbers = [path.name.split("-")[0] for path in (ROOT / "docs/decisions").glob("*.md")]
    assert len(numbers) == len(set(numbers))
    assert all(re.fullmatch(r"\d{4}", number) for number in numbers)
