"""The course that the home page presents, as the person in front of it sees it."""

from dataclasses import dataclass
from typing import Any

from courses.learning import api as learning
from courses.learning.data import Outline, OutlineUnit


@dataclass(frozen=True, slots=True)
class Programme:
    """A course's chapters, and where the reader is in them; `enrolled` is False for a visitor."""

    outline: Outline
    enrolled: bool
    resume_unit: OutlineUnit | None


def programme_of(*, user: Any, course_id: int | None) -> Programme | None:
    """None when the course has nothing published."""
    outline = learning.outline_of(course_id=course_id, user=user) if course_id else None
    if outline is None or course_id is None:
        return None
    enrolled = learning.enrolment_of(user=user, course_id=course_id) is not None
    return Programme(
        outline=outline,
        enrolled=enrolled,
        resume_unit=outline.resume_unit if enrolled else None,
    )
