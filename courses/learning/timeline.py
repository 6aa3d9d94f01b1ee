"""A learner's own way through their courses: what they did and when, their attempts and answers reviewed.

It is the story that trainers follow, with what only the learner reads: every answer, and where it was right.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from courses.learning.corrected import iris_in
from courses.learning.dashboard import iris_of
from courses.learning.data import CourseRef, EnrolmentInfo, OutlineUnit, StoryEvent
from courses.learning.enrolments import enrolments_of
from courses.learning.outlines import outlines_from, rows_of
from courses.learning.story import LearnerStory, learner_story
from courses.records import api as records
from courses.records.data import AttemptInfo, QuestionAnswer

EVENTS_A_PAGE = 30


@dataclass(frozen=True, slots=True)
class ReviewedAttempt:
    """One attempt and the answers given in it, in order; `attempt` is None for what is not finished yet."""

    attempt: AttemptInfo | None
    answers: tuple[QuestionAnswer, ...]


@dataclass(frozen=True, slots=True)
class ReviewedUnit:
    """A unit with at least one attempt or answer; the latest attempt comes first."""

    unit: OutlineUnit
    attempts: tuple[ReviewedAttempt, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """One of the learner's courses: its latest events by pages, and the others to choose from."""

    course: CourseRef
    others: tuple[CourseRef, ...]
    events: Page[StoryEvent]
    story: LearnerStory


def timeline_of(*, user: Any, course_id: int | None = None, number: Any = 1) -> Timeline | None:
    """The learner's way through a course (the latest one seen, unless `course_id` is one of theirs); the number of
    queries grows neither with events nor with courses. None for whoever is enrolled nowhere."""
    enrolments = enrolments_of(user=user)
    if not enrolments:
        return None
    chosen = next((one for one in enrolments if one.course_id == course_id), enrolments[0])
    story = learner_story(enrolment_id=chosen.id)
    events = Paginator(story.events, EVENTS_A_PAGE).get_page(number)
    return Timeline(story.outline.course, _others(enrolments, chosen), events, story)


def _others(enrolments: Sequence[EnrolmentInfo], chosen: EnrolmentInfo) -> tuple[CourseRef, ...]:
    ids = [one.course_id for one in enrolments if one.id != chosen.id]
    outlines = outlines_from(rows_of(ids)) if ids else {}
    return tuple(outlines[id_].course for id_ in ids if id_ in outlines)


def reviewed(*, user: Any, story: LearnerStory) -> list[ReviewedUnit]:
    """The units of a story where something was tried, with every answer; one query."""
    iris = iris_in(story.outline.units)
    answers = records.answers_of(user_ids=[user.pk], activity_iris=iris, first_only=False)
    found = []
    for told in story.units:
        own = set(iris_of(told.unit))
        attempts = _reviewed(told.attempts, [answer for answer in answers if answer.activity_iri in own])
        if attempts:
            found.append(ReviewedUnit(told.unit, attempts))
    return found


def _reviewed(attempts: Iterable[AttemptInfo], answers: list[QuestionAnswer]) -> tuple[ReviewedAttempt, ...]:
    """Each answer goes with the first attempt that ends at its moment or later."""
    left, found = list(answers), []
    for attempt in sorted(attempts, key=lambda one: one.finished_at):
        given = [answer for answer in left if answer.at <= attempt.finished_at]
        left = [answer for answer in left if answer.at > attempt.finished_at]
        found.append(ReviewedAttempt(attempt, tuple(given)))
    if left:
        found.append(ReviewedAttempt(None, tuple(left)))
    return tuple(reversed(found))
