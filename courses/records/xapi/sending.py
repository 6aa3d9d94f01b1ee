"""A client of another record store: sends statements and says what became of each."""

import base64
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import Message
from http import HTTPStatus
from http.client import HTTPException, HTTPMessage
from typing import IO
from uuid import UUID

from courses.records.models import Statement
from courses.records.xapi import multipart
from courses.records.xapi.finding import attachments_of

VERSION = "1.0.3"
TIMEOUT_SECONDS = 30
TAKEN = frozenset((HTTPStatus.OK, HTTPStatus.NO_CONTENT))
# These say that a statement, or the batch it came in, is wrong; anything else says that the store cannot answer now.
FAULTY = frozenset(
    (
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.CONFLICT,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    )
)
PROBLEMS: dict[int, str] = {
    HTTPStatus.UNAUTHORIZED: "credentials",
    HTTPStatus.FORBIDDEN: "credentials",
    HTTPStatus.NOT_FOUND: "not-found",
    HTTPStatus.METHOD_NOT_ALLOWED: "not-found",
    HTTPStatus.TOO_MANY_REQUESTS: "overloaded",
    HTTPStatus.SERVICE_UNAVAILABLE: "overloaded",
}


@dataclass(frozen=True, slots=True)
class Destination:
    """A record store's address, without a slash at its end, and the site's credentials there."""

    url: str
    key: str
    secret: str = field(repr=False)

    @property
    def authorization(self) -> str:
        return "Basic " + base64.b64encode(f"{self.key}:{self.secret}".encode()).decode()


@dataclass(frozen=True, slots=True)
class Delivered:
    """The statements that the other store has, and those that it will not have."""

    taken: tuple[UUID, ...] = ()
    refused: tuple[UUID, ...] = ()


class Unavailable(Exception):
    """The other store could not be asked: `id` is stable, `detail` is what it said."""

    def __init__(self, id: str, detail: str = "", asked_delay: timedelta = timedelta()) -> None:
        super().__init__(f"{id} {detail}")
        self.id, self.detail, self.asked_delay = id, detail, asked_delay


def deliver(target: Destination, rows: Sequence[Statement]) -> Delivered:
    """Sends the statements together, then one by one if something is wrong with one of them.

    A conflict under a statement's own id means that the other store has it. Raises `Unavailable`.
    """
    if _ask(target, "POST", "", rows) in TAKEN:
        return Delivered(taken=tuple(row.pk for row in rows))
    answers = {row.pk: _ask(target, "PUT", f"?statementId={row.pk}", [row]) for row in rows}
    taken = tuple(pk for pk, status in answers.items() if status in TAKEN or status == HTTPStatus.CONFLICT)
    return Delivered(taken, tuple(pk for pk in answers if pk not in taken))


def _ask(target: Destination, method: str, query: str, rows: Sequence[Statement]) -> int:
    request = _request(target, method, query, rows)
    try:
        with _OPENER.open(request, timeout=TIMEOUT_SECONDS) as response:
            status: int = response.status
    except urllib.error.HTTPError as error:
        with error:
            if error.code in FAULTY:
                return error.code
            raise _unavailable(error) from error
    except (OSError, HTTPException, ValueError) as error:
        raise Unavailable("unreachable", str(getattr(error, "reason", error))) from error
    if status not in TAKEN:
        raise Unavailable("unexpected", f"HTTP {status}")
    return status


def _request(target: Destination, method: str, query: str, rows: Sequence[Statement]) -> urllib.request.Request:
    one = method == "PUT"
    body = (rows[0].raw if one else "[" + ",".join(row.raw for row in rows) + "]").encode()
    content_type = "application/json"
    if attachments := attachments_of(rows):
        first = multipart.Part({"Content-Type": content_type}, body)
        content_type, body = multipart.written([first, *attachments])
    headers = {
        "Authorization": target.authorization,
        "Content-Type": content_type,
        "X-Experience-API-Version": VERSION,
    }
    return urllib.request.Request(f"{target.url}/statements{query}", body, headers, method=method)  # noqa: S310


def _unavailable(error: urllib.error.HTTPError) -> Unavailable:
    return Unavailable(_problem_of(error.code), f"HTTP {error.code} {error.reason}", _retry_after(error.headers))


def _problem_of(status: int) -> str:
    if status in PROBLEMS:
        return PROBLEMS[status]
    if status < HTTPStatus.BAD_REQUEST:
        return "redirected"
    return "server-error" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "unexpected"


def _retry_after(headers: Message) -> timedelta:
    value = headers.get("Retry-After", "")
    return timedelta(seconds=min(int(value), 86_400)) if value.isascii() and value.isdigit() else timedelta()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Statements and credentials go to the address that was set, and to no other."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)
