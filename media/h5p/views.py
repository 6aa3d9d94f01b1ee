"""The player document, and the files it loads."""

import mimetypes
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from media.h5p import playing, storage, tokens
from media.h5p.libraries import library_in_folder
from media.h5p.models import Content
from media.library.api import send_file

FOR_EVER = "public, max-age=31536000, immutable"
# A package's file opened on its own is nobody's: no script, no origin.
FILE_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".eot": "application/vnd.ms-fontobject",
    ".vtt": "text/vtt; charset=utf-8",
    ".webvtt": "text/vtt; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
    ".m4a": "audio/mp4",
    ".glb": "model/gltf-binary",
    ".gltf": "model/gltf+json",
}


def read_from_frames(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For GET and HEAD; and for the question that a browser asks first (Fetch, CORS-preflight request).

    It asks because of a header: loaders of sounds add `X-Requested-With`, from the frame's opaque origin.
    """
    read = require_safe(view)

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method != "OPTIONS":
            return read(request, *args, **kwargs)
        headers = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "GET, HEAD"}
        headers |= {"Access-Control-Allow-Headers": "*", "Access-Control-Max-Age": "86400"}
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=headers)

    return answer


@require_safe
@xframe_options_exempt
def player(request: HttpRequest, content_id: int) -> HttpResponse:
    """The document that plays one content, for who holds its key; 403 in French for the others."""
    token = request.GET.get("jeton", "")
    if not tokens.opens(token, content_id):
        return _closed(request)
    content = Content.objects.select_related("library").filter(pk=content_id).first()
    if content is None:
        raise Http404
    stage = playing.stage(content=content, token=token, origin=_origin(request), waits=request.GET.get("suivi") == "1")
    response = render(request, "h5p/player.html", {"stage": stage, "content": content})
    response["Content-Security-Policy"] = stage.policy
    response["Cache-Control"] = "private, no-cache"
    response["Referrer-Policy"] = "strict-origin-when-cross-origin"
    return response


def _closed(request: HttpRequest) -> HttpResponse:
    response = render(request, "h5p/closed.html", status=403)
    response["Content-Security-Policy"] = playing.closed_policy(_origin(request))
    return response


@read_from_frames
def media(request: HttpRequest, content_id: int, token: str, name: str) -> HttpResponseBase:
    """A file of a content, for who holds its key."""
    if not tokens.opens(token, content_id):
        return HttpResponse(status=403)
    folder = Content.objects.filter(pk=content_id).values_list("folder", flat=True).first()
    if not folder:
        raise Http404
    response = _file(request, storage.contents_root() / folder, name)
    response["Cache-Control"] = "private, max-age=43200"
    return response


@read_from_frames
def library_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file of a library; public, since it holds nothing of anybody, and never changed."""
    if storage.existing_file(storage.libraries_root(), name):
        response = _file(request, storage.libraries_root(), name)
        response["Cache-Control"] = FOR_EVER
        return response
    return _unversioned_file(request, name)


def _unversioned_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file asked for as `H5P.X-1.2/file`, as scripts do that build the address of a library by themselves."""
    folder, _slash, file = name.partition("/")
    library = library_in_folder(folder)
    if library is None:
        raise Http404
    return _file(request, storage.libraries_root() / library.path, file)


@read_from_frames
def bundle(request: HttpRequest, name: str) -> HttpResponseBase:
    """The script or the stylesheet of a dependency tree."""
    response = _file(request, storage.bundles_root(), name)
    response["Cache-Control"] = FOR_EVER
    return response


def _file(request: HttpRequest, folder: storage.Path, name: str) -> HttpResponseBase:
    path = storage.existing_file(folder, name)
    if path is None or path.name.startswith("."):
        raise Http404
    response = send_file(
        request=request,
        file=path.open("rb"),
        size=path.stat().st_size,
        name=path.name,
        content_type=_type_of(path.suffix.lower(), path.name),
    )
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Content-Security-Policy"] = FILE_POLICY
    return response


def _type_of(suffix: str, name: str) -> str:
    """The file's type; never one that a browser runs as a page."""
    guessed = TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return "text/plain; charset=utf-8" if guessed in {"text/html", "application/xhtml+xml"} else guessed


def _origin(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"
