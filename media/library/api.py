"""The media library's door: files sent with byte ranges."""

import mimetypes
from collections.abc import Iterator
from typing import IO

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from media.library.data import ByteRange, RangeNotSatisfiable
from media.library.rules import asked_range

__all__ = ["send_file"]

CHUNK = 64 * 1024


def send_file(
    *, request: HttpRequest, file: IO[bytes], size: int, name: str, content_type: str = ""
) -> HttpResponseBase:
    """The file, or the part of it that the request's `Range` header asks for (206), or 416.

    Closes `file` when the response is closed. Players seek in video and sound only when this works.
    """
    content_type = content_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
    try:
        wanted = asked_range(request.headers.get("Range", ""), size=size)
    except RangeNotSatisfiable:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = _part(file, wanted) if wanted else FileResponse(file)
    response["Content-Type"] = content_type
    response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Length"] = str(wanted.length if wanted else size)
    if wanted:
        response["Content-Range"] = f"bytes {wanted.start}-{wanted.end}/{size}"
    return response


def _part(file: IO[bytes], wanted: ByteRange) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_chunks(file, wanted), status=206)
    response._resource_closers.append(file.close)  # type: ignore[attr-defined]
    return response


def _chunks(file: IO[bytes], wanted: ByteRange) -> Iterator[bytes]:
    file.seek(wanted.start)
    left = wanted.length
    while left > 0 and (chunk := file.read(min(CHUNK, left))):
        left -= len(chunk)
        yield chunk
