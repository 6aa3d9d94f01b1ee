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


def activity_named(rows: QuerySet[Statement], iri: str) -> dict[str, Any]:
    """The activity with what the newest of these statements say of it, wherever they name it (xAPI-Data 2.4.4.1)."""
    definition: dict[str, Any] = {}
    for raw in _naming(rows, iri):
        for described in _descriptions(json.loads(raw), iri):
            definition = _merged(definition, described)
    return {"objectType": "Activity", "id": iri, **({"definition": definition} if definition else {})}


def _naming(rows: QuerySet[Statement], iri: str) -> list[str]:
    """The JSON of the newest statements whose object it is or that name it beside, the oldest first."""
    ways = (
        rows.filter(object_key=iri).order_by("-stored").values_list("stored", "raw"),
        rows.filter(references__key=iri).order_by("-references__stored").values_list("stored", "raw"),
    )
    found = sorted((row for way in ways for row in way[:NEWEST]), key=lambda row: row[0])
    return [raw for _stored, raw in found]


def _descriptions(raw: dict[str, Any], iri: str) -> Iterable[dict[str, Any]]:
    related = raw.get("context", {}).get("contextActivities", {})
    for activity in (one for kind in related.values() for one in (kind if isinstance(kind, list) else [kind])):
        if activity["id"] == iri:
            yield activity.get("definition", {})
    target = raw["object"]
    if target.get("objectType") == "SubStatement":
        yield from _descriptions(target, iri)
    if target.get("objectType", "Activity") == "Activity" and target["id"] == iri:
        yield target.get("definition", {})


def _merged(known: dict[str, Any], newer: dict[str, Any]) -> dict[str, Any]:
    merged = {**known, **newer}
    for name in ("name", "description"):
        if name in known and name in newer:
            merged[name] = {**known[name], **newer[name]}
    return merged


def person_of(rows: QuerySet[Statement], key: str, agent: dict[str, Any]) -> dict[str, Any]:
    """What these statements know of one agent: its identifier, and its names (xAPI-Communication 2.4)."""
    newest = rows.filter(actor_key=key).order_by("-stored").values_list("raw", flat=True)[:NEWEST]
    actors = [agent, *(json.loads(raw)["actor"] for raw in newest)]
    person: dict[str, Any] = {"objectType": "Person"}
    for name in ("name", "mbox", "mbox_sha1sum", "openid", "account"):
        if values := _distinct([actor[name] for actor in actors if name in actor]):
            person[name] = values
    return person


def _distinct(values: Sequence[Any]) -> list[Any]:
    return list({parsing.dump_json(value): value for value in values}.values())
