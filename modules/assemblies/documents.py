"""Documents of an assembly: added, given to their audience, announced by e-mail, opened, withdrawn."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, Q, QuerySet

from modules.assemblies.data import Audience
from modules.assemblies.document_formats import checked
from modules.assemblies.models import Assembly, Delivery, Document, Membership, Sending
from modules.assemblies.sending_documents import send_document

# The same file under the same title, sent again within this time by the same person, is a double click.
SAME_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """One person and one document: dates, nothing else."""

    name: str
    email: str
    announced_at: datetime | None
    failed_at: datetime | None
    opened_at: datetime | None


def concerns(document: Document, person: Membership) -> bool:
    """Whether someone of the document's assembly is among those it is given to; no query."""
    if document.audience == Audience.COLLEGE:
        return document.college_id is not None and person.college_id == document.college_id
    return document.audience != Audience.ROLE or person.role == document.role


def documents_for(*, place: Membership) -> QuerySet[Document]:
    """The documents given to someone, the newest first; someone who joined later finds them too."""
    mine = Q(audience=Audience.EVERYBODY.value) | Q(audience=Audience.ROLE.value, role=place.role)
    if place.college_id:
        mine |= Q(audience=Audience.COLLEGE.value, college=place.college_id)
    return Document.objects.filter(mine, assembly=place.assembly_id).select_related("meeting", "college")


def documents_sent(*, assembly_id: int) -> QuerySet[Document]:
    """Every document of an assembly, with how many people it was given to and how many opened it; one query."""
    counted = Document.objects.filter(assembly=assembly_id).select_related("meeting", "college")
    return counted.annotate(
        given=Count("deliveries"), opened=Count("deliveries", filter=Q(deliveries__opened_at__isnull=False))
    )


@transaction.atomic
def add_document(*, place: Membership, values: dict[str, Any], file: UploadedFile, now: datetime) -> Document:
    """Keeps the file, gives it to its audience, asks the worker to announce it. Raises `AssemblyRefused`."""
    document, fresh = give_document(place=place, values=values, file=file, now=now)
    if fresh:
        _announce(document, now)
    return document


def give_document(
    *, place: Membership, values: dict[str, Any], file: UploadedFile, now: datetime
) -> tuple[Document, bool]:
    """Keeps the file and gives it to its audience, without a word; False when it was kept already."""
    size = file.size or 0
    filename, content_type = checked(file, name=file.name or "", size=size)
    # One at a time for an assembly: the second of two clicks finds what the first one kept.
    Assembly.objects.select_for_update().get(pk=place.assembly_id)
    same = Document.objects.filter(
        assembly=place.assembly_id, title=values["title"], size=size, filename=filename, added_by=place
    )
    if known := same.filter(added_at__gt=now - SAME_WITHIN).first():
        return known, False
    document = Document(
        assembly_id=place.assembly_id,
        filename=filename,
        content_type=content_type,
        size=size,
        added_by=place,
        added_at=now,
        **values,
    )
    document.file.save(f"{uuid4().hex}.{filename.rpartition('.')[2]}", file, save=False)
    document.save()
    # Whoever sends it has read it.
    others = Membership.objects.filter(assembly=place.assembly_id).exclude(pk=place.pk)
    people = (one for one in others if concerns(document, one))
    Delivery.objects.bulk_create(Delivery(document=document, membership=one, given_at=now) for one in people)
    return document, True


def _announce(document: Document, now: datetime) -> None:
    total = document.deliveries.exclude(membership__email="").count()
    if total:
        sending = Sending.objects.create(document=document, asked_at=now, total=total)
        transaction.on_commit(lambda: send_document.enqueue(sending.pk))


def note_opened(*, document: Document, place: Membership, now: datetime) -> None:
    """Writes down the first time that someone opened a document given to them."""
    Delivery.objects.get_or_create(document=document, membership=place, defaults={"given_at": now})
    Delivery.objects.filter(document=document, membership=place, opened_at=None).update(opened_at=now)


def reading_of(*, document: Document) -> list[ReadingLine]:
    """Who was given the document and when they opened it, those who did not first; one query."""
    rows = Delivery.objects.filter(document=document).order_by("opened_at", "membership__number")
    fields = ("membership__name", "membership__email", "announced_at", "failed_at", "opened_at")
    lines = [ReadingLine(*row) for row in rows.values_list(*fields)]
    return sorted(lines, key=lambda line: line.opened_at is not None)


def withdraw_document(*, document: Document) -> None:
    """Takes the document back: its file goes, and who had opened it is forgotten."""
    storage, name = document.file.storage, str(document.file.name)
    document.delete()
    transaction.on_commit(lambda: storage.delete(name))
