"""What trainers see of questions: those of H5P activities, and those that upper apps bring (the exams)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from courses.learning.data import CohortInfo, CourseRef, Outline, Response, Sitting
from courses.learning.following import bare_outline, cohorts_of
from courses.learning.item_analysis import QuestionFigures, question_figures
from courses.learning.models.enrolments import Enrolment
from courses.records import api as records

QuestionSource = Callable[..., Iterable[Sitting]]
_sources: dict[str, QuestionSource] = {}


def register_question_source(*, name: str, sittings: QuestionSource) -> None:
    """Adds the questions of an upper app to the trainers' table, once a name; called from an `AppConfig.ready`.

    `sittings(course_id=…, user_ids=…)` gives each learner's first sitting, in a fixed number of queries.
    """
    _sources[name] = sittings


@dataclass(frozen=True, slots=True)
class QuestionTable:
    """The questions of a course, as they were answered first by the learners of a cohort or by all."""

    course: CourseRef
    questions: tuple[QuestionFigures, ...]
    learners: int
    cohorts: tuple[CohortInfo, ...]

    @property
    def flagged(self) -> int:
        return sum(bool(one.flags) for one in self.questions)


def question_table(*, course_id: int, cohort_id: int | None = None, flagged_only: bool = False) -> QuestionTable:
    """Every question answered in the course and its figures. Raises `Page.DoesNotExist`."""
    course, outline = bare_outline(course_id)
    enrolments = Enrolment.objects.in_course(course_id)
    if cohort_id is not None:
        enrolments = enrolments.filter(cohort_id=cohort_id)
    user_ids = list(enrolments.values_list("user_id", flat=True))
    sittings = activity_sittings(outline, user_ids)
    for source in _sources.values():
        sittings += source(course_id=course_id, user_ids=user_ids)
    questions = question_figures(sittings)
    shown = tuple(one for one in questions if one.flags) if flagged_only else questions
    return QuestionTable(course, shown, len(user_ids), cohorts_of(course_id=course_id))


def activity_sittings(outline: Outline, user_ids: Sequence[int]) -> list[Sitting]:
    """Each learner's first answers to the questions of each H5P activity, in the order of the course; one query."""
    titles = {one.iri: one.title or unit.title for unit in outline.units for one in unit.activities}
    places = {iri: place for place, iri in enumerate(titles)}
    answers = records.answers_of(user_ids=user_ids, activity_iris=titles)
    answers.sort(key=lambda one: (places[one.activity_iri], one.user_id))
    return [
        Sitting(
            activity=titles[iri],
            responses=tuple(
                Response(
                    question=one.question_iri,
                    text=one.name or one.question_iri,
                    points=one.score if one.score is not None else float(bool(one.success)),
                    chosen=one.response,
                    right=one.right,
                )
                for one in of_learner
            ),
        )
        for (iri, _user), of_learner in groupby(answers, key=lambda one: (one.activity_iri, one.user_id))
    ]
