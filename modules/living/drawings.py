"""The drawings of species that we made, one SVG a species, by slug.

Each has a title and a description in French, which the pages give to screen readers, and names its colours as
`var(--name,#day)`: a page that shows it with `<use>` lends it its own, by day and by night.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "static/living/drawings"
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>")
_DESCRIPTION = re.compile(r"<desc[^>]*>(.*?)</desc>")
_COLOUR = re.compile(r"var\(--[\w-]+,(#[0-9A-Fa-f]{6})\)")


@dataclass(frozen=True, slots=True)
class SpeciesDrawing:
    """A drawing of ours: its static file, and what it shows, in French."""

    slug: str
    file: str
    title: str
    description: str


@cache
def drawings() -> dict[str, SpeciesDrawing]:
    """Every drawing we have, read once."""
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("*.svg"))}


def drawing_of(slug: str) -> SpeciesDrawing | None:
    return drawings().get(slug)


def plain_svg(slug: str) -> str | None:
    """The drawing with its daylight colours written out, for what knows no custom property (PDF, e-mail)."""
    path = FOLDER / f"{slug}.svg"
    return _COLOUR.sub(r"\1", path.read_text(encoding="utf-8")) if slug in drawings() else None


def _read(path: Path) -> SpeciesDrawing:
    text = path.read_text(encoding="utf-8")
    title, description = _TITLE.search(text), _DESCRIPTION.search(text)
    return SpeciesDrawing(
        slug=path.stem,
        file=f"living/drawings/{path.name}",
        title=title[1] if title else "",
        description=description[1] if description else "",
    )
