"""The contrasts that the look promises, measured on the tokens themselves."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[3] / "cms/theme/static/theme/css"
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6})", part))
    for part in (CSS / "tokens.css").read_text(encoding="utf-8").split("@media screen and (prefers-color-scheme: dark)")
)
TEXTS = ("encre", "encre-2", "mousse", "coquelicot", "riviere", "terre", "prune", "bocage")
GROUNDS = ("papier", "papier-2")
ON = [
    ("sur-fort", "mousse"),
    ("sur-fort", "mousse-survol"),
    ("encre", "mousse-2"),
    ("encre", "riviere-2"),
    ("encre", "coquelicot-2"),
    ("encre", "pollen-2"),
    ("mousse", "mousse-2"),
    ("coquelicot", "coquelicot-2"),
    ("sous-sol-encre", "sous-sol"),
    ("sous-sol-encre-2", "sous-sol"),
]


def luminance(colour):
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, {**LIGHT, **DARK}], ids=["day", "night"])
@pytest.mark.parametrize(("text", "ground"), [*((text, ground) for text in TEXTS for ground in GROUNDS), *ON])
def test_text_is_read_on_its_ground(tokens, text, ground):
    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, {**LIGHT, **DARK}], ids=["day", "night"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_the_edge_of_a_field_is_seen(tokens, ground):
    assert contrast(tokens["bord"], tokens[ground]) >= 3


def test_every_stylesheet_stays_in_its_layer():
    for path in set(CSS.glob("*.css")) - {CSS / "player.css"}:  # which dresses a document of its own
        assert "@layer" in path.read_text(encoding="utf-8"), path.name
        assert "!important" not in path.read_text(encoding="utf-8"), path.name
