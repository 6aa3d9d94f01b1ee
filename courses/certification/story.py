"""What certification tells of a learner's way through a course."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from courses.certification.models import Credential
from courses.learning.data import StoryEvent, StoryKind


def earned_in(*, user: Any, course_id: int) -> Iterable[StoryEvent]:
    """The certificates that the learner earned by this course; one query."""
    rows = Credential.objects.filter(user_id=user.pk, achievement__course_id=course_id)
    for number, title, at in rows.values_list("number", "achievement__title", "issued_at"):
        yield StoryEvent(at, StoryKind.CERTIFIED, _("Earned “%(title)s”") % {"title": title}, number)
