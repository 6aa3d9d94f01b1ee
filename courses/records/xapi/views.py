"""The resources of the record store over HTTP: Basic credentials only, never the browser's session."""

import json
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt

from courses.records.data import StatementConflict, StatementInvalid
from courses.records.formats import format_timestamp
from courses.records.models import Document, Statement, XapiClient
from courses.records.recording import VERSION
from courses.records.xapi import documents, finding, keeping, multipart, paging, parameters, renderings
from courses.records.xapi.refusals import Refused, bad
from courses.records.xapi.requests import XapiRequest, authenticated, check_version, read_request, with_body

Handler = Callable[[XapiRequest, XapiClient, datetime], HttpResponse]
VERSIONS = ["1.0.0", "1.0.1", "1.0.2", VERSION]
SALT = "courses.records.xapi.more"
# Nobody waits longer than this between two pages.
MORE_SECONDS = 24 * 3600


def resource(*methods: str, public: bool = False) -> Callable[[Handler], Callable[[HttpRequest], HttpResponse]]:
    """A view that reads the request, checks method, version, credentials and scope, and says why it refuses."""

    def decorate(handler: Handler) -> Callable[[HttpRequest], HttpResponse]:
        @csrf_exempt
        def view(request: HttpRequest) -> HttpResponse:
            now = timezone.now()
            try:
                response = handler(*_admitted(request, methods, public), now)
            except Refused as refused:
                response = refusal(refused)
            except StatementInvalid as invalid:
                response = refusal(keeping.refusal_of(invalid))
            except StatementConflict as conflict:
                response = refusal(Refused(HTTPStatus.CONFLICT, conflict.id, str(conflict.statement_id)))
            return _finished(response, request, now)

        return view

    return decorate


def _admitted(request: HttpRequest, methods: tuple[str, ...], public: bool) -> tuple[XapiRequest, XapiClient]:
    asked = read_request(request)
    if asked.method not in (*methods, "HEAD"):
        raise Refused(HTTPStatus.METHOD_NOT_ALLOWED, "method", asked.method)
    if public:
        return asked, XapiClient()
    check_version(asked)
    client = authenticated(asked)
    if not (client.may_read if asked.reads else client.may_write):
        raise Refused(HTTPStatus.FORBIDDEN, "scope")
    return with_body(asked, request), client


def _finished(response: HttpResponse, request: HttpRequest, now: datetime) -> HttpResponse:
    response["X-Experience-API-Version"] = VERSION
    response["X-Experience-API-Consistent-Through"] = format_timestamp(now)
    response["Cache-Control"] = "no-store"
    # Clients compare their clock with ours by it; not every server adds one.
    response["Date"] = http_date(now.timestamp())
    if request.method == "HEAD":
        response["Content-Length"] = str(len(response.content))
        response.content = b""
    return response


def refusal(refused: Refused) -> HttpResponse:
    """The error as JSON: a stable id, where the problem is, and what to do."""
    response = as_json(refused.as_dict(), status=refused.status)
    if refused.status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = 'Basic realm="xAPI"'
    return response


def as_json(value: Any, status: int = HTTPStatus.OK) -> HttpResponse:
    return HttpResponse(json.dumps(value), content_type="application/json", status=status)


def no_content() -> HttpResponse:
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@resource("GET", public=True)
def about(asked: XapiRequest, client: XapiClient, now: datetime) -> HttpResponse:
    """The versions that are spoken here (xAPI-Communication 2.8)."""
    parameters.check_known(asked.parameters, ())
    return as_json({"version": VERSIONS})


@resource("GET", "PUT", "POST", "DELETE", public=True)
def nothing(asked: XapiRequest, client: XapiClient, now: datetime) -> HttpResponse:
    """What is no resource: 404 as every answer here, with the headers that all of them have (3.3)."""
    raise Refused(HTTPStatus.NOT_FOUND, "no-such-resource")


@resource("GET", "PUT", "POST")
def statements(asked: XapiRequest, client: XapiClient, now: datetime) -> HttpResponse:
    """xAPI-Communication 2.1."""
    if asked.method == "PUT":
        return _put_statement(asked, client, now)
    if asked.method == "POST":
        return _post_statements(asked, client, now)
    query = parameters.statement_query(asked.parameters)
    if query.statement_id or query.voided_id:
        return _single(asked, client, query)
    return _many(asked, client, query, dict(asked.parameters), "")


@resource("GET")
def more(asked: XapiRequest, client: XapiClient, now: datetime) -> HttpResponse:
    """The next page of an earlier query, as its `more` named it."""
    try:
        asked_before, after = signing.loads(asked.parameters.get("token", ""), salt=SALT, max_age=MORE_SECONDS)
    except signing.BadSignature as error:
        raise bad("more", "token") from error
    return _many(asked, client, parameters.statement_query(asked_before), asked_before, after)


def _put_statement(asked: XapiRequest, client: XapiClient, now: datetime) -> HttpResponse:
    parameters.check_known(asked.parameters, ("statementId",), required=("statementId",))
    statement_id = parameters.uuid_of(asked.parameters, "statementId")
    delivery = keeping.delivery_of(asked.header("Content-Type"), asked.body)
    raw = delivery.content
    if not isinstance(raw, dict):
        raise bad("not-an-object", "body")
    if str(raw.get("id", statement_id)).lower() != str(statement_id):
        raise bad("another-id", "statementId")
    keeping.keep(delivery, [{**raw, "id": raw.get("id", str(statement_id))}], client, now)
    return no_content()


def _post_statements(asked: XapiRequest, client: XapiClient, now: datetime) -> HttpResponse:
    parameters.check_known(asked.parameters, ())
    delivery = keeping.delivery_of(asked.header("Content-Type"), asked.body)
    several = isinstance(delivery.content, list)
    batch = delivery.content if several else [delivery.content]
    ids, any_new = keeping.keep(delivery, batch, client, now)
    # A single statement that is known already changes nothing: 204, as the conformance suite asks.
    return as_json(ids) if any_new or several else no_content()


def _single(asked: XapiRequest, client: XapiClient, query: parameters.StatementQuery) -> HttpResponse:
    row = finding.one_statement(finding.visible_to(client), query)
    if row is None:
        raise Refused(HTTPStatus.NOT_FOUND, "no-such-statement")
    response = _answered(asked, query, [row], _rendered(asked, query, row))
    response["Last-Modified"] = http_date(row.stored.timestamp())
    return response


def _many(
    asked: XapiRequest,
    client: XapiClient,
    query: parameters.StatementQuery,
    asked_before: dict[str, str],
    after: str,
) -> HttpResponse:
    page = paging.page_of(finding.visible_to(client), query, after)
    token = signing.dumps([asked_before, page.after], salt=SALT, compress=True) if page.after else ""
    found = {
        "statements": [_rendered(asked, query, row) for row in page.rows],
        "more": f"{reverse('xapi:more')}?token={token}" if token else "",
    }
    return _answered(asked, query, page.rows, found)


def _rendered(asked: XapiRequest, query: parameters.StatementQuery, row: Statement) -> dict[str, Any]:
    languages = renderings.accepted_languages(asked.header("Accept-Language"))
    return renderings.rendered(json.loads(row.raw), query.format, languages)


def _answered(asked: XapiRequest, query: parameters.StatementQuery, rows: list[Statement], value: Any) -> HttpResponse:
    if not query.attachments:
        return as_json(value)
    first = multipart.Part({"Content-Type": "application/json"}, json.dumps(value).encode())
    content_type, body = multipart.written([first, *finding.attachments_of(rows)])
    return HttpResponse(body, content_type=content_type)


@resource("GET")
def activities(asked: XapiRequest, client: XapiClient, now: datetime) -> HttpResponse:
    """xAPI-Communication 2.5."""
    parameters.check_known(asked.parameters, ("activityId",), required=("activityId",))
    return as_json(
        finding.activity_named(finding.visible_to(client), parameters.iri_of(asked.parameters, "activityId"))
    )


@resource("GET")
def agents(asked: XapiRequest, client: XapiClient, now: datetime) -> HttpResponse:
    """xAPI-Communication 2.4."""
    parameters.check_known(asked.parameters, ("agent",), required=("agent",))
    return as_json(finding.person_of(finding.visible_to(client), *parameters.agent_of(asked.parameters)))


@resource("GET", "PUT", "POST", "DELETE")
def state(asked: XapiRequest, client: XapiClient, now: datetime) -> HttpResponse:
    """xAPI-Communication 2.3."""
    given = asked.parameters
    known = {"activityId", "agent", "registration", "stateId"} | ({"since"} if asked.reads else set())
    parameters.check_known(given, known, required=("activityId", "agent"))
    iri = parameters.iri_of(given, "activityId")
    shelf = documents.Shelf(documents.digest("state", iri, parameters.agent_of(given)[0]), guarded=False)
    if asked.method == "DELETE" and "stateId" not in given:
        documents.clear(shelf, registration=parameters.uuid_of(given, "registration"))
        return no_content()
    return _document(asked, shelf, "stateId", now)


@resource("GET", "PUT", "POST", "DELETE")
def activity_profile(asked: XapiRequest, client: XapiClient, now: datetime) -> HttpResponse:
    """xAPI-Communication 2.7."""
    _check_profile(asked, "activityId")
    name = documents.digest("activity", parameters.iri_of(asked.parameters, "activityId"))
    return _document(asked, documents.Shelf(name, guarded=True), "profileId", now)


@resource("GET", "PUT", "POST", "DELETE")
def agent_profile(asked: XapiRequest, client: XapiClient, now: datetime) -> HttpResponse:
    """xAPI-Communication 2.6."""
    _check_profile(asked, "agent")
    name = documents.digest("agent", parameters.agent_of(asked.parameters)[0])
    return _document(asked, documents.Shelf(name, guarded=True), "profileId", now)


def _check_profile(asked: XapiRequest, owner: str) -> None:
    known = (owner, "profileId", *(("since",) if asked.reads else ()))
    parameters.check_known(asked.parameters, known, required=(owner,))


def _document(asked: XapiRequest, shelf: documents.Shelf, name: str, now: datetime) -> HttpResponse:
    given = asked.parameters
    registration = parameters.uuid_of(given, "registration")
    since = parameters.moment_of(given, "since")
    if name not in given:
        if not asked.reads:
            raise bad("missing", name)
        return as_json(documents.ids_on(shelf, registration=registration, since=since))
    document_id = parameters.id_of(given, name)
    if asked.reads:
        return _sent(documents.find(shelf, document_id, registration))
    preconditions = documents.Preconditions(asked.header("If-Match"), asked.header("If-None-Match"))
    if asked.method == "DELETE":
        documents.remove(shelf, document_id, preconditions, registration=registration)
    else:
        content = documents.Content(asked.body, asked.header("Content-Type"))
        documents.store(
            shelf,
            document_id,
            content,
            preconditions,
            registration=registration,
            now=now,
            merge=asked.method == "POST",
        )
    return no_content()


def _sent(document: Document | None) -> HttpResponse:
    if document is None:
        raise Refused(HTTPStatus.NOT_FOUND, "no-such-document")
    response = HttpResponse(bytes(document.content), content_type=document.content_type)
    response["ETag"] = f'"{document.etag}"'
    response["Last-Modified"] = http_date(document.updated_at.timestamp())
    # A document may be anything: a browser must neither guess its type nor run it.
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
