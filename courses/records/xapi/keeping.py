"""Keeping the statements of clients: batches, attachments, voiding (xAPI-Communication 2.1.1 and 2.1.2)."""

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from courses.records import parsing, recording
from courses.records.data import Source, StatementInvalid, Verb
from courses.records.formats import format_timestamp
from courses.records.models import Attachment, Statement, StatementReference, XapiClient
from courses.records.referring import reference_rows, references_of
from courses.records.statements import Reference
from courses.records.tasks import wake_after_commit
from courses.records.xapi import multipart, signatures
from courses.records.xapi.refusals import Refused, bad
from media.addresses import record_url

TOO_LARGE = frozenset(("too-large", "too-many"))
# Which SHA-2 a hash is, by how many hexadecimal digits it has (xAPI-Data 2.4.11).
SHA2 = {56: "sha224", 64: "sha256", 96: "sha384", 128: "sha512"}


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a request brought: statements, and the attachments that came along by hash."""

    content: Any
    attachments: Mapping[str, multipart.Part]


def delivery_of(content_type: str, body: bytes) -> Delivery:
    """The statements of a JSON body, or of a multipart one with its attachments."""
    kind = multipart.media_type(content_type)
    if kind == "application/json":
        return Delivery(loaded(body), {})
    if kind != "multipart/mixed":
        raise bad("content-type", "Content-Type")
    first, *others = multipart.parts_of(body, multipart.boundary_of(content_type))
    if multipart.media_type(first.headers.get("content-type", "")) != "application/json":
        raise bad("first-part-not-json", "Content-Type")
    return Delivery(loaded(first.content), {_hash_of(part): part for part in others})


def loaded(body: bytes) -> Any:
    """The JSON value of a body."""
    try:
        return parsing.load_json(body)
    except StatementInvalid as error:
        raise bad(error.id) from error


def _hash_of(part: multipart.Part) -> str:
    """The hash that names the part, which must be the one of its bytes: it is what a statement finds it by."""
    if part.headers.get("content-transfer-encoding", "").lower() != "binary":
        raise bad("not-binary", "Content-Transfer-Encoding")
    if "x-experience-api-hash" not in part.headers:
        raise bad("missing", "X-Experience-API-Hash")
    sha2 = part.headers["x-experience-api-hash"]
    if len(sha2) not in SHA2 or hashlib.new(SHA2[len(sha2)], part.content).hexdigest() != sha2.lower():
        raise bad("hash-of-something-else", "X-Experience-API-Hash")
    return sha2


@dataclass(frozen=True, slots=True)
class Prepared:
    """An unsaved row for a checked statement, its JSON with what the store sets, and what it names."""

    row: Statement
    raw: dict[str, Any]
    references: tuple[Reference, ...]


def prepared(raw: Any, client: XapiClient, now: datetime) -> Prepared:
    """Checks a statement and makes it ready to be kept."""
    statement = parsing.parse_statement(raw)
    kept = {
        **raw,
        "id": str(statement.id or uuid4()),
        "timestamp": raw.get("timestamp", format_timestamp(now)),
        "stored": format_timestamp(now),
        "version": raw.get("version", "1.0.0"),
        "authority": {
            "objectType": "Agent",
            "name": client.name,
            "account": {"homePage": record_url(), "name": client.key},
        },
    }
    kept = with_lists(kept)
    row = recording.row_of(statement, kept, source=Source.CLIENT, stored=now)
    row.client = client
    return Prepared(row, kept, references_of(statement))


def with_lists(raw: dict[str, Any]) -> dict[str, Any]:
    """The statement with each of its context activities as a list (xAPI-Data 2.4.6.2)."""
    raw = dict(raw)
    context = raw.get("context", {})
    if "contextActivities" in context:
        lists = {
            kind: value if isinstance(value, list) else [value] for kind, value in context["contextActivities"].items()
        }
        raw["context"] = {**context, "contextActivities": lists}
    if raw["object"].get("objectType") == "SubStatement":
        raw["object"] = with_lists(raw["object"])
    return raw


def keep(delivery: Delivery, statements: Sequence[Any], client: XapiClient, now: datetime) -> tuple[list[str], bool]:
    """Keeps the statements, all or none; returns their ids in order and whether any was new.

    Raises `StatementInvalid`, or `StatementConflict` for an id kept with another content.
    """
    if len(statements) > parsing.MAX_BATCH:
        raise StatementInvalid("too-many")
    batch = [prepared(raw, client, now + timedelta(microseconds=index)) for index, raw in enumerate(statements)]
    if len({one.row.id for one in batch}) != len(batch):
        raise StatementInvalid("repeated-id", "id")
    attachments = _attachments(batch, delivery.attachments)
    references = [row for one in batch for row in reference_rows(one.row, one.references)]
    rows = [one.row for one in batch]
    with nullcontext() if _is_one_query(rows, references, attachments) else transaction.atomic():
        new_ids = Statement.objects.insert_new(rows, references)
        recording.refuse_conflicts({one.row.id: one.raw for one in batch if one.row.id not in new_ids})
        Attachment.objects.bulk_create([one for one in attachments if one.statement_id in new_ids])
        fresh = [one for one in batch if one.row.id in new_ids]
        _void([one.row for one in fresh], [one for one, voided in new_ids.items() if voided])
        if fresh:
            wake_after_commit()
    return [one.raw["id"] for one in batch], bool(new_ids)


def _is_one_query(
    rows: Sequence[Statement], references: Sequence[StatementReference], attachments: Sequence[Attachment]
) -> bool:
    """Whether a single query keeps all, so that no transaction has to be opened around it.

    A statement that was voided before it came is marked so by a second query, the moment after.
    """
    if len(rows) != 1 or attachments or rows[0].verb == Verb.VOIDED:
        return False
    return Statement.objects.inserts_at_once(rows, references)


def attached_to(raw: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What the statement and its sub-statement say is attached."""
    inner = raw["object"] if raw["object"].get("objectType") == "SubStatement" else {}
    return [*raw.get("attachments", ()), *inner.get("attachments", ())]


def _attachments(batch: Sequence[Prepared], parts: Mapping[str, multipart.Part]) -> list[Attachment]:
    found: dict[tuple[UUID, str], Attachment] = {}
    for one in batch:
        for described in attached_to(one.raw):
            part = parts.get(described["sha2"])
            if part is None and "fileUrl" not in described:
                raise StatementInvalid("attachment-missing", "attachments")
            if described["usageType"] == signatures.USAGE_TYPE and part is not None:
                signatures.check_signature(one.raw, described, part.content)
            if part is not None:
                found[one.row.id, described["sha2"]] = _attachment(one.row, described, part)
    if {sha2 for _, sha2 in found} != parts.keys():
        raise StatementInvalid("attachment-unknown", "attachments")
    return list(found.values())


def _attachment(row: Statement, described: Mapping[str, Any], part: multipart.Part) -> Attachment:
    content_type = part.headers.get("content-type", described["contentType"])[:255]
    return Attachment(statement_id=row.id, sha2=described["sha2"], content_type=content_type, content=part.content)


def _void(rows: Sequence[Statement], voided_before: Sequence[UUID]) -> None:
    """Voids what the new statements void, and those that were voided before they came (xAPI-Data 2.3.2).

    Only clients' statements can be voided here: what learners did is the platform's own record.
    """
    targets = [row.target for row in rows if row.verb == Verb.VOIDED and row.target]
    if targets or voided_before:
        voidable = Statement.objects.filter(source=Source.CLIENT).exclude(verb=Verb.VOIDED)
        voidable.filter(pk__in=[*targets, *voided_before]).update(voided=True)


def refusal_of(error: StatementInvalid) -> Refused:
    """413 for what is too large, 400 for the rest."""
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE if error.id in TOO_LARGE else HTTPStatus.BAD_REQUEST
    return Refused(status, error.id, error.where)
