"""What learning does when pages change, and when the record says that something was completed."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from wagtail.models import Page

from courses.learning import progressing, sessions, syncing
from courses.learning.models import Session, Unit, UnitPage
from courses.records.data import CompletionChange, LearnerRef


def on_saved(instance: Any, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    """A live unit page saved whole: published, or made live by a program. Drafts save a few fields only."""
    if isinstance(instance, UnitPage) and instance.live and not raw and update_fields is None:
        syncing.sync_unit(instance)


def on_content_saved(instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Once all of an activity is written: what it is made of is linked after it."""
    if not created and not raw:
        transaction.on_commit(partial(syncing.follow_content, instance.pk))


def on_unit_deleted(instance: Unit, **kwargs: Any) -> None:
    syncing.follow_deletion(instance)


def on_page_published(instance: Page, **kwargs: Any) -> None:
    syncing.follow_publication(instance)


def on_page_unpublished(instance: Page, **kwargs: Any) -> None:
    syncing.follow_unpublication(instance)


def on_page_moved(instance: Page, **kwargs: Any) -> None:
    syncing.resync_under(instance)


def on_session_changed(instance: Session, **kwargs: Any) -> None:
    sessions.refresh_dates(instance.page_id)


def on_completion_changed(
    user_id: int | None, learner: LearnerRef, changes: tuple[CompletionChange, ...], now: datetime, **kwargs: Any
) -> None:
    scores = {change.activity_iri: change.score for change in changes if change.score is not None}
    if user_id and changes:
        iris = {change.activity_iri for change in changes}
        progressing.refresh(user_id=user_id, learner=learner, iris=iris, scores=scores, now=now)
