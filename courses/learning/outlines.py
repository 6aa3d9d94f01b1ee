"""Loads whole outlines: one query, whatever the number of courses and units."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Page, Site

from courses.learning.data import (
    CompletionKind,
    Condition,
    ConditionKind,
    CourseRef,
    EnrolmentInfo,
    Outline,
    OutlineActivity,
    OutlineChapter,
    OutlineUnit,
)
from courses.learning.iris import unit_iri
from courses.learning.models.units import Unit, UnitQuerySet
from courses.learning.rules import outline_for
from courses.learning.unlocking_words import locked_reason
from courses.learning.wording import state_label
from courses.records.data import Grading
from media.h5p import api as h5p


class UnitRow(NamedTuple):
    """A unit with its page, chapter and course, as the one query brings it."""

    id: int
    uuid: UUID
    page_id: int
    kind: str
    minutes: int
    optional: bool
    requires_previous: bool
    open_to_all: bool
    completion_kind: str
    minimum: int
    conditions: list[dict[str, Any]]
    dates: list[dict[str, Any]]
    contents: list[dict[str, Any]]
    title: str
    url_path: str
    content_type_id: int
    chapter_id: int
    chapter_title: str
    chapter_url_path: str
    chapter_requires_previous: bool
    chapter_milieu: str
    course_id: int
    course_title: str
    course_url_path: str
    course_milieu: str


COLUMNS = (
    *UnitRow._fields[:13],
    *("page__title", "page__url_path", "page__content_type_id"),
    *("chapter_id", "chapter__title", "chapter__url_path"),
    *("chapter__requires_previous", "chapter__milieu"),
    *("course_id", "course__title", "course__url_path", "course__milieu"),
)


def unit_rows(units: UnitQuerySet) -> list[UnitRow]:
    return [UnitRow(*row) for row in units.in_outline_order().values_list(*COLUMNS)]


def rows_under(course_path: str) -> list[UnitRow]:
    """The units of the course whose page has this tree path."""
    return unit_rows(published().filter(course__path=course_path))


def rows_at(course_url_path: str) -> list[UnitRow]:
    """The units of the course at this address of the tree."""
    return unit_rows(published().filter(course__url_path=course_url_path))


def rows_of(course_ids: Iterable[int], *, hidden_too: bool = False) -> list[UnitRow]:
    """The units of these courses; with `hidden_too`, those that are not published any more as well."""
    units = UnitQuerySet(Unit) if hidden_too else published()
    return unit_rows(units.filter(course_id__in=course_ids))


def published() -> UnitQuerySet:
    return UnitQuerySet(Unit).published()


def course_at(url_path: str) -> Page | None:
    """The published course page at this address of the tree."""
    model = Unit._meta.get_field("course").related_model
    return model._default_manager.filter(url_path=url_path, live=True).first()  # type: ignore[union-attr]


def page_of(row: UnitRow) -> Page | None:
    """The unit's page as its own class, in one query."""
    model = ContentType.objects.get_for_id(row.content_type_id).model_class()
    if model is None or not issubclass(model, Page):
        return None
    return model._default_manager.filter(pk=row.page_id, live=True).first()


def url_of(url_path: str) -> str:
    """The address of a page from its `url_path`: no query once Wagtail has cached the sites' roots."""
    return addresses()(url_path)


def addresses() -> Callable[[str], str]:
    """`url_of` for many pages: the sites' roots are read once."""
    roots = sorted(Site.get_site_root_paths(), key=lambda root: -len(root.root_path))

    def address(url_path: str) -> str:
        for root in roots:
            if url_path.startswith(root.root_path):
                path = f"/{url_path.removeprefix(root.root_path).lstrip('/')}"
                return path if len(roots) == 1 else root.root_url + path
        return ""

    return address


def outlines_from(rows: Iterable[UnitRow]) -> dict[int, Outline]:
    """The bare outlines of the courses in `rows`, by course id."""
    address = addresses()
    outlines = {}
    for course_id, course_rows in groupby(rows, key=lambda row: row.course_id):
        of_course = list(course_rows)
        course = CourseRef(
            id=course_id,
            title=of_course[0].course_title,
            url=address(of_course[0].course_url_path),
            milieu=of_course[0].course_milieu,
        )
        outlines[course_id] = Outline(course=course, chapters=_chapters(of_course, address))
    return outlines


def _chapters(rows: Iterable[UnitRow], address: Callable[[str], str]) -> tuple[OutlineChapter, ...]:
    chapters = []
    for _id, chapter_rows in groupby(rows, key=lambda row: row.chapter_id):
        of_chapter = list(chapter_rows)
        first = of_chapter[0]
        chapters.append(
            OutlineChapter(
                id=first.chapter_id,
                title=first.chapter_title,
                url=address(first.chapter_url_path),
                requires_previous=first.chapter_requires_previous,
                milieu=first.chapter_milieu or first.course_milieu,
                units=tuple(_unit(row, address) for row in of_chapter),
            )
        )
    return tuple(chapters)


def _unit(row: UnitRow, address: Callable[[str], str]) -> OutlineUnit:
    return OutlineUnit(
        id=row.id,
        uuid=row.uuid,
        page_id=row.page_id,
        iri=unit_iri(row.uuid),
        kind=row.kind,
        title=row.title,
        url=address(row.url_path),
        minutes=row.minutes,
        optional=row.optional,
        requires_previous=row.requires_previous,
        open_to_all=row.open_to_all,
        completion_kind=CompletionKind(row.completion_kind),
        minimum=row.minimum,
        conditions=tuple(_condition(asked) for asked in row.conditions),
        dates=tuple((one["cohort"], datetime.fromisoformat(one["at"])) for one in row.dates),
        activities=tuple(_activity(content) for content in row.contents),
    )


def _condition(asked: dict[str, Any]) -> Condition:
    return Condition(
        kind=ConditionKind(asked["kind"]),
        page_id=asked["page"],
        percent=asked["percent"],
        at=datetime.fromisoformat(asked["at"]) if asked["at"] else None,
    )


def _activity(content: dict[str, Any]) -> OutlineActivity:
    return OutlineActivity(
        content_id=content["id"],
        iri=h5p.activity_iri(content["id"]),
        title=content["title"],
        scores=content["scores"],
        grading=Grading(content.get("grading", Grading.HIGHEST)),
    )


def personal(outline: Outline, enrolment: EnrolmentInfo | None, *, now: datetime | None = None) -> Outline:
    """The outline as one learner sees it, with its words; nobody's progress when `enrolment` is None.

    The unit to resume has the address of the very place where the learner was.
    """
    now = now or timezone.now()
    located = (
        outline_for(
            outline,
            done=enrolment.done,
            last_unit_id=enrolment.last_unit_id,
            scores=enrolment.scores,
            cohort_id=enrolment.cohort_id,
            now=now,
        )
        if enrolment
        else outline_for(outline, done=(), now=now)
    )
    chapters = tuple(
        replace(chapter, units=tuple(_worded(unit) for unit in chapter.units)) for chapter in located.chapters
    )
    resume = located.resume_unit
    return replace(
        located, chapters=chapters, resume_unit=_at_its_place(_worded(resume), enrolment) if resume else None
    )


def _at_its_place(unit: OutlineUnit, enrolment: EnrolmentInfo | None) -> OutlineUnit:
    if enrolment is None or not enrolment.last_place or enrolment.last_unit_id != unit.id:
        return unit
    return replace(unit, url=f"{unit.url}#lieu-{enrolment.last_place}")


def _worded(unit: OutlineUnit) -> OutlineUnit:
    return replace(unit, state_label=state_label(unit.state), locked_reason=locked_reason(unit.blockers))
