"""One learner's way through a course, as a trainer follows it: unit by unit, then day by day.

Private reflections, notes and notebooks are not read here, nor may a source of the story tell of them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.learning.contexts import personal_outlines
from courses.learning.corrected import CorrectionTold, iris_in, titles_of, told
from courses.learning.dashboard import iris_of
from courses.learning.data import CohortRow, Outline, OutlineChapter, OutlineUnit, StoryEvent, StoryKind
from courses.learning.enrolments import info_of
from courses.learning.following import bare_outline, rows_for
from courses.learning.models.enrolments import Enrolment
from courses.learning.models.following import UnitOpening
from courses.learning.wording import duration_label, score_label
from courses.records import api as records
from courses.records.data import AttemptInfo, CompletionInfo, QuestionAnswer

StorySource = Callable[..., Iterable[StoryEvent]]
_sources: dict[str, StorySource] = {}


def register_story_source(*, name: str, events: StorySource) -> None:
    """Adds what an upper app knows to the story, once a name; called from an `AppConfig.ready`.

    `events(user=…, course_id=…)` may make a fixed number of queries, and tells nothing private.
    """
    _sources[name] = events


@dataclass(frozen=True, slots=True)
class UnitStory:
    """A unit as one learner went through it; `answers` are the first ones they gave to its questions."""

    unit: OutlineUnit
    chapter: OutlineChapter
    attempts: tuple[AttemptInfo, ...]
    answers: tuple[QuestionAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class LearnerStory:
    """One learner in one course; `events` are the latest first."""

    row: CohortRow
    outline: Outline
    units: tuple[UnitStory, ...]
    events: tuple[StoryEvent, ...]


def learner_story(*, enrolment_id: int, now: datetime | None = None) -> LearnerStory:
    """One learner's way through one course. Raises `Enrolment.DoesNotExist`."""
    enrolment = Enrolment.objects.select_related("user", "cohort").get(pk=enrolment_id)
    outline = personal_outlines([info_of(enrolment)]).get(enrolment.course_id) or bare_outline(enrolment.course_id)[1]
    attempts = records.attempts_of(user=enrolment.user, activity_iris=iris_in(outline.units))
    (row,) = rows_for(outline, [enrolment], now=now or timezone.now())
    events = sorted(_events(enrolment, outline, attempts), key=lambda event: event.at, reverse=True)
    return LearnerStory(
        row=row,
        outline=outline,
        units=_units(enrolment, outline, attempts),
        events=tuple(events),
    )


def _units(
    enrolment: Enrolment, outline: Outline, attempts: Mapping[str, Sequence[AttemptInfo]]
) -> tuple[UnitStory, ...]:
    answers: dict[str, list[QuestionAnswer]] = defaultdict(list)
    for answer in records.answers_of(user_ids=[enrolment.user_id], activity_iris=iris_in(outline.units)):
        answers[answer.activity_iri].append(answer)
    return tuple(
        UnitStory(
            unit=unit,
            chapter=chapter,
            attempts=tuple(one for iri in iris_of(unit) for one in attempts.get(iri, ())),
            answers=tuple(one for iri in iris_of(unit) for one in answers.get(iri, ())),
        )
        for chapter in outline.chapters
        for unit in chapter.units
    )


def _events(
    enrolment: Enrolment, outline: Outline, attempts: Mapping[str, Sequence[AttemptInfo]]
) -> Iterator[StoryEvent]:
    titles, user = titles_of(outline.units), enrolment.user
    yield StoryEvent(enrolment.started_at, StoryKind.ENROLLED, _("Enrolled in the course"))
    for title, at in UnitOpening.objects.filter(enrolment=enrolment).values_list("unit__page__title", "opened_at"):
        yield StoryEvent(at, StoryKind.OPENED, _("Opened “%(title)s”") % {"title": title})
    for iri, tried in attempts.items():
        yield from (_attempt(one, titles[iri]) for one in tried)
    units = {unit.iri: unit.title for unit in outline.units}
    yield from _completions(units, records.completions_of(user=user, activity_iris=units))
    yield from _corrections(told(records.corrections_of(user=user, activity_iris=titles), titles))
    if enrolment.completed_at:
        yield StoryEvent(enrolment.completed_at, StoryKind.FINISHED, _("Finished the course"))
    for source in _sources.values():
        yield from source(user=user, course_id=enrolment.course_id)


def _attempt(attempt: AttemptInfo, title: str) -> StoryEvent:
    scored = attempt.score.scaled
    parts = [
        score_label(scored) if scored is not None else "",
        duration_label(max(round(attempt.duration / 60), 1)) if attempt.duration else "",
    ]
    detail = " · ".join(part for part in parts if part)
    return StoryEvent(attempt.finished_at, StoryKind.ATTEMPTED, _("Tried “%(title)s”") % {"title": title}, detail)


def _completions(titles: Mapping[str, str], completed: Mapping[str, CompletionInfo]) -> Iterator[StoryEvent]:
    for iri, info in completed.items():
        yield StoryEvent(info.completed_at, StoryKind.COMPLETED, _("Finished “%(title)s”") % {"title": titles[iri]})


def _corrections(corrections: Iterable[CorrectionTold]) -> Iterator[StoryEvent]:
    for one in corrections:
        yield StoryEvent(one.at, StoryKind.CORRECTED, one.text, one.reason)
        if one.withdrawn_at:
            words = _("%(who)s withdrew a correction: %(what)s") % {"who": one.withdrawn_by, "what": one.text}
            yield StoryEvent(one.withdrawn_at, StoryKind.CORRECTED, words, one.withdrawal_reason)
