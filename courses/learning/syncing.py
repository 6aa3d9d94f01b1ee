"""Keeps one `Unit` row for every unit page, as trainers publish, move and delete pages."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from courses.learning.iris import content_iri
from courses.learning.models import UnitPage
from courses.learning.models.enrolments import Enrolment
from courses.learning.models.units import Unit, UnitActivity
from courses.learning.rules import is_course_complete


def follow_publication(page: Page) -> None:
    """Publishing a unit, a chapter or a course may change what is required."""
    _refresh_around(page)


def follow_unpublication(page: Page) -> None:
    """What is no longer shown is no longer required."""
    _refresh_around(page)


def _refresh_around(page: Page) -> None:
    courses = Unit.objects.filter(page__path__startswith=page.path).values_list("course_id", flat=True)
    for course_id in set(courses):
        refresh_course(course_id)


def sync_unit(page: UnitPage) -> None:
    """Makes the `Unit` of a published unit page say what the page says."""
    chapter = page.get_parent()
    course = chapter.get_parent()
    if not _is_placed(chapter, course):
        return
    content_ids = page.activity_content_ids()
    with transaction.atomic():
        unit, _created = Unit.objects.update_or_create(
            page_id=page.pk,
            defaults={
                "course_id": course.pk,
                "chapter_id": chapter.pk,
                "kind": page._meta.model_name,
                "minutes": page.minutes or 0,
                "optional": page.optional,
                "requires_previous": page.requires_previous,
                "open_to_all": page.open_to_all,
                "completion_kind": page.effective_completion_kind().value,
                "content_ids": content_ids,
            },
        )
        _sync_activities(unit, content_ids)


def _is_placed(chapter: Page, course: Page) -> bool:
    return (
        chapter.specific_class is Unit._meta.get_field("chapter").related_model
        and course.specific_class is Unit._meta.get_field("course").related_model
    )


def _sync_activities(unit: Unit, content_ids: Iterable[int]) -> None:
    unit.activities.exclude(content_id__in=content_ids).delete()
    UnitActivity.objects.bulk_create(
        [
            UnitActivity(unit=unit, content_id=content_id, activity_iri=content_iri(content_id))
            for content_id in content_ids
        ],
        update_conflicts=True,
        unique_fields=["unit", "content_id"],
        update_fields=["activity_iri"],
    )


def resync_under(page: Page) -> None:
    """After a move: the units under `page` (or `page` itself) take the chapter and course they are in now."""
    for unit in Unit.objects.filter(page__path__startswith=page.path).select_related("page"):
        chapter = unit.page.get_parent()
        course = chapter.get_parent()
        if _is_placed(chapter, course):
            Unit.objects.filter(pk=unit.pk).update(chapter_id=chapter.pk, course_id=course.pk)
    _refresh_around(page)


def refresh_course(course_id: int) -> int:
    """Marks finished whoever has now done all that is required; returns how many.

    An outline that grows takes nothing back: `completed_at` is never cleared.
    """
    required = set(
        Unit.objects.filter(course_id=course_id).published().required().values_list("pk", flat=True)
    )
    finished = [
        enrolment.pk
        for enrolment in Enrolment.objects.in_course(course_id).not_finished()
        if is_course_complete(required, enrolment.done_unit_ids)
    ]
    return Enrolment.objects.filter(pk__in=finished).update(completed_at=timezone.now())
