"""Search, and what robots read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps.views import sitemap as wagtail_sitemap

from cms.pages.listing import OpenPagesSitemap, pages_about
from courses.directory.sitemaps import ExpertSitemap
from media.addresses import site_url
from modules.living import api as living

LONGEST_QUERY = 100
CLOSED_TO_ROBOTS = ("/admin/", "/compte/", "/mon-parcours/", "/recherche/", "/h5p/", "/xapi/")


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The species, milieus and pages that speak of what `q` asks."""
    words = request.GET.get("q", "").replace("\x00", "")[:LONGEST_QUERY].strip()
    found = {"words": words, "records": living.records_about(words=words), "results": pages_about(words)}
    return render(request, "pages/search.html", {**found, "total": len(found["records"]) + len(found["results"])})


@require_safe
@cache_control(max_age=86400)
def robots(request: HttpRequest) -> HttpResponse:
    """What robots are asked to leave alone, and where the map is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED_TO_ROBOTS), ""]
    lines.append(f"Sitemap: {site_url()}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    return wagtail_sitemap(request, sitemaps={"pages": OpenPagesSitemap, "experts": ExpertSitemap})
