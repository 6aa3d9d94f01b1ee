"""Species, milieus and the web, for everyone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from modules.living import api
from modules.living.models import Milieu, Species


def species_index(request: HttpRequest) -> HttpResponse:
    asked = {name: request.GET.get(name, "")[:80] for name in ("q", "groupe", "milieu", "statut")}
    filters = api.IndexFilters(
        words=asked["q"], group=asked["groupe"], milieu=asked["milieu"], red_list=asked["statut"]
    )
    return render(request, "living/species_index.html", api.index_context(filters=filters))


def species_page(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        context = api.species_context(slug=slug)
    except Species.DoesNotExist as error:
        raise Http404 from error
    return render(request, "living/species_page.html", context)


def milieu_page(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        context = api.milieu_context(slug=slug)
    except Milieu.DoesNotExist as error:
        raise Http404 from error
    return render(request, "living/milieu_page.html", context)


def web_page(request: HttpRequest) -> HttpResponse:
    """The web; its filters and its view are in the address, so that what one sees can be sent to someone."""
    return render(request, "living/web_page.html", api.web_context(asked=request.GET.dict()))
