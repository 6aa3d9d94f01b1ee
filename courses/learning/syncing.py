"""Keeps one `Unit` row for every unit page, as trainers publish, move and delete pages."""

from collections.abc import Sequence

from django.db import transaction
from wagtail.models import Page

from courses.learning.data import CompletionKind, ConditionKind
from courses.learning.iris import unit_iri
from courses.learning.models import UnitPage
from courses.learning.models.units import Unit, UnitActivity
from courses.learning.recording import definition_of, time_definition
from courses.learning.tasks import ask_to_rederive
from courses.records import api as records
from courses.records.data import Grading
from media.h5p import api as h5p
from media.h5p.data import ContentInfo


def follow_publication(page: Page) -> None:
    """Publishing a unit, a chapter or a course may change what is required."""
    _refresh_around(page)


def follow_unpublication(page: Page) -> None:
    """What is no longer shown is no longer required."""
    _refresh_around(page)


def follow_deletion(unit: Unit) -> None:
    ask_to_rederive(course_id=unit.course_id)


def _refresh_around(page: Page) -> None:
    courses = Unit.objects.filter(page__path__startswith=page.path).values_list("course_id", flat=True)
    for course_id in set(courses):
        ask_to_rederive(course_id=course_id)


def sync_unit(page: UnitPage) -> None:
    """Makes the `Unit` of a published unit page say what the page says."""
    chapter = page.get_parent()
    course = chapter.get_parent()
    if not _is_placed(chapter, course):
        return
    infos = h5p.content_info(content_ids=page.activity_content_ids())
    contents = [infos[id_] for id_ in page.activity_content_ids() if id_ in infos]
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
                "minimum": page.minimum or 0,
                "conditions": _conditions(page),
                "contents": [
                    {
                        "id": info.id,
                        "title": info.title,
                        "scores": info.scores,
                        "grading": page.activity_grading().value,
                    }
                    for info in contents
                ],
            },
        )
        _sync_activities(unit, contents, page.activity_grading())
        if page.effective_completion_kind() is CompletionKind.TIME_SPENT:
            records.define_activities(activities=[time_definition(unit_iri(unit.uuid), page.minimum or 0)])


def _conditions(page: UnitPage) -> list[dict[str, object]]:
    """The page's conditions as the outline reads them; one on a session is an attendance."""
    conditions = list(page.opening_conditions.all())
    sessions = set(
        Unit.objects.filter(page_id__in=[one.required_page_id for one in conditions], kind="sessionpage").values_list(
            "page_id", flat=True
        )
    )
    return [
        {
            "kind": ConditionKind.ATTENDANCE.value
            if one.kind == ConditionKind.UNIT and one.required_page_id in sessions
            else one.kind,
            "page": one.required_page_id,
            "percent": one.percent or 0,
            "at": one.opens_at.isoformat() if one.opens_at else None,
        }
        for one in conditions
    ]


def _is_placed(chapter: Page, course: Page) -> bool:
    return (
        chapter.specific_class is Unit._meta.get_field("chapter").related_model
        and course.specific_class is Unit._meta.get_field("course").related_model
    )


def _sync_activities(unit: Unit, contents: Sequence[ContentInfo], grading: Grading) -> None:
    unit.activities.exclude(content_id__in=[info.id for info in contents]).delete()
    UnitActivity.objects.bulk_create(
        [UnitActivity(unit=unit, content_id=info.id, activity_iri=h5p.activity_iri(info.id)) for info in contents],
        update_conflicts=True,
        unique_fields=["unit", "content_id"],
        update_fields=["activity_iri"],
    )
    regraded = records.define_activities(
        activities=[definition_of(h5p.activity_iri(info.id), info.title, info.scores, grading) for info in contents]
    )
    if regraded:
        _regrade(regraded, grading)


def _regrade(iris: frozenset[str], grading: Grading) -> None:
    """The score that counts is another one: every unit that plays these says so, and their learners follow."""
    for unit in Unit.objects.filter(activities__activity_iri__in=iris).distinct():
        for content in unit.contents:
            if h5p.activity_iri(content["id"]) in iris:
                content["grading"] = grading.value
        unit.save(update_fields=["contents"])
        ask_to_rederive(course_id=unit.course_id, regraded=iris)


@transaction.atomic
def follow_content(content_id: int) -> None:
    """An activity has another title or another version: the published units that play it say so.

    When it scores now and did not, or no longer does, what completes it is another thing: learners follow.
    """
    info = h5p.content_info(content_ids=[content_id]).get(content_id)
    if info is None:
        return
    iri = h5p.activity_iri(content_id)
    units = list(Unit.objects.filter(activities__content_id=content_id).select_for_update(of=("self",)))
    told = [next(content for content in unit.contents if content["id"] == content_id) for unit in units]
    if told:
        # Units that share an activity agree on the score that counts.
        grading = Grading(told[0].get("grading", Grading.HIGHEST))
        records.define_activities(activities=[definition_of(iri, info.title, info.scores, grading)])
    for unit, content in zip(units, told, strict=True):
        turned = content["scores"] != info.scores
        content["title"], content["scores"] = info.title, info.scores
        unit.save(update_fields=["contents"])
        if turned:
            ask_to_rederive(course_id=unit.course_id, regraded=[iri])


def resync_under(page: Page) -> None:
    """After a move: the units under `page` (or `page` itself) take the chapter and course they are in now."""
    for unit in Unit.objects.filter(page__path__startswith=page.path).select_related("page"):
        chapter = unit.page.get_parent()
        course = chapter.get_parent()
        if _is_placed(chapter, course):
            Unit.objects.filter(pk=unit.pk).update(chapter_id=chapter.pk, course_id=course.pk)
    _refresh_around(page)
