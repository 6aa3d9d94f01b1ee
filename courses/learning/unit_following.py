"""What trainers see of each unit of a course: who opened it, finished it, in how long, with which success."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from courses.learning.dashboard import iris_of
from courses.learning.data import CohortInfo, CohortRow, CourseRef, Outline
from courses.learning.following import bare_outline, cohorts_of, rows_in
from courses.learning.measures import Passages, UnitAttempt, UnitFigures, unit_figures
from courses.learning.models.enrolments import Enrolment
from courses.learning.models.following import UnitOpening
from courses.records import api as records


@dataclass(frozen=True, slots=True)
class UnitTable:
    """The units of a course, for the learners of a cohort or for all."""

    course: CourseRef
    units: tuple[UnitFigures, ...]
    learners: int
    cohorts: tuple[CohortInfo, ...]


def unit_table(*, course_id: int, cohort_id: int | None = None, now: datetime | None = None) -> UnitTable:
    """Every unit and its figures; ten queries, whatever the learners and the units. Raises `Page.DoesNotExist`."""
    course, outline = bare_outline(course_id)
    enrolments = Enrolment.objects.in_course(course_id)
    if cohort_id is not None:
        enrolments = enrolments.filter(cohort_id=cohort_id)
    rows = rows_in(outline, enrolments, now=now or timezone.now())
    figures = unit_figures(outline, rows, passages_of(outline, rows))
    return UnitTable(course, figures, len(rows), cohorts_of(course_id=course_id))


def passages_of(outline: Outline, rows: Sequence[CohortRow]) -> Passages:
    """How the learners of `rows` went through the outline; four queries."""
    users = [row.user_id for row in rows]
    done = Enrolment.objects.in_course(outline.course.id).filter(pk__in=[row.enrolment_id for row in rows])
    return Passages(
        opened=_opened(outline, users),
        done={user: frozenset(units) for user, units in done.values_list("user_id", "done_unit_ids")},
        completed=_completed(outline, users),
        attempts=_attempts(outline, users),
    )


def _opened(outline: Outline, users: Sequence[int]) -> Mapping[tuple[int, int], datetime]:
    openings = UnitOpening.objects.filter(enrolment__course_id=outline.course.id, enrolment__user_id__in=users)
    columns = openings.values_list("enrolment__user_id", "unit_id", "opened_at")
    return {(user, unit): moment for user, unit, moment in columns}


def _completed(outline: Outline, users: Sequence[int]) -> Mapping[tuple[int, int], datetime]:
    units = {unit.iri: unit.id for unit in outline.units}
    found = records.completions_of_many(user_ids=users, activity_iris=units)
    return {(user, units[iri]): info.completed_at for user, infos in found.items() for iri, info in infos.items()}


def _attempts(outline: Outline, users: Sequence[int]) -> list[UnitAttempt]:
    units = {iri: unit.id for unit in outline.units for iri in iris_of(unit)}
    facts = records.attempt_facts(user_ids=users, activity_iris=units)
    return [UnitAttempt(user, units[iri], iri, seconds, success, score) for user, iri, seconds, success, score in facts]
