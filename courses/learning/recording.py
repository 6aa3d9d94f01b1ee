"""What learners do, on its way to the learning record: activities played, units marked done or opened."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from courses.learning.data import (
    CompletionKind,
    OutlineActivity,
    OutlineUnit,
    RelayAnswer,
    SavedState,
    SentState,
    UnitState,
    Visit,
)
from courses.learning.outlines import personal
from courses.learning.progressing import Work, in_hand, work_on
from courses.learning.reflecting import reflections_of
from courses.learning.resuming_rules import Order, follows
from courses.records import api as records
from courses.records.data import ActivityDefinition, CompletionRule, Grading, StateInfo
from courses.records.data import CompletionKind as ActivityCompletion
from media.h5p import api as h5p

# Two devices that save at the very same time: the second looks again at what the first left.
SAVES_AT_ONCE = 3


class NotMarkedByLearner(Exception):
    """The unit is completed by its activities or by another app, not by the learner's word."""

    id = "not-marked-by-learner"


def definition_of(iri: str, title: str, scores: bool, grading: Grading = Grading.HIGHEST) -> ActivityDefinition:
    """What completes an H5P content: an answer, or being opened for a type that never scores."""
    kind = ActivityCompletion.ANSWERED if scores else ActivityCompletion.VIEWED
    return ActivityDefinition(iri=iri, kind="h5p", name=title, rule=CompletionRule(kind=kind, grading=grading))


def time_definition(iri: str, minutes: int) -> ActivityDefinition:
    """What completes a unit on which one must spend some time."""
    rule = CompletionRule(kind=ActivityCompletion.TIME_SPENT, minimum_seconds=60 * minutes)
    return ActivityDefinition(iri=iri, kind="unit", rule=rule)


def record_activity_statements(
    *, user: Any, content_id: int, statements: Sequence[Mapping[str, Any]], now: datetime | None = None
) -> RelayAnswer:
    """Keeps what an H5P content said of `user`, and returns the outlines that hold it as they are now.

    Raises `PermissionDenied` unless the person is enrolled in a course where a unit open to them plays the
    content; `StatementInvalid`, `ActivityNotAllowed` or `StatementConflict` as `courses.records` does.
    """
    now = now or timezone.now()
    with transaction.atomic():
        allowed, work = _opened(user, content_id)
        with in_hand(work):
            recorded = records.record_statements(user=user, statements=statements, now=now, allowed=allowed)
    outlines = [
        personal(outline, enrolment)
        for enrolment in work.enrolments
        if (outline := work.outlines.get(enrolment.course_id))
    ]
    return RelayAnswer(ids=recorded.ids, outlines=tuple(outlines))


def _opened(user: Any, content_id: int) -> tuple[dict[str, ActivityDefinition], Work]:
    iri = h5p.activity_iri(content_id)
    if not getattr(user, "pk", None):
        raise PermissionDenied("not-enrolled")
    work = work_on(user_id=user.pk, iris=[iri])
    played = next((found for unit in _personal_units(work) if (found := _playable(unit, iri))), None)
    if played is None:
        raise PermissionDenied("not-enrolled")
    return {iri: definition_of(iri, played.title, played.scores, played.grading)}, work


def _personal_units(work: Work) -> list[OutlineUnit]:
    return [
        unit
        for enrolment in work.enrolments
        if (outline := work.outlines.get(enrolment.course_id))
        for unit in personal(outline, enrolment).units
    ]


def _playable(unit: OutlineUnit, iri: str) -> OutlineActivity | None:
    if unit.state is UnitState.LOCKED:
        return None
    return next((activity for activity in unit.activities if activity.iri == iri), None)


def may_play(*, user: Any, content_id: int) -> bool:
    """Whether an enrolled learner may play the content now, in one of their courses."""
    iri = h5p.activity_iri(content_id)
    units = _personal_units(work_on(user_id=user.pk, iris=[iri]))
    return any(_playable(unit, iri) for unit in units)


def save_activity_state(*, user: Any, content_id: int, sent: SentState) -> int | None:
    """Keeps where the learner stands in a content; how many saves there were then, or None when another device
    saved since the one that `sent` started from. Raises `PermissionDenied` as above, and `StatementInvalid` for a
    state that is too large."""
    if not getattr(user, "pk", None) or not may_play(user=user, content_id=content_id):
        raise PermissionDenied("not-enrolled")
    iri = h5p.activity_iri(content_id)
    for _attempt in range(SAVES_AT_ONCE):
        current = records.state_of(user=user, activity_iri=iri)
        count, last = (current.version, _kept(current).last) if current else (0, None)
        if sent.turn and follows(sent.turn, count=count, last=last) is Order.KNOWN:
            return count
        if sent.turn and follows(sent.turn, count=count, last=last) is Order.OUTDATED:
            return None
        saved = records.save_state(user=user, activity_iri=iri, state=_as_text(sent), version=count)
        if saved:
            return saved.version
    return None


def _as_text(sent: SentState) -> str:
    turn = {"by": sent.turn.by, "turn": sent.turn.number} if sent.turn else {}
    return json.dumps({"version": sent.version, "state": sent.state, **turn})


def _kept(info: StateInfo) -> SavedState:
    found = json.loads(info.content)
    last = (found["by"], found["turn"]) if "by" in found else None
    return SavedState(found["state"], found["version"], info.version, last)


def states_of(*, user: Any, content_ids: Sequence[int]) -> dict[int, SavedState]:
    """The saved state of each content; no query without a content."""
    if not content_ids:
        return {}
    by_iri = {h5p.activity_iri(content_id): content_id for content_id in content_ids}
    found = records.states_of(user=user, activity_iris=by_iri)
    return {by_iri[iri]: _kept(info) for iri, info in found.items()}


def mark_done(*, user: Any, visit: Visit, now: datetime | None = None) -> None:
    """The learner says that the unit is done. Raises `PermissionDenied` or `NotMarkedByLearner`."""
    if not visit.records or visit.unit is None:
        raise PermissionDenied("not-enrolled")
    if not visit.unit.is_marked_by_learner:
        raise NotMarkedByLearner(visit.unit.iri)
    _complete(user, visit.unit, now)


def note_opening(*, user: Any, visit: Visit, now: datetime | None = None) -> None:
    """Completes a unit that is completed by being opened."""
    unit = visit.unit
    if unit is None or not visit.records or unit.state is UnitState.DONE:
        return
    if unit.completion_kind is CompletionKind.VIEWED:
        _complete(user, unit, now)


def note_writing(*, user: Any, visit: Visit, prompts: Mapping[str, str], now: datetime | None = None) -> None:
    """Completes a unit that is completed by writing, once each of its reflections (`prompts`) has an answer."""
    unit = visit.unit
    if unit is None or not visit.records or unit.state is UnitState.DONE or not prompts:
        return
    if unit.completion_kind is not CompletionKind.SUBMITTED:
        return
    written = reflections_of(user=user, block_ids=prompts)
    if all(block_id in written and written[block_id].text.strip() for block_id in prompts):
        _complete(user, unit, now)


def _complete(user: Any, unit: OutlineUnit, now: datetime | None) -> None:
    learner = records.learner_of(user=user)
    records.complete_once(learner=learner, activity_iri=unit.iri, now=now or timezone.now(), kind="unit")
