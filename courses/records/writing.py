"""What the record is told: learners' statements by the relay, and the platform's own."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.contrib.auth.models import AbstractBaseUser as User
from django.db import transaction

from courses.records import parsing, recording, rules
from courses.records.data import (
    ActivityDefinition,
    CompletionChange,
    CompletionInfo,
    LearnerRef,
    Recorded,
    Score,
    Source,
    StatementInvalid,
    Verb,
)
from courses.records.formats import format_duration
from courses.records.models import Completion, Learner, Statement
from courses.records.rebuilding import derive_again
from courses.records.signals import completion_changed
from courses.records.statements import StatementIn


def record_statements(
    *,
    user: User,
    statements: Sequence[Mapping[str, Any] | StatementIn],
    now: datetime,
    allowed: recording.Allowed | None = None,
    source: Source = Source.RELAY,
) -> Recorded:
    """Keeps the user's own statements, all or none, and tells what they completed.

    Actor, authority and stored time are set here; a timestamp that lies ahead becomes `now`. An id that is
    known with the same content is no news. `allowed` names the activities they may be about (their parts
    included); when it maps them to definitions, these are not read again.
    Raises `StatementInvalid`, `ActivityNotAllowed` or `StatementConflict`.
    """
    if len(statements) > parsing.MAX_BATCH:
        raise StatementInvalid("too-many")
    batch = [recording.told(raw, source=source, now=now) for raw in statements]
    recording.check_allowed(batch, allowed)
    ids = tuple(one.id for one in batch)
    with transaction.atomic():
        return _keep(user, recording.without_repeats(batch), ids, allowed=allowed, source=source, now=now)


def _keep(
    user: User,
    batch: list[recording.Told],
    ids: tuple[UUID, ...],
    *,
    allowed: recording.Allowed | None,
    source: Source,
    now: datetime,
) -> Recorded:
    iris = sorted({one.statement.activity_iri for one in batch})
    standing = recording.standing_of(user.pk, iris, allowed=allowed)
    learner = standing.learner
    new_ids = recording.insert(batch, learner=learner, source=source, now=now)
    evidence = [
        rules.evidence_of(one.statement, statement_id=one.id, source=source, now=now)
        for one in batch
        if one.id in new_ids
    ]
    moving = [proof for proof in evidence if not proof.nested and rules.may_matter(proof)]
    if not moving:
        return Recorded(ids, new_ids)
    definitions = recording.definitions_of({proof.activity_iri for proof in moving}, allowed)
    if source == Source.PLATFORM:
        definitions = {**dict.fromkeys(iris, recording.UNDEFINED), **definitions}
    changes = recording.Ledger(standing, definitions).enter(moving)
    if learner.corrected:
        changes = _as_corrected(learner, changes, standing.known)
    announce(learner, changes, now)
    return Recorded(ids, new_ids, changes)


def _as_corrected(
    learner: LearnerRef, changes: Sequence[CompletionChange], known: Mapping[str, CompletionInfo]
) -> tuple[CompletionChange, ...]:
    """The changes that remain once the learner's corrections are taken into account; the rows are put right."""
    iris = {change.activity_iri for change in changes}
    _before, after = derive_again(learner, definitions_for(iris), iris)
    return tuple(
        replace(change, completed_at=info.completed_at, score=info.score)
        for change in changes
        if (info := after.get(change.activity_iri)) and info != known.get(change.activity_iri)
    )


def definitions_for(iris: Collection[str]) -> dict[str, ActivityDefinition]:
    """The definitions of those of these activities that have one; one query."""
    return recording.definitions_of(iris, None)


def announce(learner: LearnerRef, changes: tuple[CompletionChange, ...], now: datetime) -> None:
    if changes:
        completion_changed.send(sender=Learner, user_id=learner.user_id, learner=learner, changes=changes, now=now)


def record_platform_statement(
    *,
    user: User,
    verb: str,
    activity_iri: str,
    now: datetime,
    score: float | Score | None = None,
    success: bool | None = None,
    completion: bool | None = None,
    duration: float | None = None,
    response: str = "",
    statement_id: UUID | None = None,
    extensions: Mapping[str, Any] | None = None,
) -> Recorded:
    """Keeps what the platform itself says of the user: an exam graded, a unit marked done, a correction.

    `score` is scaled (0 to 1) or a whole `Score`, `duration` in seconds, `extensions` those of the context.
    Its `completed` and `passed` complete any activity, defined or not, unless `success` or `completion` is
    false.
    """
    result = {
        "score": _score_parts(score),
        "success": success,
        "completion": completion,
        "duration": format_duration(duration) if duration is not None else None,
        "response": response or None,
    }
    raw = {
        "id": str(statement_id) if statement_id else None,
        "verb": {"id": str(verb)},
        "object": {"objectType": "Activity", "id": activity_iri},
        "result": _without_none(result),
        "context": {"extensions": dict(extensions)} if extensions else None,
    }
    return record_statements(user=user, statements=[_without_none(raw)], source=Source.PLATFORM, now=now)


def _score_parts(score: float | Score | None) -> dict[str, float]:
    whole = score if isinstance(score, Score) else Score(scaled=score)
    return _without_none({name: getattr(whole, name) for name in ("scaled", "raw", "min", "max")})


def _without_none(parts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in parts.items() if part not in (None, {})}


def complete_once(
    *,
    learner: LearnerRef,
    activity_iri: str,
    now: datetime,
    kind: str = "",
    extensions: Mapping[str, Any] | None = None,
) -> Recorded:
    """Keeps that the learner completed something whole (a unit), in two queries; again, it changes nothing.

    The statement's id follows from the learner and the activity, so it is the same in every process.
    """
    one = _whole(learner, activity_iri, extensions, now, _times_reopened(learner, [activity_iri]))
    with transaction.atomic():
        new_ids = recording.insert([one], learner=learner, source=Source.PLATFORM, now=now, compare=False)
        if not new_ids:
            return Recorded((one.id,))
        info = CompletionInfo(one.statement.timestamp or now)
        _keep_wholes(learner, [(activity_iri, info)])
        change = CompletionChange(learner.user_id or 0, learner.uuid, activity_iri, kind, info.completed_at)
        announce(learner, (change,), now)
    return Recorded((one.id,), new_ids, (change,))


def _keep_wholes(learner: LearnerRef, done: Sequence[tuple[str, CompletionInfo]]) -> None:
    rows = [Completion.of(learner_id=learner.pk, activity_iri=iri, info=info) for iri, info in done]
    Completion.objects.bulk_create(rows, ignore_conflicts=True)
    if learner.corrected:
        iris = [iri for iri, _info in done]
        derive_again(learner, definitions_for(iris), iris)


def _times_reopened(learner: LearnerRef, iris: Collection[str]) -> Counter[str]:
    """How often each of these was reopened: it may then be completed anew. No query for most learners."""
    if not learner.corrected:
        return Counter()
    rows = Statement.objects.filter(learner_id=learner.pk, verb=Verb.REOPENED, object_key__in=list(iris))
    return Counter(rows.values_list("object_key", flat=True))


def _whole(
    learner: LearnerRef,
    activity_iri: str,
    extensions: Mapping[str, Any] | None,
    now: datetime,
    reopened: Counter[str],
) -> recording.Told:
    times = f" {reopened[activity_iri]}" if reopened[activity_iri] else ""
    raw = {
        "id": str(uuid5(learner.uuid, f"{Verb.COMPLETED} {activity_iri}{times}")),
        "verb": {"id": Verb.COMPLETED.value},
        "object": {"objectType": "Activity", "id": activity_iri},
        "context": {"extensions": dict(extensions)} if extensions else None,
    }
    return recording.told(_without_none(raw), source=Source.PLATFORM, now=now)


def complete_all(*, learner: LearnerRef, activity_iris: Iterable[str], now: datetime) -> frozenset[str]:
    """Keeps that the learner completed several wholes (units), in two queries, and returns those that were new.

    It tells nobody: it is for a receiver of `completion_changed`, whose own news is still going up.
    """
    iris = list(activity_iris)
    reopened = _times_reopened(learner, iris)
    batch = [_whole(learner, iri, None, now, reopened) for iri in iris]
    with transaction.atomic():
        new_ids = recording.insert(batch, learner=learner, source=Source.PLATFORM, now=now, compare=False)
        new = [one.statement for one in batch if one.id in new_ids]
        _keep_wholes(learner, [(one.activity_iri, CompletionInfo(one.timestamp or now)) for one in new])
    return frozenset(one.activity_iri for one in new)
