"""The record's only door: statements go in; attempts, completions and saved states come out."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Count, F, Max
from django.utils import timezone

from courses.records import rebuilding, recording, rules
from courses.records.data import (
    ActivityDefinition,
    AttemptInfo,
    AttemptSummary,
    CompletionChange,
    CompletionInfo,
    LearnerRef,
    Rebuilt,
    Recorded,
    Score,
    Source,
    StateInfo,
    StatementIn,
    StatementInvalid,
    Verb,
)
from courses.records.formats import format_duration
from courses.records.models import Activity, ActivityState, Attempt, Completion, Learner, Statement
from courses.records.signals import completion_changed

__all__ = [
    "attempt_summaries",
    "attempts_of",
    "complete_all",
    "complete_once",
    "completions_of",
    "completions_of_many",
    "define_activities",
    "erase_personal_data",
    "learner_of",
    "personal_data_of",
    "read_json",
    "rebuild",
    "record_platform_statement",
    "record_statements",
    "save_state",
    "state_of",
    "statements_of",
    "states_of",
]

MAX_STATE = 1_000_000
User = AbstractBaseUser
read_json = rules.load_json


def learner_of(*, user: User) -> LearnerRef:
    """The learner that the user is; made the first time."""
    return Learner.objects.get_or_create(user_id=user.pk)[0].ref()


def define_activities(*, activities: Iterable[ActivityDefinition]) -> None:
    """Makes these activities known, or changes their rules; one query, whatever their number."""
    rows = {activity.iri: Activity.defined_by(activity) for activity in activities}
    Activity.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["iri"],
        update_fields=["kind", "name", "completion_kind", "pass_mark", "grading", "minimum_seconds"],
    )


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
    if len(statements) > rules.MAX_BATCH:
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
    learner, known = recording.learner_with_completions(user.pk, iris)
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
    changes = recording.Ledger(learner, definitions, known).enter(moving)
    _announce(learner, changes, now)
    return Recorded(ids, new_ids, changes)


def _announce(learner: LearnerRef, changes: tuple[CompletionChange, ...], now: datetime) -> None:
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
    one = _whole(learner, activity_iri, extensions, now)
    with transaction.atomic():
        new_ids = recording.insert([one], learner=learner, source=Source.PLATFORM, now=now, compare=False)
        if not new_ids:
            return Recorded((one.id,))
        info = CompletionInfo(one.statement.timestamp or now)
        Completion.objects.bulk_create(
            [Completion.of(learner_id=learner.pk, activity_iri=activity_iri, info=info)],
            ignore_conflicts=True,
        )
        change = CompletionChange(learner.user_id or 0, learner.uuid, activity_iri, kind, info.completed_at)
        _announce(learner, (change,), now)
    return Recorded((one.id,), new_ids, (change,))


def _whole(
    learner: LearnerRef, activity_iri: str, extensions: Mapping[str, Any] | None, now: datetime
) -> recording.Told:
    raw = {
        "id": str(uuid5(learner.uuid, f"{Verb.COMPLETED} {activity_iri}")),
        "verb": {"id": Verb.COMPLETED.value},
        "object": {"objectType": "Activity", "id": activity_iri},
        "context": {"extensions": dict(extensions)} if extensions else None,
    }
    return recording.told(_without_none(raw), source=Source.PLATFORM, now=now)


def complete_all(*, learner: LearnerRef, activity_iris: Iterable[str], now: datetime) -> frozenset[str]:
    """Keeps that the learner completed several wholes (units), in two queries, and returns those that were new.

    It tells nobody: it is for a receiver of `completion_changed`, whose own news is still going up.
    """
    batch = [_whole(learner, iri, None, now) for iri in activity_iris]
    with transaction.atomic():
        new_ids = recording.insert(batch, learner=learner, source=Source.PLATFORM, now=now, compare=False)
        new = [one.statement for one in batch if one.id in new_ids]
        Completion.objects.bulk_create(
            [
                Completion.of(
                    learner_id=learner.pk, activity_iri=one.activity_iri, info=CompletionInfo(one.timestamp or now)
                )
                for one in new
            ],
            ignore_conflicts=True,
        )
    return frozenset(one.activity_iri for one in new)


def completions_of(*, user: User, activity_iris: Iterable[str]) -> dict[str, CompletionInfo]:
    """What the user has completed among these activities, by IRI; one query."""
    rows = Completion.objects.filter(learner__user_id=user.pk, activity_iri__in=list(activity_iris))
    return {row.activity_iri: row.info() for row in rows}


def completions_of_many(
    *, user_ids: Iterable[int], activity_iris: Iterable[str]
) -> dict[int, dict[str, CompletionInfo]]:
    """What each user has completed among these activities: user id, then IRI; one query."""
    found: dict[int, dict[str, CompletionInfo]] = {user_id: {} for user_id in user_ids}
    rows = Completion.objects.filter(
        learner__user_id__in=list(found), activity_iri__in=list(activity_iris)
    ).values_list("learner__user_id", "activity_iri", "completed_at", "score")
    for user_id, iri, completed_at, score in rows.iterator():
        found[user_id][iri] = CompletionInfo(completed_at, score)
    return found


def attempts_of(*, user: User, activity_iris: Iterable[str]) -> dict[str, list[AttemptInfo]]:
    """The user's attempts at these activities, by IRI, oldest first; one query."""
    found: dict[str, list[AttemptInfo]] = {iri: [] for iri in activity_iris}
    rows = Attempt.objects.filter(learner__user_id=user.pk, activity_iri__in=list(found))
    for row in rows.order_by("finished_at", "statement_id"):
        found[row.activity_iri].append(row.info())
    return found


def attempt_summaries(*, user_ids: Iterable[int], activity_iris: Iterable[str]) -> dict[int, dict[str, AttemptSummary]]:
    """How often and how well each of these users tried each activity, by user id then IRI; one query."""
    found: dict[int, dict[str, AttemptSummary]] = {}
    rows = (
        Attempt.objects.filter(learner__user_id__in=list(user_ids), activity_iri__in=list(activity_iris))
        .values_list("learner__user_id", "activity_iri")
        .annotate(Count("pk"), Max("score_scaled"))
        .order_by()
    )
    for user_id, iri, count, best in rows:
        found.setdefault(user_id, {})[iri] = AttemptSummary(count, best)
    return found


def save_state(
    *, user: User, activity_iri: str, state: str, now: datetime | None = None, version: int | None = None
) -> StateInfo | None:
    """Saves where the player stands; with `version`, only if nothing newer was saved, else it returns None.

    Raises `StatementInvalid`: "too-large" beyond a million characters, "not-text" for what no database takes.
    """
    if len(state) > MAX_STATE:
        raise StatementInvalid("too-large", "state")
    if rules.unstorable(state):
        raise StatementInvalid("not-text", "state")
    moment = now or timezone.now()
    with transaction.atomic():
        rows = ActivityState.objects.filter(learner__user_id=user.pk, activity_iri=activity_iri)
        current = rows.select_for_update(of=("self",)).first()
        if version is not None and version != (current.version if current else 0):
            return None
        if current:
            ActivityState.objects.filter(pk=current.pk).update(
                content=state, version=F("version") + 1, updated_at=moment
            )
            return StateInfo(state, current.version + 1, moment)
        learner = learner_of(user=user)
        row, created = ActivityState.objects.get_or_create(
            learner_id=learner.pk,
            activity_iri=activity_iri,
            defaults={"content": state, "updated_at": moment},
        )
        if not created:
            ActivityState.objects.filter(pk=row.pk).update(content=state, version=F("version") + 1, updated_at=moment)
        return StateInfo(state, row.version + (not created), moment)


def state_of(*, user: User, activity_iri: str) -> StateInfo | None:
    """What was saved last for this activity, if anything was; one query."""
    row = ActivityState.objects.filter(learner__user_id=user.pk, activity_iri=activity_iri).first()
    return StateInfo(row.content, row.version, row.updated_at) if row else None


def states_of(*, user: User, activity_iris: Iterable[str]) -> dict[str, StateInfo]:
    """What was saved last for each of these activities, by IRI; one query."""
    rows = ActivityState.objects.filter(learner__user_id=user.pk, activity_iri__in=list(activity_iris))
    return {row.activity_iri: StateInfo(row.content, row.version, row.updated_at) for row in rows}


def statements_of(*, user: User) -> Iterator[dict[str, Any]]:
    """Every statement about the user, oldest first, as it is kept."""
    rows = Statement.objects.filter(learner__user_id=user.pk).oldest_first()
    return (json.loads(raw) for raw in rows.values_list("raw", flat=True).iterator(chunk_size=500))


def rebuild(*, user_ids: Iterable[int] | None = None) -> Rebuilt:
    """Derives attempts and completions again from the statements and tells how many rows differed.

    Each learner is put right in a transaction of their own; `user_ids` limits the work to these users.
    """
    learners = Learner.objects.order_by("pk")
    if user_ids is not None:
        learners = learners.filter(user_id__in=list(user_ids))
    definitions = rebuilding.all_definitions()
    total, attempts, completions, changed = 0, 0, 0, set()
    for learner_id, user_id in learners.values_list("pk", "user_id"):
        wrong = rebuilding.rebuild_learner(learner_id, definitions)
        total, attempts, completions = total + 1, attempts + wrong[0], completions + wrong[1]
        if any(wrong) and user_id:
            changed.add(user_id)
    return Rebuilt(total, attempts, completions, frozenset(changed))


def personal_data_of(*, user: User) -> dict[str, Any]:
    """What the record knows of the user, ready to be exported as JSON."""
    states = ActivityState.objects.filter(learner__user_id=user.pk)
    return {
        "statements": list(statements_of(user=user)),
        "saved_states": list(states.values("activity_iri", "content", "updated_at")),
    }


def erase_personal_data(*, user: User) -> None:
    """Forgets the learner: statements, attempts, completions and saved states."""
    Learner.objects.filter(user_id=user.pk).delete()
