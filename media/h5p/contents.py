"""Going back to a version of a content, and removing a content that nothing plays."""

from functools import partial
from typing import Any

from django.db import transaction
from wagtail.models import ReferenceIndex

from media.h5p import importing, storage
from media.h5p.data import ContentInUse, VersionInfo
from media.h5p.libraries import installed_libraries, name_of
from media.h5p.models import Content


def versions_of(*, content_id: int) -> list[VersionInfo]:
    """The kept versions of a content, the newest first; two queries."""
    content = Content.objects.only("version").get(pk=content_id)
    rows = content.versions.values_list("number", "title", "created_at")
    return [VersionInfo(number, title, at, number == content.version) for number, title, at in rows]


@transaction.atomic
def restore_version(*, content_id: int, number: int, user: Any = None) -> int:
    """Make an earlier version current again, as a new version; its number. The address stays the same.

    Raises `ContentVersion.DoesNotExist`.
    """
    kept = Content.objects.get(pk=content_id).versions.select_related("library").get(number=number)
    received = importing.Received(name_of(kept.library), kept.metadata, kept.original_parameters)
    content = importing.save_content(received, installed=installed_libraries(), user=user, content_id=content_id)
    importing.copy_files(kept.folder, content.folder)
    return content.version


@transaction.atomic
def rename_content(*, content_id: int, title: str) -> Content:
    """The content with another title, the same version: what learners have begun goes on."""
    content = Content.objects.select_for_update().get(pk=content_id)
    content.title, content.metadata = title, {**content.metadata, "title": title}
    content.save(update_fields=("title", "metadata"))
    content.versions.filter(number=content.version).update(title=title, metadata=content.metadata)
    return content


def pages_using(content: Content) -> int:
    """How many objects (pages, snippets) of the site play this content."""
    return ReferenceIndex.get_references_to(content).values("base_content_type", "object_id").distinct().count()


@transaction.atomic
def delete_content(*, content_id: int) -> None:
    """Remove a content, its versions and its files; `ContentInUse` when a page plays it."""
    content = Content.objects.select_for_update().get(pk=content_id)
    if pages_using(content):
        raise ContentInUse(content.title)
    content.delete()
    transaction.on_commit(partial(storage.remove, storage.contents_root() / str(content_id)))
