"""Notes and bookmarks of a learner on lessons: kept, found again, taken away. Nobody else reads them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from courses.learning.data import Visit
from courses.learning.merging import KeptText, SentText, folded, written
from courses.learning.models.notes import Bookmark, Note
from courses.learning.outlines import addresses
from courses.learning.wording import two_versions_label

MAX_LENGTH = 100_000
LESSONS_A_PAGE = 20


class NoteTooLong(Exception):
    """More than `MAX_LENGTH` characters: what was kept before stays."""

    id = "note-too-long"


@dataclass(frozen=True, slots=True)
class SavedNote:
    """A note once saved; `merged` says that another page had written, and that both texts are kept."""

    text: str
    version: int
    updated_at: datetime
    merged: bool


@dataclass(frozen=True, slots=True)
class Margin:
    """What the learner has in the margin of a lesson: their note, and the places they marked."""

    note: Note | None
    marked: frozenset[str]

    @property
    def is_empty(self) -> bool:
        return not self.marked and not (self.note and self.note.text)


@dataclass(frozen=True, slots=True)
class LessonMargin:
    """A lesson of the notebook; `url` is empty once the lesson is gone."""

    title: str
    course_title: str
    url: str
    note: Note | None
    bookmarks: tuple[Bookmark, ...]


def margin_of(*, user: Any, visit: Visit) -> Margin | None:
    """The margin of the unit that is visited, in two queries; None for whoever is not enrolled."""
    if not visit.records or visit.unit is None:
        return None
    note = Note.objects.filter(user_id=user.pk, unit_id=visit.unit.id).first()
    marked = Bookmark.objects.filter(user_id=user.pk, unit_id=visit.unit.id).values_list("place", flat=True)
    return Margin(note, frozenset(marked))


@transaction.atomic
def save_note(*, user: Any, visit: Visit, sent: SentText, now: datetime | None = None) -> SavedNote:
    """Keeps a note; when another page wrote meanwhile, both texts. Raises `PermissionDenied`, `NoteTooLong`."""
    if not visit.records or visit.unit is None:
        raise PermissionDenied("not-enrolled")
    if len(sent.text) > MAX_LENGTH:
        raise NoteTooLong
    moment = now or timezone.now()
    row = _row_for(user, visit, moment)
    known = KeptText(row.text, row.version, row.writer, row.writer_since)
    kept = written(known, sent, separator=two_versions_label(moment))
    if kept != known:
        row.text, row.version, row.writer, row.writer_since = kept.text, kept.version, kept.writer, kept.writer_since
        row.folded, row.updated_at = folded(f"{row.title} {row.text}"), moment
        row.save()
    return SavedNote(row.text, row.version, row.updated_at, merged=row.text != sent.text)


def _row_for(user: Any, visit: Visit, moment: datetime) -> Note:
    """The learner's row for this unit, locked: two pages that save at once take turns."""
    assert visit.unit is not None  # noqa: S101
    key = {"user_id": user.pk, "unit_id": visit.unit.id}
    defaults = {"title": visit.unit.title, "course_title": visit.outline.course.title, "updated_at": moment}
    Note.objects.bulk_create([Note(**key, **defaults)], ignore_conflicts=True)
    return Note.objects.select_for_update(of=("self",)).get(**key)


def toggle_bookmark(
    *, user: Any, visit: Visit, place: str, places: Mapping[str, str], now: datetime | None = None
) -> bool:
    """Marks a lesson (`place` empty) or one of its `places` (id → title), or unmarks it; whether it is marked now.

    Raises `PermissionDenied` for whoever is not enrolled, or a place that the lesson does not have.
    """
    if not visit.records or visit.unit is None or (place and place not in places):
        raise PermissionDenied("not-enrolled")
    known = Bookmark.objects.filter(user_id=user.pk, unit_id=visit.unit.id, place=place)
    if known.delete()[0]:
        return False
    label = places.get(place, "")[:255]
    Bookmark.objects.get_or_create(
        user_id=user.pk,
        unit_id=visit.unit.id,
        place=place,
        defaults={
            "label": label,
            "folded": folded(f"{visit.unit.title} {label}"),
            "created_at": now or timezone.now(),
        },
    )
    return True


def notebook_page(*, user: Any, text: str = "", number: Any = 1) -> Page[LessonMargin]:
    """A page of the learner's notes and bookmarks, lesson by lesson in the order of the courses.

    `text` keeps the lessons where each of its words is found, whatever the accents and capitals.
    """
    page: Page[Any] = Paginator(_lessons_kept(user, text), LESSONS_A_PAGE).get_page(number)
    page.object_list = _margins(user, list(page.object_list))
    return page


def _lessons_kept(user: Any, text: str) -> list[tuple[int | None, int]]:
    """Keys of the lessons in order: (unit id, 0), or (None, note id) once the unit is gone. Two queries."""
    notes = _matching(Note.objects.filter(user_id=user.pk).exclude(text=""), text)
    marks = _matching(Bookmark.objects.filter(user_id=user.pk), text)
    order: dict[tuple[int | None, int], tuple[str, str]] = {}
    for unit_id, path, pk in notes.values_list("unit_id", "unit__page__path", "pk"):
        order[(unit_id, 0 if unit_id else pk)] = (path or "~", str(pk))
    for unit_id, path in marks.values_list("unit_id", "unit__page__path"):
        order[(unit_id, 0)] = (path, "")
    return sorted(order, key=order.__getitem__)


def _matching(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    for word in folded(text).split():
        rows = rows.filter(folded__contains=word)
    return rows


def _margins(user: Any, keys: list[tuple[int | None, int]]) -> list[LessonMargin]:
    units = [unit_id for unit_id, _note in keys if unit_id]
    orphans = [note_id for unit_id, note_id in keys if not unit_id]
    titles = {"live": F("unit__page__live"), "address": F("unit__page__url_path"), "name": F("unit__page__title")}
    notes = Note.objects.filter(Q(unit_id__in=units) | Q(pk__in=orphans), user_id=user.pk)
    marks = Bookmark.objects.filter(unit_id__in=units, user_id=user.pk)
    by_unit = {(row.unit_id, 0 if row.unit_id else row.pk): row for row in notes.annotate(**titles)}
    marked = _by_unit(marks.annotate(**titles, course_title=F("unit__course__title")))
    address = addresses()
    return [_margin(by_unit.get(key), marked.get(key[0], ()), address) for key in keys]


def _by_unit(marks: QuerySet[Bookmark]) -> dict[int | None, tuple[Bookmark, ...]]:
    rows = marks.order_by("unit_id", "created_at", "pk")
    return {unit_id: tuple(group) for unit_id, group in groupby(rows, key=lambda row: row.unit_id)}


def _margin(note: Note | None, marks: tuple[Bookmark, ...], address: Any) -> LessonMargin:
    row: Any = note or marks[0]
    url = address(row.address) if row.live else ""
    return LessonMargin(row.name or row.title, row.course_title, url, note if note and note.text else None, marks)


def notebook_of(*, user: Any) -> Iterable[LessonMargin]:
    """All the learner's notes and bookmarks, to be taken away."""
    return _margins(user, _lessons_kept(user, ""))
