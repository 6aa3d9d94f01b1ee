"""What a client asks, read from HTTP or from the alternate request syntax (xAPI-Communication 1.3)."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from urllib.parse import parse_qsl

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, UnreadablePostError

from courses.records.formats import VERSION
from courses.records.models import XapiClient
from courses.records.xapi.refusals import Refused, bad

FORM_TYPE = "application/x-www-form-urlencoded"
HEADERS = (
    "Authorization",
    "X-Experience-API-Version",
    "Content-Type",
    "Content-Length",
    "If-Match",
    "If-None-Match",
)
READING = frozenset(("GET", "HEAD"))
# Batches and attachments need more than what Django takes for a form; only who has credentials may send that much.
MAX_BODY = 16_000_000


@dataclass(frozen=True, slots=True)
class XapiRequest:
    """One request to a resource, whichever syntax it came in."""

    method: str
    parameters: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = field(repr=False, default=b"")

    @property
    def reads(self) -> bool:
        return self.method in READING

    def header(self, name: str) -> str:
        """The header's value, empty when it was not sent."""
        return self.headers.get(name.lower(), "")


def read_request(request: HttpRequest) -> XapiRequest:
    """The request with its parameters, its body left to read; a parameter given twice is refused."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    if "method" in request.GET:
        return _alternate(request, headers)
    parameters = _once(list(parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True)))
    return XapiRequest(request.method or "GET", parameters, headers)


def with_body(asked: XapiRequest, request: HttpRequest) -> XapiRequest:
    """The request with its body, which the alternate syntax has read already."""
    if "method" in request.GET:
        return asked
    if _length_of(request) > MAX_BODY:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large")
    try:
        return replace(asked, body=request.read())
    except UnreadablePostError as error:
        raise bad("unreadable-body") from error


def _length_of(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isascii() and length.isdigit() else 0


def _form_body(request: HttpRequest) -> bytes:
    try:
        return request.body
    except RequestDataTooBig as error:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large") from error
    except UnreadablePostError as error:
        raise bad("unreadable-body") from error


def _once(pairs: list[tuple[str, str]]) -> dict[str, str]:
    parameters = dict(pairs)
    if len(parameters) != len(pairs):
        raise bad("repeated-parameter")
    return parameters


def _alternate(request: HttpRequest, headers: dict[str, str]) -> XapiRequest:
    if request.method != "POST" or len(request.GET) != 1:
        raise bad("alternate-syntax", "method")
    form = _once(_form_of(_form_body(request)))
    method = request.GET["method"].upper()
    if method in ("PUT", "POST") and "content" not in form:
        raise bad("missing", "content")
    content = form.pop("content", "").encode("utf-8", "surrogateescape")
    given = {name.lower(): form.pop(name) for name in HEADERS if name in form}
    return XapiRequest(method, form, {**headers, "content-type": "application/json", **given}, content)


def _form_of(body: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(body.decode(), keep_blank_values=True, errors="strict")
    except (UnicodeDecodeError, ValueError) as error:
        raise bad("not-utf-8") from error


def check_version(asked: XapiRequest) -> None:
    """Refuses a version header that is not 1.0 or 1.0.x (xAPI-Communication 3.3)."""
    if not VERSION.fullmatch(asked.header("X-Experience-API-Version")):
        raise bad("version", "X-Experience-API-Version")


def authenticated(asked: XapiRequest) -> XapiClient:
    """The client whose key and secret the request carries; 401 otherwise."""
    key, secret = _credentials(asked.header("Authorization"))
    client = XapiClient.objects.with_key(key) if key else None
    if client is None or not client.knows(secret):
        raise Refused(HTTPStatus.UNAUTHORIZED, "credentials")
    return client


def _credentials(header: str) -> tuple[str, str]:
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        key, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return "", ""
    return ("", "") if "\x00" in key else (key, secret)
