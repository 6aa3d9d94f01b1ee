"""A person's notebook: opened, written, shared page by page, taken back."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from courses.learning import api as learning
from modules.assemblies.data import MemberRef, SpeciesRef
from modules.assemblies.memberships import membership_of, species_ref
from modules.assemblies.models import Notebook, NotebookPage, NotebookPhotograph
from modules.assemblies.notebook_rules import PageKind
from modules.assemblies.photographs import remade
from modules.living import api as living

MAX_LENGTH = 50_000
MAX_PHOTOGRAPHS = 12


class NotebookRefused(Exception):
    """What cannot be done to a notebook; `id` is stable, the page gives its text."""

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.id = id


@dataclass(frozen=True, slots=True)
class OpenNotebook:
    """A notebook as its owner sees it: their species, their place, and each guided page (None when never opened)."""

    species: SpeciesRef | None
    place: MemberRef | None
    pages: dict[PageKind, NotebookPage | None]

    @property
    def may_share(self) -> bool:
        return self.place is not None and self.place.college is not None

    @property
    def begun(self) -> int:
        return sum(1 for page in self.pages.values() if page and page.text.strip())


def notebook_of(*, user: Any) -> OpenNotebook:
    """This person's notebook, which may still be blank, as it is for a stranger; three queries."""
    place = membership_of(user=user)
    book = Notebook.objects.filter(user=user.pk).select_related("species").first()
    written = {page.kind: page for page in book.pages.all()} if book else {}
    chosen = species_ref(book.species) if book and book.species else None
    return OpenNotebook(
        species=place.species if place and place.species else chosen,
        place=place,
        pages={kind: written.get(kind.value) for kind in PageKind},
    )


def choose_species(*, user: Any, slug: str) -> None:
    """The species of whoever has none from an assembly. Raises `NotebookRefused`."""
    found = next((one.id for one in living.spoken_for_species() if one.slug == slug), None)
    if slug and found is None:
        raise NotebookRefused("species-unknown")
    Notebook.objects.update_or_create(user=user, defaults={"species_id": found})


@transaction.atomic
def save_page(
    *, user: Any, kind: PageKind, sent: learning.SentText, now: datetime | None = None
) -> tuple[NotebookPage, bool]:
    """Keeps a page; when another tab wrote meanwhile, both texts, and True. Raises `NotebookRefused`."""
    if len(sent.text) > MAX_LENGTH:
        raise NotebookRefused("page-too-long")
    moment = now or timezone.now()
    page = _locked(user, kind, moment)
    known = learning.KeptText(page.text, page.version, page.writer, page.writer_since)
    kept = learning.written(known, sent, separator=learning.two_versions_label(moment))
    if kept != known:
        page.text, page.version, page.writer, page.writer_since = (
            kept.text,
            kept.version,
            kept.writer,
            kept.writer_since,
        )
        page.updated_at = moment
        page.save()
    return page, page.text != sent.text


def share_page(*, user: Any, kind: PageKind, shared: bool, now: datetime | None = None) -> None:
    """Lets the college read a page, or takes it back at once. Raises `NotebookRefused` without a college."""
    moment = now or timezone.now()
    if not shared:
        NotebookPage.objects.filter(notebook__user=user, kind=kind.value).update(college=None, shared_at=None)
        return
    place = membership_of(user=user)
    if place is None or place.college is None:
        raise NotebookRefused("no-college")
    with transaction.atomic():
        page = _locked(user, kind, moment)
        page.college_id, page.shared_at = place.college.id, moment
        page.save(update_fields=["college", "shared_at"])


def add_photograph(*, user: Any, file: Any, caption: str) -> None:
    """Keeps a picture on the observation page. Raises `PhotographRefused`, `NotebookRefused`."""
    held = NotebookPhotograph.objects.filter(page__notebook__user=user)
    if held.count() >= MAX_PHOTOGRAPHS:
        raise NotebookRefused("too-many-photographs")
    content, (width, height) = remade(file, size=file.size)
    with transaction.atomic():
        page = _locked(user, PageKind.OBSERVE, timezone.now())
        picture = NotebookPhotograph(page=page, width=width, height=height, caption=caption[:200])
        picture.file.save(f"{uuid.uuid4().hex}.jpg", ContentFile(content), save=True)


def remove_photograph(*, user: Any, photograph: uuid.UUID) -> None:
    """Forgets a picture, its file too; nothing for somebody else's."""
    for picture in NotebookPhotograph.objects.filter(uuid=photograph, page__notebook__user=user):
        _forget(picture)


def personal_data_of(*, user: Any) -> dict[str, Any]:
    """The notebook's pages and pictures, ready to be exported as JSON; empty for whoever has none."""
    book = Notebook.objects.filter(user_id=user.pk).select_related("species").first()
    if book is None:
        return {}
    pictures = NotebookPhotograph.objects.filter(page__notebook=book)
    return {
        "species": book.species.vernacular_name if book.species else None,
        "pages": list(book.pages.values("kind", "text", "updated_at", "shared_at", "college__name")),
        "photographs": list(pictures.values("caption", "added_at", "width", "height")),
    }


def erase_personal_data(*, user: Any) -> None:
    """Forgets the notebook, its pictures' files too."""
    for picture in NotebookPhotograph.objects.filter(page__notebook__user_id=user.pk):
        _forget(picture)
    Notebook.objects.filter(user_id=user.pk).delete()


def _forget(picture: NotebookPhotograph) -> None:
    name, storage = str(picture.file.name), picture.file.storage
    picture.delete()
    transaction.on_commit(lambda: storage.delete(name))


def _locked(user: Any, kind: PageKind, moment: datetime) -> NotebookPage:
    """The row of this page, made if need be and locked: two tabs that save at once take turns."""
    book, _made = Notebook.objects.get_or_create(user=user)
    NotebookPage.objects.bulk_create(
        [NotebookPage(notebook=book, kind=kind.value, updated_at=moment)], ignore_conflicts=True
    )
    return NotebookPage.objects.select_for_update(of=("self",)).get(notebook=book, kind=kind.value)
