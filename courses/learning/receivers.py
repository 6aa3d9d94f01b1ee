"""What learning does when pages change."""

from typing import Any

from wagtail.models import Page

from courses.learning import syncing
from courses.learning.models import Unit, UnitPage


def on_saved(instance: Any, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    """A live unit page saved whole: published, or made live by a program. Drafts save a few fields only."""
    if isinstance(instance, UnitPage) and instance.live and not raw and update_fields is None:
        syncing.sync_unit(instance)


def on_unit_deleted(instance: Unit, **kwargs: Any) -> None:
    syncing.refresh_course(instance.course_id)


def on_page_published(instance: Page, **kwargs: Any) -> None:
    syncing.follow_publication(instance)


def on_page_unpublished(instance: Page, **kwargs: Any) -> None:
    syncing.follow_unpublication(instance)


def on_page_moved(instance: Page, **kwargs: Any) -> None:
    syncing.resync_under(instance)
