"""What trainers see: who is in a course, how far, with which attempts. Queries do not grow with learners."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from courses.learning.dashboard import iris_of
from courses.learning.data import (
    CohortFilter,
    CohortInfo,
    CohortRow,
    CohortTable,
    CourseRef,
    Halt,
    Outline,
    OutlineUnit,
    Stage,
    Steps,
)
from courses.learning.following_rules import halt_of, matches, ordered, place_of, stage_of
from courses.learning.models.enrolments import Cohort, Enrolment
from courses.learning.outlines import outlines_from, rows_of, url_of
from courses.learning.rules import standing_of
from courses.records import api as records
from courses.records.data import LearnerFigures, Tries

NOTHING = LearnerFigures()
AllTries = Mapping[tuple[int, str], Tries]


@dataclass(frozen=True, slots=True)
class CourseFollowing:
    """A course in the list of those that trainers follow."""

    id: int
    title: str
    live: bool
    learners: int
    finished: int


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


def cohort_rows(
    *,
    course_id: int,
    wanted: CohortFilter | None = None,
    cohorts: tuple[CohortInfo, ...] | None = None,
    now: datetime | None = None,
) -> CohortTable:
    """The learners of a course that `wanted` asks for, in its order; seven queries, whatever their number.

    Raises `Page.DoesNotExist`.
    """
    wanted, now = wanted or CohortFilter(), now or timezone.now()
    course, outline = bare_outline(course_id)
    rows = rows_in(outline, Enrolment.objects.in_course(course_id), now=now)
    return CohortTable(
        course=course,
        rows=tuple(
            ordered(
                (row for row in rows if matches(row, wanted)),
                order=wanted.order,
                downwards=wanted.downwards,
            )
        ),
        counts=Counter(row.stage for row in rows),
        cohorts=cohorts_of(course_id=course_id) if cohorts is None else cohorts,
    )


def course_ref(course_id: int) -> CourseRef:
    """The course, published or not. Raises `Page.DoesNotExist`."""
    page = Page.objects.only("title", "url_path").get(pk=course_id)
    return CourseRef(id=page.pk, title=page.title, url=url_of(page.url_path))


def bare_outline(course_id: int) -> tuple[CourseRef, Outline]:
    """The course and its outline, empty when nothing is published. Raises `Page.DoesNotExist`."""
    course = course_ref(course_id)
    return course, outlines_from(rows_of([course_id])).get(course_id) or Outline(course=course)


def rows_in(outline: Outline, enrolments: QuerySet[Enrolment], *, now: datetime) -> list[CohortRow]:
    """A row for each of these enrolments; four queries."""
    return rows_for(outline, list(enrolments.select_related("user", "cohort")), now=now)


def rows_for(outline: Outline, enrolments: Sequence[Enrolment], *, now: datetime) -> list[CohortRow]:
    """The same for enrolments that came with their user and cohort; three queries."""
    figures = figures_of(outline, enrolments)
    places = {
        one.pk: place_of(outline, done=set(one.done_unit_ids), last_unit_id=one.last_unit_id) for one in enrolments
    }
    tries = tries_of(enrolments, places.values())
    rows = []
    for one in enrolments:
        place, known = places[one.pk], figures.get(one.user_id, NOTHING)
        halts = _halts(steps_of(one, place, known, tries), now)
        rows.append(row_of(one, outline, known, place, *halts))
    return rows


def _halts(steps: Steps, now: datetime) -> tuple[Stage, Halt | None]:
    return stage_of(steps, now=now), halt_of(steps, now=now)


def cohorts_of(*, course_id: int) -> tuple[CohortInfo, ...]:
    cohorts = Cohort.objects.filter(course_id=course_id)
    return tuple(CohortInfo(one.pk, one.name, one.starts_on, one.ends_on) for one in cohorts)


def figures_of(outline: Outline, enrolments: Iterable[Enrolment]) -> Mapping[int, LearnerFigures]:
    iris = [iri for unit in outline.units for iri in iris_of(unit)]
    return records.learner_figures(user_ids=[one.user_id for one in enrolments], activity_iris=iris)


def tries_of(enrolments: Iterable[Enrolment], places: Iterable[OutlineUnit | None]) -> AllTries:
    """What was tried in vain of the units where someone stands; asked of these alone, so that the answer is small."""
    iris = {iri for unit in {place.id: place for place in places if place}.values() for iri in iris_of(unit)}
    return records.unfinished_tries(user_ids=[one.user_id for one in enrolments], activity_iris=iris)


def row_of(
    enrolment: Enrolment,
    outline: Outline,
    figures: LearnerFigures,
    place: OutlineUnit | None,
    stage: Stage,
    halt: Halt | None,
) -> CohortRow:
    return CohortRow(
        enrolment_id=enrolment.pk,
        user_id=enrolment.user_id,
        name=name_of(enrolment.user),
        email=email_of(enrolment.user),
        cohort_id=enrolment.cohort_id,
        cohort=enrolment.cohort.name if enrolment.cohort else "",
        started_at=enrolment.started_at,
        last_seen_at=enrolment.last_seen_at,
        completed_at=enrolment.completed_at,
        stage=stage,
        standing=standing_of(outline, set(enrolment.done_unit_ids)),
        attempts=figures.attempts,
        mean_score=figures.mean_score,
        where=place.title if place else "",
        where_id=place.id if place else None,
        halt=halt,
    )


def steps_of(enrolment: Enrolment, place: OutlineUnit | None, figures: LearnerFigures, tried: AllTries) -> Steps:
    keys = [(enrolment.user_id, iri) for iri in iris_of(place)] if place else []
    tries = [tried[key] for key in keys if key in tried]
    return Steps(
        started_at=enrolment.started_at,
        last_seen_at=enrolment.last_seen_at,
        last_completed_at=figures.last_completed_at,
        done=len(enrolment.done_unit_ids),
        finished=enrolment.completed_at is not None,
        where=place.title if place else "",
        tries=sum(one.count for one in tries),
        tried_from=min((one.first_at for one in tries), default=None),
    )


def email_of(user: Any) -> str:
    return str(getattr(user, get_user_model().get_email_field_name(), ""))


def name_of(user: Any) -> str:
    return str(user.get_full_name())


def in_history(enrolment: Enrolment) -> str:
    """What an enrolment is called in the site's history: whose, in which course."""
    return f"{name_of(enrolment.user) or email_of(enrolment.user)} – {enrolment.course.title}"


def put_in_cohort(*, enrolment_id: int, cohort_id: int | None) -> bool:
    """Moves an enrolment to a cohort of the same course, or to none; False when the cohort is not one."""
    enrolment = Enrolment.objects.get(pk=enrolment_id)
    if cohort_id is not None and not Cohort.objects.filter(pk=cohort_id, course=enrolment.course_id).exists():
        return False
    Enrolment.objects.filter(pk=enrolment_id).update(cohort_id=cohort_id)
    return True
