"""Finding statements, activities and people (xAPI-Communication 2.1.3, 2.4 and 2.5)."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from courses.records import parsing
from courses.records.models import Attachment, Statement, XapiClient
from courses.records.xapi.multipart import Part
from courses.records.xapi.parameters import StatementQuery

NEWEST = 100


def visible_to(client: XapiClient) -> QuerySet[Statement]:
    """The statements that the client may read."""
    rows = Statement.objects.all()
    return rows if client.reads_all else rows.filter(client=client)


def one_statement(rows: QuerySet[Statement], query: StatementQuery) -> Statement | None:
    """The statement asked for by its id, which must be voided or not as asked."""
    wanted = query.voided_id or query.statement_id
    return rows.filter(id=wanted, voided=query.voided_id is not None).first() if wanted else None


def attachments_of(statements: Iterable[Statement]) -> list[Part]:
    """The attachments kept with these statements, each once, ready to be sent."""
    rows = Attachment.objects.filter(statement__in=[row.pk for row in statements]).order_by("pk")
    return [_part(row) for row in {row.sha2: row for row in rows}.values()]


def _part(row: Attachment) -> Part:
    headers = {
        "Content-Type": row.content_type,
        "Content-Transfer-Encoding": "binary",
        "X-Experience-API-Hash": row.sha2,
    }
    return Part(headers, bytes(row.content))


def activity_named(iri: str) -> dict[str, Any]:
    """The activity with what the newest statements about it say of it (xAPI-Data 2.4.4.1)."""
    rows = Statement.objects.filter(object_key=iri).order_by("-stored")[:NEWEST]
    definition: dict[str, Any] = {}
    for row in reversed(rows):
        for described in _descriptions(json.loads(row.raw), iri):
            definition = _merged(definition, described)
    return {"objectType": "Activity", "id": iri, **({"definition": definition} if definition else {})}


def _descriptions(raw: dict[str, Any], iri: str) -> Iterable[dict[str, Any]]:
    target = raw["object"]
    if target.get("objectType", "Activity") == "Activity" and target["id"] == iri:
        yield target.get("definition", {})


def _merged(known: dict[str, Any], newer: dict[str, Any]) -> dict[str, Any]:
    merged = {**known, **newer}
    for name in ("name", "description"):
        if name in known and name in newer:
            merged[name] = {**known[name], **newer[name]}
    return merged


def person_of(key: str, agent: dict[str, Any]) -> dict[str, Any]:
    """Everything known of one agent: its identifier, and the names it was given (xAPI-Communication 2.4)."""
    rows = Statement.objects.filter(actor_key=key).order_by("-stored")
    actors = [agent, *(json.loads(raw)["actor"] for raw in rows.values_list("raw", flat=True)[:NEWEST])]
    person: dict[str, Any] = {"objectType": "Person"}
    for name in ("name", "mbox", "mbox_sha1sum", "openid", "account"):
        if values := _distinct([actor[name] for actor in actors if name in actor]):
            person[name] = values
    return person


def _distinct(values: Sequence[Any]) -> list[Any]:
    return list({parsing.dump_json(value): value for value in values}.values())
