"""Which pages the whole world may find: by the site's search, and by the robots'."""

import re
from typing import Any

from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page, get_page_models

from courses.learning.models import UnitPage

SEARCH_LIMIT = 40


def units() -> tuple[type[Page], ...]:
    """The page types of a course's units, whose content is for the enrolled."""
    return tuple(model for model in get_page_models() if issubclass(model, UnitPage))


def open_pages() -> Any:
    """Published pages that no restriction closes, units of courses left out."""
    return Page.objects.live().public().not_type(units())


def pages_about(words: str) -> list[Page]:
    """The open pages that speak of `words`, best first; punctuation would be syntax to SQLite's index."""
    plain = re.sub(r"[^\w]+", " ", words).strip()
    return list(open_pages().specific().search(plain)[:SEARCH_LIMIT]) if plain else []


class OpenPagesSitemap(Sitemap):
    """The sitemap of the open pages of the site asked for."""

    def items(self) -> Any:
        root = self.get_wagtail_site().root_page
        return open_pages().descendant_of(root, inclusive=True).order_by("path").specific()
