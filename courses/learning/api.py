"""The door of `courses.learning`: enrolment, outlines, progress, and what unit pages show."""

from typing import Any

from courses.learning.agenda import Entry, EntryKind, coming, month_of, register_calendar_source
from courses.learning.attendance import mark_attendance
from courses.learning.calling import starts_of
from courses.learning.calling_rules import SESSION_NEAR, Call, CallReason, call_for
from courses.learning.contexts import (
    catalogue_context,
    chapter_page_context,
    course_page_context,
    known_contents,
    lesson_context,
    personal_outlines,
    progress_from,
    unit_page_context,
)
from courses.learning.dashboard import dashboard_panels, followed_courses, register_dashboard_panel
from courses.learning.data import Outline, Progress, Start, Visit
from courses.learning.enrolling import CourseClosed, enrol
from courses.learning.enrolments import enrolment_of, enrolments_of
from courses.learning.feeds import calendar_of_key, calendar_of_session, feed_key
from courses.learning.following import cohort_rows
from courses.learning.iris import unit_iri
from courses.learning.merging import KeptText, SentText, knows_all, written
from courses.learning.notes import NoteTooLong, notebook_of, notebook_page, save_note, toggle_bookmark
from courses.learning.outlines import outlines_from, personal, rows_of
from courses.learning.personal_data import erase_personal_data, personal_data_of
from courses.learning.presence import note_presence
from courses.learning.question_following import register_question_source
from courses.learning.recording import (
    NotMarkedByLearner,
    mark_done,
    note_opening,
    note_writing,
    record_activity_statements,
    save_activity_state,
)
from courses.learning.reflecting import reflections_of, save_reflection
from courses.learning.sessions import NotTheTime, WrongCode, confirm_presence, session_of, sessions_of, sessions_of_page
from courses.learning.story import register_story_source
from courses.learning.visits import find_page, may_open, remember_visit, visit_of
from courses.learning.wording import kept_label, two_versions_label

__all__ = [
    "SESSION_NEAR",
    "Call",
    "CallReason",
    "CourseClosed",
    "Entry",
    "EntryKind",
    "KeptText",
    "NotMarkedByLearner",
    "NotTheTime",
    "NoteTooLong",
    "SentText",
    "Start",
    "WrongCode",
    "calendar_of_key",
    "calendar_of_session",
    "call_for",
    "catalogue_context",
    "chapter_page_context",
    "cohort_rows",
    "coming",
    "confirm_presence",
    "course_completed",
    "course_page_context",
    "dashboard_panels",
    "enrol",
    "enrolment_of",
    "enrolments_of",
    "erase_personal_data",
    "feed_key",
    "find_page",
    "followed_courses",
    "kept_label",
    "known_contents",
    "knows_all",
    "lesson_context",
    "mark_attendance",
    "mark_done",
    "may_open",
    "month_of",
    "note_presence",
    "note_visit",
    "note_writing",
    "notebook_of",
    "notebook_page",
    "outline_of",
    "personal_data_of",
    "progress_of",
    "record_activity_statements",
    "reflections_of",
    "register_calendar_source",
    "register_dashboard_panel",
    "register_question_source",
    "register_story_source",
    "save_activity_state",
    "save_note",
    "save_reflection",
    "session_of",
    "sessions_of",
    "sessions_of_page",
    "starts_of",
    "toggle_bookmark",
    "two_versions_label",
    "unit_iri",
    "unit_page_context",
    "visit_of",
    "written",
]


def outline_of(*, course_id: int, user: Any = None) -> Outline | None:
    """The course as `user` sees it (as nobody in particular without `user`); None if nothing is published."""
    bare = outlines_from(rows_of([course_id])).get(course_id)
    if bare is None:
        return None
    return personal(bare, enrolment_of(user=user, course_id=course_id) if user else None)


def progress_of(*, user: Any, course_id: int) -> Progress | None:
    """How far the person is; None for whoever is not enrolled, or when nothing is published."""
    enrolment = enrolment_of(user=user, course_id=course_id)
    if enrolment is None:
        return None
    return progress_from(personal_outlines([enrolment]).get(course_id), enrolment)


def course_completed(*, user: Any, course_id: int) -> bool:
    """Whether the person has, one day, completed all that the course requires; an outline that grows takes
    nothing back."""
    enrolment = enrolment_of(user=user, course_id=course_id)
    return enrolment is not None and enrolment.completed_at is not None


def note_visit(*, user: Any, visit: Visit) -> None:
    """Remembers where an enrolled learner is, and completes a unit that is completed by being opened."""
    if visit.records:
        remember_visit(visit=visit)
        note_opening(user=user, visit=visit)
