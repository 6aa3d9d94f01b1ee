"""What the strict policy forbids, no template of ours writes."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
NOT_PAGES = ("wagtailadmin", "admin", "email")
TEMPLATES = sorted(
    path
    for package in ("cms", "courses", "modules", "media")
    for path in (ROOT / package).glob("**/templates/**/*.html")
    if not set(NOT_PAGES) & set(path.parts)
)
FORBIDDEN = {
    "an inline style": re.compile(r"""<[a-z][^>{]*\sstyle\s*=""", re.I),
    "a style element": re.compile(r"<style[\s>]", re.I),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)(?![^>]*type=\"application/(ld\+)?json\")[\s>]", re.I),
    "an event attribute": re.compile(r"""<[a-z][^>]*\son[a-z]+\s*=\s*["']""", re.I),
    "a javascript address": re.compile(r"javascript:", re.I),
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_keeps_the_content_security_policy(path):
    text = path.read_text(encoding="utf-8")
    for what, pattern in FORBIDDEN.items():
        assert not pattern.search(text), f"{what} in {path.relative_to(ROOT)}"
