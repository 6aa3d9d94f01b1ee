"""Finding statements, activities and people (xAPI-Communication 2.1.3, 2.4 and 2.5)."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, StrIndex
from django.db.models.lookups import Exact, GreaterThan

from courses.records import parsing
from courses.records.models import Attachment, Statement, StatementMember, XapiClient
from courses.records.xapi.multipart import Part
from courses.records.xapi.parameters import StatementQuery

PAGE = 100
# References that point at a match are looked up apart, as they are few: these bounds keep it so.
MAX_REFERENCES = 2000
MAX_CHAIN = 4
NEWEST = 100


@dataclass(frozen=True, slots=True)
class Page:
    """Statements in order, and the place after which the rest follows, empty at the end."""

    rows: list[Statement]
    after: str = ""


def visible_to(client: XapiClient) -> QuerySet[Statement]:
    """The statements that the client may read."""
    rows = Statement.objects.all()
    return rows if client.reads_all else rows.filter(client=client)


def one_statement(rows: QuerySet[Statement], query: StatementQuery) -> Statement | None:
    """The statement asked for by its id, which must be voided or not as asked."""
    wanted = query.voided_id or query.statement_id
    return rows.filter(id=wanted, voided=query.voided_id is not None).first() if wanted else None


def page_of(rows: QuerySet[Statement], query: StatementQuery, after: str = "") -> Page:
    """A page of statements, the latest stored first unless the query says otherwise."""
    rows = rows.filter(_within(query))
    matching = rows.filter(_matching(rows, query), voided=False)
    if after:
        matching = matching.filter(_beyond(after, query.ascending))
    size = min(query.limit or PAGE, PAGE)
    order = ("stored", "id") if query.ascending else ("-stored", "-id")
    found = list(matching.order_by(*order)[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return Page(found[:size], f"{last.stored.isoformat()} {last.id}" if last else "")


def _within(query: StatementQuery) -> Q:
    within = Q()
    if query.since:
        within &= Q(stored__gt=query.since)
    if query.until:
        within &= Q(stored__lte=query.until)
    return within


def _matching(rows: QuerySet[Statement], query: StatementQuery) -> Q:
    filters = _filters(query)
    if not filters:
        return filters
    references = _referring(rows, filters)
    return filters | Q(pk__in=references) if references else filters


def _referring(rows: QuerySet[Statement], filters: Q) -> set[UUID]:
    """The statements that refer to a match, voided or not, directly or by a chain of references."""
    matched = Statement.objects.filter(filters, pk=OuterRef("target"))
    newest = _ids(rows.filter(Exists(matched), target__isnull=False))
    found: set[UUID] = set()
    for _ in range(MAX_CHAIN):
        if newest <= found:
            break
        found |= newest
        newest = _ids(rows.filter(target__in=newest))
    return found


def _ids(rows: QuerySet[Statement]) -> set[UUID]:
    # Unordered: an order by time would make SQLite read the whole table instead of the few references.
    return set(rows.order_by().values_list("pk", flat=True)[:MAX_REFERENCES])


def _filters(query: StatementQuery) -> Q:
    filters = Q()
    if query.verb:
        filters &= _by_verb(query.verb, beside_others=bool(query.agent or query.activity))
    if query.registration:
        filters &= Q(registration=query.registration)
    if query.activity:
        related = naming(query.activity) if query.related_activities else Q()
        filters &= Q(object_key=query.activity) | related
    if query.agent:
        filters &= _of_agent(query.agent, query.related_agents)
    return filters


def _by_verb(verb: str, beside_others: bool) -> Q:
    # Verbs are few: beside a better filter their index must not be chosen, so it is hidden from the planner.
    return Q(Exact(Coalesce(F("verb"), Value("")), verb)) if beside_others else Q(verb=verb)


def _of_agent(key: str, related: bool) -> Q:
    direct = Q(actor_key=key) | Q(object_key=key)
    if related:
        return direct | naming(key)
    groups = StatementMember.objects.filter(key=key).values("statement_id")
    return direct | Q(pk__in=groups)


def naming(key: str) -> Q:
    """Statements that name an agent or an activity beside their actor and their object."""
    return Q(GreaterThan(StrIndex(F("related"), Value(f"\n{key}\n")), 0))


def _beyond(after: str, ascending: bool) -> Q:
    stored, _, last = after.partition(" ")
    moment, last_id = datetime.fromisoformat(stored), UUID(last)
    if ascending:
        return Q(stored__gt=moment) | Q(stored=moment, pk__gt=last_id)
    return Q(stored__lt=moment) | Q(stored=moment, pk__lt=last_id)


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
    rows = Statement.objects.filter(Q(object_key=iri)).order_by("-stored")[:NEWEST]
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
