"""The notebook as a small book to bring to the assembly: A5, tagged PDF (PDF/UA-1), a multiple of four pages."""

import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst
from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _

from courses.certification import fonts
from modules.assemblies.models import NotebookPage
from modules.assemblies.notebook import OpenNotebook
from modules.assemblies.notebook_rules import PageKind
from modules.assemblies.notebook_wording import GUIDES

SOURCE = Path(__file__).parent / "typst"
# A cover and its back, then sections; a booklet folds by fours.
FOLD = 4
# After these no line invites to go on by hand.
WHOLE = {PageKind.LETTER, PageKind.SPEECH, PageKind.OBSERVE}
PHOTOGRAPHS = 4
# Drawings name their colours for the site's day and night; print is day.
_COLOUR = re.compile(r"var\(--[\w-]+,\s*(#[0-9A-Fa-f]{3,8})\)")


def booklet_pdf(*, book: OpenNotebook, name: str) -> bytes:
    """The booklet of a notebook, carried by `name`; blank sections are lines to write on."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        shutil.copy(SOURCE / "booklet.typ", place)
        content = _content(book, name, place)
        pages = len(_compiled(place, {**content, "blank": 0}, "svg"))
        return bytes(_compiled(place, {**content, "blank": -pages % FOLD}, "pdf"))


def imposed(booklet: bytes) -> bytes:
    """The pages of a booklet two by two on A4, to print on both sides, fold and staple.

    For the printer alone: the A5 booklet is the one that a screen reader reads.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        shutil.copy(SOURCE / "folded.typ", place)
        (place / "booklet.pdf").write_bytes(booklet)
        pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", booklet))
        inputs = {"pages": str(pages), "title": _("My notebook")}
        return bytes(typst.compile(str(place / "folded.typ"), root=str(place), format="pdf", sys_inputs=inputs))


def _compiled(place: Path, content: Mapping[str, Any], kind: Literal["pdf", "svg"]) -> Any:
    """The PDF, or a list of one SVG a page, by which pages are counted."""
    standards: list[Literal["ua-1"]] = ["ua-1"] if kind == "pdf" else []
    made = typst.compile(
        input=str(place / "booklet.typ"),
        root=str(place),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format=kind,
        pdf_standards=list(standards) or None,
        sys_inputs={"book": json.dumps(content)},
    )
    return [made] if kind == "svg" and isinstance(made, bytes) else made


def _content(book: OpenNotebook, name: str, place: Path) -> dict[str, Any]:
    species = book.species
    assembly = book.place.college.name if book.place and book.place.college else ""
    return {
        "title": _("I am %(name)s.") % {"name": species.short_name} if species else _("My notebook"),
        "subtitle": _("A spokesperson’s notebook"),
        "author": name or "Porte-Voix",
        "school": "Porte-Voix",
        "name": name,
        "carried": _("Carried by"),
        "assembly": assembly,
        "drawing": _drawing(species.slug) if species else "",
        "drawing-alt": _("Drawing of %(name)s") % {"name": species.short_name} if species else "",
        "landscape": _landscape(),
        "landscape-alt": _(
            "The landscape in section: river, hedges, forest, meadow, town and, under them all, the soil"
        ),
        "listening": _("What I hear from the other voices"),
        "colophon": _("Made with Porte-Voix, the school of the microparlements du vivant."),
        "sections": [_section(kind, page, place) for kind, page in book.pages.items()],
    }


def _section(kind: PageKind, page: NotebookPage | None, place: Path) -> dict[str, Any]:
    guide = GUIDES[kind]
    return {
        "title": str(guide.title),
        "lead": str(guide.lead),
        "text": page.text.strip() if page else "",
        "large": kind is PageKind.SPEECH,
        "continues": kind not in WHOLE,
        "photographs": _photographs(page, place) if page and kind is PageKind.OBSERVE else [],
    }


def _photographs(page: NotebookPage, place: Path) -> list[dict[str, str]]:
    """The first pictures, beside the source; one whose file is gone is left out."""
    found = []
    for number, picture in enumerate(page.photographs.all()[:PHOTOGRAPHS]):
        try:
            with picture.file.open("rb") as file:
                (place / f"{number}.jpg").write_bytes(file.read())
        except OSError:
            continue
        alt = picture.caption or _("Photograph")
        found.append({"file": f"{number}.jpg", "caption": picture.caption, "alt": alt})
    return found


def _drawing(slug: str) -> str:
    """The species' drawing in daylight colours; empty for one that nobody drew yet."""
    path = finders.find(f"living/drawings/{slug}.svg")
    return _COLOUR.sub(r"\1", Path(str(path)).read_text(encoding="utf-8")) if path else ""


@cache
def _landscape() -> str:
    return (Path(fonts.__file__).parent / "typst" / "landscape.svg").read_text(encoding="utf-8")


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(fonts.fonts_dir())])
