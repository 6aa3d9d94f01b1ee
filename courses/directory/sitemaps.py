"""The public experts, for search engines; someone who withdraws leaves it at once."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from courses.directory import api


class ExpertSitemap(Sitemap[tuple[str, datetime]]):
    def items(self) -> list[tuple[str, datetime]]:
        return api.listed_addresses()

    def location(self, item: tuple[str, datetime]) -> str:
        return reverse("directory:expert", args=[item[0]])

    def lastmod(self, item: tuple[str, datetime]) -> datetime:
        return item[1]
