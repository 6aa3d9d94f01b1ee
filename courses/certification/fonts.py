"""The site's own fonts in the form Typst reads: static TrueType, cut from the variable web fonts.

Typst takes neither WOFF2 nor variable fonts. The cuts are made once, in `PV_FONTS_DIR` (by default a
`fonts` folder beside the uploads), under a lock, so that two processes starting together make them once.
"""

import fcntl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

TITLE, TEXT = "Porte-Voix Titre", "Porte-Voix Texte"
FRAUNCES = "@fontsource-variable/fraunces/files/fraunces-{subset}-full-normal.woff2"
ATKINSON = "@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-{subset}-wght-normal.woff2"


@dataclass(frozen=True, slots=True)
class Cut:
    """One static font: where it comes from, where on the axes, under which family name."""

    file: str
    source: str
    family: str
    weight: int
    axes: Mapping[str, float] = field(default_factory=dict)


TITLE_AXES = {"opsz": 144, "SOFT": 100, "WONK": 0}
# The second subset holds what names from elsewhere in Europe need; Typst falls back from one to the other.
CUTS = tuple(
    cut
    for subset, suffix in (("latin", ""), ("latin-ext", " Ext"))
    for cut in (
        Cut(f"titre-{subset}.ttf", FRAUNCES.format(subset=subset), TITLE + suffix, 560, TITLE_AXES),
        Cut(f"texte-{subset}.ttf", ATKINSON.format(subset=subset), TEXT + suffix, 400),
        Cut(f"texte-gras-{subset}.ttf", ATKINSON.format(subset=subset), TEXT + suffix, 700),
    )
)


def fonts_dir() -> Path:
    """The folder of the cut fonts, filled the first time. Raises OSError when npm's fonts are missing."""
    folder = Path(getattr(settings, "PV_FONTS_DIR", None) or Path(settings.MEDIA_ROOT).parent / "fonts")
    if not _is_complete(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder):
            for cut in CUTS:
                _make(cut, folder)
    return folder


def _is_complete(folder: Path) -> bool:
    return all((folder / cut.file).exists() for cut in CUTS)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make(cut: Cut, folder: Path) -> None:
    target = folder / cut.file
    if target.exists():
        return
    # Used once in the life of a site: not loaded each time it starts.
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    font = TTFont(Path(settings.NODE_MODULES_DIR) / cut.source)
    present = {axis.axisTag for axis in font["fvar"].axes}
    wanted = {"wght": cut.weight, **cut.axes}
    instancer.instantiateVariableFont(font, {axis: wanted[axis] for axis in wanted if axis in present}, inplace=True)
    _rename(font, cut)
    font.flavor = None
    draft = target.with_suffix(".part")
    font.save(draft)
    draft.replace(target)


def _rename(font: "TTFont", cut: Cut) -> None:
    """Gives the cut a family of its own; the licence (OFL) reserves the original names."""
    style = "Bold" if cut.weight >= 700 else "Regular"
    names = font["name"]
    for name_id in (16, 17, 21, 22, 25):
        names.removeNames(nameID=name_id)
    full = f"{cut.family} {style}"
    for name_id, text in ((1, cut.family), (2, style), (4, full), (6, full.replace(" ", ""))):
        names.setName(text, name_id, 3, 1, 0x409)
        names.removeNames(nameID=name_id, platformID=1)
    font["OS/2"].usWeightClass = 700 if style == "Bold" else 400
    if "STAT" in font:
        del font["STAT"]
