"""Certificates as Open Badges over HTTP, with the issuer's keys and status list."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from courses.certification import api, badges
from courses.certification.models import Credential
from courses.certification.pdf import badge_picture

VC_JSON, VC_JWT = "application/vc+ld+json", "application/vc+jwt"


def _open_to_verifiers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lets a verifier's page read the answer from any site, and search engines list none of it."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["X-Robots-Tag"] = "noindex, noarchive"
        return response

    return answer


def _json(document: dict[str, Any], content_type: str = VC_JSON) -> HttpResponse:
    return HttpResponse(json.dumps(document, ensure_ascii=False, indent=1), content_type=content_type)


def _badge(uuid: UUID) -> tuple[dict[str, Any], Credential]:
    found = api.badge_of(uuid=uuid)
    if found is None:
        raise Http404(_("This certificate has no open badge: it is unknown, or bears no name."))
    return found


@require_safe
@_open_to_verifiers
def badge_json(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _json(_badge(uuid)[0])


@require_safe
@_open_to_verifiers
def badge_jwt(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return HttpResponse(badges.as_jwt(_badge(uuid)[1]), content_type=VC_JWT)


@require_safe
@_open_to_verifiers
def badge_png(request: HttpRequest, uuid: UUID) -> HttpResponse:
    credential = _badge(uuid)[1]
    picture = badge_picture(title=credential.snapshot["title"], number=credential.number)
    return HttpResponse(badges.baked(credential, picture), content_type="image/png")


@require_safe
@cache_control(max_age=300)
@_open_to_verifiers
def status_list(request: HttpRequest, number: int) -> HttpResponse:
    document = api.status_list_of(number=number, now=timezone.now())
    if document is None:
        raise Http404
    return _json(document)


@require_safe
@cache_control(max_age=300)
@_open_to_verifiers
def did_document(request: HttpRequest) -> HttpResponse:
    return _json(badges.did_document(), "application/did+json")
