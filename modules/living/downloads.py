"""The published interactions as files, for everyone, with their licence."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from modules.living.api import sourced_count
from modules.living.exchange import sending


def data_page(request: HttpRequest) -> HttpResponse:
    """What can be taken away, under which licence, and how much of it has a source."""
    sourced, total = sourced_count()
    context = {"sourced": sourced, "total": total, "licence": sending.LICENCE}
    return render(request, "living/data_page.html", context)


def download(request: HttpRequest, kind: str, *, drafts: bool = False) -> HttpResponse:
    """The file itself; `kind` is `csv` (GloBI's columns) or `zip` (Darwin Core archive)."""
    if kind == "csv":
        body: Any = sending.globi_csv(drafts=drafts).encode("utf-8")
        content_type = "text/csv; charset=utf-8"
    else:
        site_url = request.build_absolute_uri("/").rstrip("/")
        body = sending.darwin_core_archive(site_url=site_url, today=timezone.localdate(), drafts=drafts)
        content_type = "application/zip"
    response = HttpResponse(body, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="porte-voix-interactions.{kind}"'
    response["Link"] = f'<{sending.LICENCE[1]}>; rel="license"'
    return response


def public_file(request: HttpRequest, kind: str) -> HttpResponse:
    return download(request, kind)
