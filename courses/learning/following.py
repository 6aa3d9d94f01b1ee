"""What trainers see: who is in a course, how far, with which attempts. Queries do not grow with learners."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Q
from django.utils import timezone
from wagtail.models import Page

from courses.learning.contexts import personal_outlines
from courses.learning.dashboard import iris_of
from courses.learning.data import (
    CohortFilter,
    CohortInfo,
    CohortRow,
    CohortTable,
    CourseRef,
    Outline,
    OutlineChapter,
    OutlineUnit,
)
from courses.learning.enrolments import info_of
from courses.learning.models.enrolments import Cohort, Enrolment
from courses.learning.outlines import outlines_from, rows_of, url_of
from courses.learning.rules import matches, stage_of, standing_of
from courses.records import api as records
from courses.records.data import AttemptInfo, AttemptSummary


@dataclass(frozen=True, slots=True)
class CourseFollowing:
    """A course in the list of those that trainers follow."""

    id: int
    title: str
    live: bool
    learners: int
    finished: int


@dataclass(frozen=True, slots=True)
class UnitStory:
    """A unit as one learner went through it."""

    unit: OutlineUnit
    chapter: OutlineChapter
    attempts: tuple[AttemptInfo, ...]


@dataclass(frozen=True, slots=True)
class LearnerStory:
    """One learner in one course, unit by unit; never what they wrote for themselves."""

    row: CohortRow
    outline: Outline
    units: tuple[UnitStory, ...]


def followed_by_trainers() -> list[CourseFollowing]:
    """Every course and how many learn there; one query."""
    courses = (
        _courses()
        .annotate(
            learners=Count("enrolments"),
            finished=Count("enrolments", filter=Q(enrolments__completed_at__isnull=False)),
        )
        .order_by("title")
    )
    return [
        CourseFollowing(course.pk, course.title, course.live, course.learners, course.finished) for course in courses
    ]


def _courses() -> Any:
    return Enrolment._meta.get_field("course").related_model._default_manager  # type: ignore[union-attr]


def cohort_rows(*, course_id: int, wanted: CohortFilter | None = None, now: datetime | None = None) -> CohortTable:
    """The learners of a course that `wanted` asks for, by name; five queries, whatever their number.

    Raises `Page.DoesNotExist`.
    """
    page = Page.objects.get(pk=course_id)
    course = CourseRef(id=page.pk, title=page.title, url=url_of(page.url_path))
    outline = outlines_from(rows_of([course_id])).get(course_id) or Outline(course=course)
    enrolments = list(Enrolment.objects.filter(course_id=course_id).select_related("user", "cohort"))
    attempts = _summaries(outline, enrolments)
    rows = [
        _row(enrolment, outline, attempts.get(enrolment.user_id, {}), now or timezone.now()) for enrolment in enrolments
    ]
    rows.sort(key=lambda row: (row.name or row.email).casefold())
    return CohortTable(
        course=course,
        rows=tuple(row for row in rows if matches(row, wanted or CohortFilter())),
        counts=Counter(row.stage for row in rows),
        cohorts=cohorts_of(course_id=course_id),
    )


def cohorts_of(*, course_id: int) -> tuple[CohortInfo, ...]:
    cohorts = Cohort.objects.filter(course_id=course_id)
    return tuple(CohortInfo(one.pk, one.name, one.starts_on, one.ends_on) for one in cohorts)


def _summaries(outline: Outline, enrolments: Iterable[Enrolment]) -> Mapping[int, Mapping[str, AttemptSummary]]:
    iris = [iri for unit in outline.units for iri in iris_of(unit)]
    return records.attempt_summaries(user_ids=[one.user_id for one in enrolments], activity_iris=iris)


def _row(enrolment: Enrolment, outline: Outline, attempts: Mapping[str, AttemptSummary], now: datetime) -> CohortRow:
    standing = standing_of(outline, set(enrolment.done_unit_ids))
    best = [one.best for one in attempts.values() if one.best is not None]
    return CohortRow(
        enrolment_id=enrolment.pk,
        user_id=enrolment.user_id,
        name=_name_of(enrolment.user),
        email=str(getattr(enrolment.user, get_user_model().get_email_field_name(), "")),
        cohort_id=enrolment.cohort_id,
        cohort=enrolment.cohort.name if enrolment.cohort else "",
        started_at=enrolment.started_at,
        last_seen_at=enrolment.last_seen_at,
        completed_at=enrolment.completed_at,
        stage=stage_of(
            completed_at=enrolment.completed_at,
            last_seen_at=enrolment.last_seen_at,
            done=standing.done,
            now=now,
        ),
        standing=standing,
        attempts=sum(one.count for one in attempts.values()),
        average_best=sum(best) / len(best) if best else None,
    )


def _name_of(user: Any) -> str:
    return str(user.get_full_name())


def learner_story(*, enrolment_id: int, now: datetime | None = None) -> LearnerStory:
    """One learner's way through one course. Raises `Enrolment.DoesNotExist`."""
    enrolment = Enrolment.objects.select_related("user", "cohort").get(pk=enrolment_id)
    outline = personal_outlines([info_of(enrolment)]).get(enrolment.course_id)
    if outline is None:
        page = Page.objects.get(pk=enrolment.course_id)
        outline = Outline(course=CourseRef(id=page.pk, title=page.title, url=url_of(page.url_path)))
    iris = [iri for unit in outline.units for iri in iris_of(unit)]
    attempts = records.attempts_of(user=enrolment.user, activity_iris=iris)
    row = _row(enrolment, outline, _summaries(outline, [enrolment]).get(enrolment.user_id, {}), now or timezone.now())
    units = tuple(
        UnitStory(unit, chapter, tuple(one for iri in iris_of(unit) for one in attempts.get(iri, ())))
        for chapter in outline.chapters
        for unit in chapter.units
    )
    return LearnerStory(row=row, outline=outline, units=units)


def put_in_cohort(*, enrolment_id: int, cohort_id: int | None) -> bool:
    """Moves an enrolment to a cohort of the same course, or to none; False when the cohort is not one."""
    enrolment = Enrolment.objects.get(pk=enrolment_id)
    if cohort_id is not None and not Cohort.objects.filter(pk=cohort_id, course=enrolment.course_id).exists():
        return False
    Enrolment.objects.filter(pk=enrolment_id).update(cohort_id=cohort_id)
    return True
