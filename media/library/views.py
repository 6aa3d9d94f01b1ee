"""Serves uploads, after asking who may see them."""

from django.core.files.storage import default_storage
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase
from wagtail.models import CollectionViewRestriction

from media.library.api import send_file
from media.library.models import CreditedMedia
from media.library.rules import Audience, audience_of


def serve_upload(request: HttpRequest, path: str) -> HttpResponseBase:
    """An upload, whole or in part; 404 for what does not exist and for what this person may not see."""
    if not _may_see(request, path) or not default_storage.exists(path):
        raise Http404
    file = default_storage.open(path)
    response = send_file(request=request, file=file, size=file.size, name=path)
    # An upload opened on its own never runs a script with the site's rights.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox; style-src 'unsafe-inline'"
    return response


def _may_see(request: HttpRequest, path: str) -> bool:
    audience = audience_of(path)
    if audience is Audience.COLLECTION:
        return _may_see_collection(request, path)
    if audience is Audience.EDITORS:
        return request.user.has_perm("wagtailadmin.access_admin")
    return audience is Audience.EVERYONE


def _may_see_collection(request: HttpRequest, path: str) -> bool:
    media = CreditedMedia.objects.filter(Q(file=path) | Q(thumbnail=path) | Q(captions=path)).first()
    if media is None:
        return False
    restrictions: list[CollectionViewRestriction] = list(media.collection.get_view_restrictions())
    return all(restriction.accept_request(request) for restriction in restrictions)
