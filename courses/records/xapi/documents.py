"""Documents of the state and profile resources, with optimistic concurrency (xAPI-Communication 2.2 and 3.1)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from courses.records import parsing
from courses.records.data import StatementInvalid
from courses.records.models import Document
from courses.records.xapi.multipart import media_type
from courses.records.xapi.refusals import Refused, bad

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where documents of one context stand; profiles must be written with a precondition, states need not."""

    name: str
    guarded: bool

    @property
    def documents(self) -> QuerySet[Document]:
        return Document.objects.filter(shelf=self.name)

    def key(self, document_id: str, registration: UUID | None) -> str:
        """What names a single document, short enough for an index."""
        return digest(self.name, document_id, str(registration or ""))


def digest(*names: str) -> str:
    """A hash that differs when any name does."""
    return hashlib.sha256("\x00".join(names).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Preconditions:
    """The headers If-Match and If-None-Match as they were sent, empty when they were not."""

    if_match: str = ""
    if_none_match: str = ""

    def check(self, current: Document | None) -> None:
        """412 when the document is not as the client believes (RFC 2616, 14.24 and 14.26)."""
        if self.if_match and not (current and _lists(self.if_match, current.etag)):
            raise Refused(HTTPStatus.PRECONDITION_FAILED, "document-changed", "If-Match")
        if self.if_none_match and current and _lists(self.if_none_match, current.etag):
            raise Refused(HTTPStatus.PRECONDITION_FAILED, "document-exists", "If-None-Match")

    def require(self, current: Document | None) -> None:
        """409 or 400 when a profile is put without saying what it replaces."""
        if self.if_match or self.if_none_match:
            return
        if current:
            raise Refused(HTTPStatus.CONFLICT, "if-match-needed", "If-Match")
        raise bad("if-none-match-needed", "If-None-Match")


def _lists(header: str, etag: str) -> bool:
    tags = [tag.strip().removeprefix("W/").strip('"').lower() for tag in header.split(",")]
    return "*" in tags or etag in tags


@dataclass(frozen=True, slots=True)
class Content:
    """What is sent as a document."""

    body: bytes
    content_type: str

    @property
    def is_json(self) -> bool:
        return media_type(self.content_type) == JSON

    def loaded(self) -> Any:
        """The JSON value; 400 if it is none."""
        try:
            return parsing.load_json(self.body)
        except StatementInvalid as error:
            raise bad(error.id, "body") from error


def find(shelf: Shelf, document_id: str, registration: UUID | None = None) -> Document | None:
    """The document, if there is one."""
    return Document.objects.filter(key=shelf.key(document_id, registration)).first()


def ids_on(shelf: Shelf, *, registration: UUID | None, since: datetime | None) -> list[str]:
    """The ids of the documents, those changed after `since` when it is given."""
    documents = _filed(shelf, registration).order_by("updated_at", "pk")
    if since:
        documents = documents.filter(updated_at__gt=since)
    return list(dict.fromkeys(documents.values_list("document_id", flat=True)))


def _filed(shelf: Shelf, registration: UUID | None) -> QuerySet[Document]:
    return shelf.documents.filter(registration=registration) if registration else shelf.documents


def store(
    shelf: Shelf,
    document_id: str,
    content: Content,
    preconditions: Preconditions,
    *,
    registration: UUID | None,
    now: datetime,
    merge: bool,
) -> None:
    """Puts the document, or merges it into the one that stands there (POST)."""
    if content.is_json:
        content.loaded()
    try:
        with transaction.atomic():
            current = _locked(shelf, document_id, registration)
            preconditions.check(current)
            if shelf.guarded and not merge:
                preconditions.require(current)
            body = merged(current, content) if merge and current else content.body
            values = _values(body, content.content_type, now)
            _write(current, shelf, document_id, registration, values)
    except IntegrityError as error:
        raise Refused(HTTPStatus.CONFLICT, "document-created-meanwhile") from error


def _locked(shelf: Shelf, document_id: str, registration: UUID | None) -> Document | None:
    key = shelf.key(document_id, registration)
    return Document.objects.select_for_update().filter(key=key).first()


def _values(body: bytes, content_type: str, now: datetime) -> dict[str, Any]:
    return {
        "content": body,
        "content_type": content_type[:255] or "application/octet-stream",
        "etag": hashlib.sha1(body, usedforsecurity=False).hexdigest(),
        "updated_at": now,
    }


def _write(
    current: Document | None,
    shelf: Shelf,
    document_id: str,
    registration: UUID | None,
    values: Mapping[str, Any],
) -> None:
    if current:
        Document.objects.filter(pk=current.pk).update(**values)
        return
    key = shelf.key(document_id, registration)
    Document.objects.create(key=key, shelf=shelf.name, document_id=document_id, registration=registration, **values)


def merged(current: Document, content: Content) -> bytes:
    """The top-level properties of both, the newer ones winning; 400 unless both are JSON objects."""
    known = Content(bytes(current.content), current.content_type)
    if not known.is_json or not content.is_json:
        raise bad("not-mergeable", "Content-Type")
    older, newer = known.loaded(), content.loaded()
    if not isinstance(older, dict) or not isinstance(newer, dict):
        raise bad("not-mergeable", "body")
    return parsing.dump_json({**older, **newer}).encode()


def remove(shelf: Shelf, document_id: str, preconditions: Preconditions, *, registration: UUID | None) -> None:
    """Deletes the document; there may be none."""
    with transaction.atomic():
        current = _locked(shelf, document_id, registration)
        preconditions.check(current)
        if current:
            current.delete()


def clear(shelf: Shelf, *, registration: UUID | None) -> None:
    """Deletes every document of the shelf, or those of one registration."""
    _filed(shelf, registration).delete()
