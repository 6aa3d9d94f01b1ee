"""The tables of a learner's path. `units` and `enrolments` come first: `pages` asks the app's door."""

from courses.learning.models.units import Unit, UnitActivity  # isort: skip
from courses.learning.models.enrolments import Cohort, Enrolment, ReflectionAnswer  # isort: skip
from courses.learning.models.following import Rederivation, UnitOpening  # isort: skip
from courses.learning.models.notes import Bookmark, Note  # isort: skip
from courses.learning.models.conditions import OpeningCondition  # isort: skip
from courses.learning.models.sessions import Attendance, CalendarFeed, Session  # isort: skip
from courses.learning.models.pages import (  # isort: skip
    ChapterPage,
    CourseIndexPage,
    CoursePage,
    LessonPage,
    Milieu,
    UnitPage,
)
from courses.learning.models.session_pages import SessionPage  # isort: skip

__all__ = [
    "Attendance",
    "Bookmark",
    "CalendarFeed",
    "ChapterPage",
    "Cohort",
    "CourseIndexPage",
    "CoursePage",
    "Enrolment",
    "LessonPage",
    "Milieu",
    "Note",
    "OpeningCondition",
    "Rederivation",
    "ReflectionAnswer",
    "Session",
    "SessionPage",
    "Unit",
    "UnitActivity",
    "UnitOpening",
    "UnitPage",
]
