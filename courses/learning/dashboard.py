"""The learner's own page: what to do next first, then how far, attempts and scores."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from courses.learning.contexts import personal_outlines, progress_from
from courses.learning.data import EnrolmentInfo, Outline, OutlineUnit, Progress
from courses.learning.enrolments import enrolments_of
from courses.records import api as records
from courses.records.data import AttemptInfo


@dataclass(frozen=True, slots=True)
class DashboardPanel:
    """What an upper app adds to the dashboard: a template, and its context for one request."""

    template: str
    context: Callable[[HttpRequest], dict[str, Any] | None]
    order: int = 100
    private: bool = True


_panels: dict[str, DashboardPanel] = {}


def register_dashboard_panel(
    *,
    name: str,
    template: str,
    context: Callable[[HttpRequest], dict[str, Any] | None],
    order: int = 100,
    private: bool = True,
) -> None:
    """Adds a panel to `/mon-parcours/`, once a name; called from an `AppConfig.ready`.

    Unless it is said not to be `private`, a trainer who looks as the learner does not see it.

    `context` may make a fixed number of queries; when it returns None the panel is left out. The template
    gets that context and `request`.
    """
    _panels[name] = DashboardPanel(template=template, context=context, order=order, private=private)


def dashboard_panels(*, request: HttpRequest) -> list[tuple[str, dict[str, Any]]]:
    """The template and the context of every panel that has something to show, in order."""
    shown = []
    looked_at = hasattr(request, "looking")
    for panel in sorted(_panels.values(), key=lambda panel: panel.order):
        context = None if looked_at and panel.private else panel.context(request)
        if context is not None:
            shown.append((panel.template, {**context, "request": request}))
    return shown


@dataclass(frozen=True, slots=True)
class UnitScore:
    """A unit with scored attempts: how many, the best and the last (0 to 100)."""

    unit: OutlineUnit
    attempts: int
    best: int | None
    last: AttemptInfo


@dataclass(frozen=True, slots=True)
class Followed:
    """One of the learner's courses on their dashboard."""

    outline: Outline
    progress: Progress
    enrolment: EnrolmentInfo
    scores: tuple[UnitScore, ...] = ()


def followed_courses(*, user: Any) -> list[Followed]:
    """The learner's courses, latest seen first, those that are finished last; three queries."""
    enrolments = enrolments_of(user=user)
    outlines = personal_outlines(enrolments)
    attempts = _attempts(user, outlines.values())
    followed = [
        Followed(outline, progress, enrolment, scores_of(outline, attempts))
        for enrolment in enrolments
        if (outline := outlines.get(enrolment.course_id)) and (progress := progress_from(outline, enrolment))
    ]
    return sorted(followed, key=lambda course: course.progress.completed_at is not None)


def _attempts(user: Any, outlines: Iterable[Outline]) -> dict[str, list[AttemptInfo]]:
    iris = [iri for outline in outlines for unit in outline.units for iri in iris_of(unit)]
    return records.attempts_of(user=user, activity_iris=iris) if iris else {}


def iris_of(unit: OutlineUnit) -> list[str]:
    return [unit.iri, *(activity.iri for activity in unit.activities)]


def scores_of(outline: Outline, attempts: dict[str, list[AttemptInfo]]) -> tuple[UnitScore, ...]:
    """The units that were scored at least once, in the order of the course."""
    return tuple(
        _score(unit, scored)
        for unit in outline.units
        if (scored := [one for iri in iris_of(unit) for one in attempts.get(iri, []) if _is_scored(one)])
    )


def _is_scored(attempt: AttemptInfo) -> bool:
    return attempt.score.scaled is not None


def _score(unit: OutlineUnit, scored: Sequence[AttemptInfo]) -> UnitScore:
    return UnitScore(
        unit=unit,
        attempts=len(scored),
        best=max(percent_of(one) for one in scored),
        last=max(scored, key=lambda one: one.finished_at),
    )


def percent_of(attempt: AttemptInfo) -> int:
    """The scaled score out of 100, never below 0."""
    return round(100 * max(attempt.score.scaled or 0.0, 0.0))
