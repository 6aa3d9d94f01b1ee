"""Filing statements: from checked JSON to rows, then to the attempts and completions that follow."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connections, router

from courses.records import parsing, repairing, rules
from courses.records.data import (
    ActivityDefinition,
    ActivityNotAllowed,
    AttemptInfo,
    CompletionChange,
    CompletionInfo,
    CompletionKind,
    CompletionRule,
    Evidence,
    LearnerRef,
    Score,
    Source,
    StatementConflict,
    StatementInvalid,
)
from courses.records.formats import format_timestamp
from courses.records.forwarding import first_state
from courses.records.models import (
    Activity,
    Attempt,
    Completion,
    Learner,
    Statement,
    account_of,
    attempts_by_activity,
)
from courses.records.referring import reference_rows, references_of
from courses.records.statements import StatementIn
from courses.records.tasks import wake_after_commit
from media.addresses import record_url

VERSION = "1.0.3"
Allowed = Mapping[str, ActivityDefinition | None] | Collection[str]
NOBODY = {"objectType": "Agent", "account": {"homePage": "https://localhost", "name": "nobody"}}
# An activity that nobody defined is completed by the platform's word only.
UNDEFINED = ActivityDefinition(iri="", rule=CompletionRule(kind=CompletionKind.MARKED_DONE))


@dataclass(frozen=True, slots=True)
class Told:
    """A learner's checked statement under the id it will be kept by."""

    id: UUID
    statement: StatementIn
    raw: dict[str, Any]


def authority_of(source: Source) -> dict[str, Any]:
    """Who answers for a statement: this site, by its relay or by itself."""
    return {"objectType": "Agent", "account": {"homePage": record_url(), "name": source.value}}


def told(raw: Any, *, source: Source, now: datetime) -> Told:
    """The checked statement with what the server sets; the actor is put in by `spoken_by`."""
    if isinstance(raw, StatementIn):
        raw = raw.raw
    if not isinstance(raw, Mapping):
        raise StatementInvalid("not-an-object")
    if source == Source.RELAY:
        said = repairing.repaired(raw, actor=NOBODY)
    else:
        said = {**repairing.from_browser(raw), "actor": NOBODY}
    one = stamped(said, source=source, now=now)
    if not one.statement.activity_iri:
        raise StatementInvalid("not-an-activity", "object")
    return one


def stamped(raw: Mapping[str, Any], *, source: Source, now: datetime) -> Told:
    """The checked statement, whatever it is about, with id, times, version and authority."""
    statement = parsing.parse_statement(dict(raw))
    moment = min(statement.timestamp or now, now)
    statement_id = statement.id or uuid4()
    kept = {
        **raw,
        "id": str(statement_id),
        "timestamp": format_timestamp(moment),
        "stored": format_timestamp(now),
        "version": VERSION,
        "authority": authority_of(source),
    }
    return Told(statement_id, replace(statement, timestamp=moment), kept)


def without_repeats(batch: Sequence[Told]) -> list[Told]:
    """The batch with each id once; the same id with another content raises `StatementConflict`."""
    kept: dict[UUID, Told] = {}
    for one in batch:
        first = kept.setdefault(one.id, one)
        if first is not one and not parsing.same_statement(first.raw, one.raw):
            raise StatementConflict(one.id)
    return list(kept.values())


def check_allowed(batch: Sequence[Told], allowed: Allowed | None) -> None:
    """Raises `ActivityNotAllowed` unless each activity, or the one it is a part of, is among `allowed`."""
    for one in batch:
        iri = one.statement.activity_iri
        if allowed is not None and iri not in allowed and iri.partition("?subContentId=")[0] not in allowed:
            raise ActivityNotAllowed(iri)


def definitions_of(iris: Collection[str], allowed: Allowed | None) -> dict[str, ActivityDefinition]:
    """The definitions of these activities: those that the caller brought, else one query."""
    if isinstance(allowed, Mapping):
        brought = {iri: definition for iri in iris if (definition := allowed.get(iri))}
        if len(brought) == len(iris):
            return brought
    return {row.iri: row.definition() for row in Activity.objects.filter(iri__in=list(iris))}


@dataclass(frozen=True, slots=True)
class Standing:
    """A learner as they stand before new statements: what they completed, and earlier attempts by activity.

    `attempts` holds an activity only where they were read with the learner; others are read when they are needed.
    """

    learner: LearnerRef
    known: Mapping[str, CompletionInfo]
    attempts: Mapping[str, Sequence[AttemptInfo]]


def standing_of(user_id: int, iris: Sequence[str], *, allowed: Allowed | None = None) -> Standing:
    """The learner, made at need and locked until the transaction ends, and where they stand in these; one query."""
    rows = Learner.objects.locked_with_completions(user_id=user_id, iris=iris)
    tried = _attempts_to_read(iris, allowed)
    found = list(rows.with_attempts(tried) if tried else rows)
    if not found:
        return Standing(Learner.objects.get_or_create(user_id=user_id)[0].ref(), {}, {})
    known = {row.done_iri: CompletionInfo(row.done_at, row.done_score) for row in found if row.done_iri}
    return Standing(found[0].ref(), known, {tried: _attempts_in(found)} if tried else {})


def _attempts_to_read(iris: Sequence[str], allowed: Allowed | None) -> str:
    """The activity whose attempts may come with the learner, if there is one.

    Where rows are locked, what is read with the lock may be older than the wait for it (see
    `locked_with_completions`), so attempts are read after. SQLite has one writer: it saves a query.
    """
    if len(iris) != 1 or not isinstance(allowed, Mapping) or _locks_rows():
        return ""
    definition = allowed.get(iris[0])
    return iris[0] if definition and rules.needs_history(definition.rule) else ""


def _locks_rows() -> bool:
    return connections[router.db_for_write(Learner)].features.has_select_for_update


def _attempts_in(rows: Iterable[Learner]) -> list[AttemptInfo]:
    """The attempts of the rows, with what a grade and a time are worked out from."""
    return [
        AttemptInfo(row.tried_statement, None, row.tried_at, Score(row.tried_score), duration=row.tried_seconds)
        for row in rows
        if row.tried_statement
    ]


def insert(
    batch: Sequence[Told], *, learner: LearnerRef, source: Source, now: datetime, compare: bool = True
) -> frozenset[UUID]:
    """Keeps what is new and returns its ids; raises `StatementConflict` for an id of another content."""
    account = account_of(learner.uuid)
    rows, references = [], []
    for index, one in enumerate(batch):
        one.raw["actor"] = account
        row = row_of(one.statement, one.raw, source=source, stored=now + timedelta(microseconds=index))
        row.learner_id, row.actor_key = learner.pk, parsing.identifier_of(account)
        rows.append(row)
        references += reference_rows(row, references_of(one.statement))
    new_ids = Statement.objects.insert_new(rows, references)
    if new_ids:
        wake_after_commit()
    if compare:
        refuse_conflicts({one.id: one.raw for one in batch if one.id not in new_ids})
    return frozenset(new_ids)


def refuse_conflicts(repeated: Mapping[UUID, Mapping[str, Any]]) -> None:
    """Raises `StatementConflict` if one of these is kept with another content."""
    if not repeated:
        return
    for row in Statement.objects.filter(pk__in=list(repeated)).only("id", "raw"):
        if not parsing.same_statement(json.loads(row.raw), repeated[row.id]):
            raise StatementConflict(row.id)


def row_of(statement: StatementIn, raw: Mapping[str, Any], *, source: Source, stored: datetime) -> Statement:
    """An unsaved row with the columns by which the statement is found."""
    return Statement(
        id=UUID(raw["id"]),
        source=source,
        actor_key=statement.actor.key,
        verb=statement.verb,
        object_key=statement.object.key,
        target=UUID(statement.object.key) if statement.object.kind == "StatementRef" else None,
        registration=statement.context.registration,
        timestamp=statement.timestamp or stored,
        stored=stored,
        forwarding=first_state(),
        raw=parsing.dump_json(raw),
    )


@dataclass(frozen=True, slots=True)
class Ledger:
    """A learner's activities as they stand while new evidence is entered."""

    standing: Standing
    definitions: Mapping[str, ActivityDefinition]

    @property
    def learner(self) -> LearnerRef:
        return self.standing.learner

    @property
    def known(self) -> Mapping[str, CompletionInfo]:
        return self.standing.known

    def enter(self, evidence: Iterable[Evidence]) -> tuple[CompletionChange, ...]:
        """Saves the attempts closed and the completions reached; returns what changed."""
        by_activity: dict[str, list[Evidence]] = {}
        for proof in evidence:
            if proof.activity_iri in self.definitions and not proof.nested:
                by_activity.setdefault(proof.activity_iri, []).append(proof)
        closed = {
            iri: [rules.attempt_of(proof) for proof in proofs if rules.closes_attempt(proof, self._rule(iri))]
            for iri, proofs in by_activity.items()
        }
        self._save_attempts(closed)
        return self._save_completions(by_activity, closed)

    def _save_attempts(self, closed: Mapping[str, list[AttemptInfo]]) -> None:
        rows = [
            Attempt.closed_by(attempt, learner_id=self.learner.pk, activity_iri=iri)
            for iri, attempts in closed.items()
            for attempt in attempts
        ]
        Attempt.objects.bulk_create(rows, ignore_conflicts=True)

    def _save_completions(
        self, by_activity: Mapping[str, list[Evidence]], closed: Mapping[str, list[AttemptInfo]]
    ) -> tuple[CompletionChange, ...]:
        moving = {iri: proofs for iri, proofs in by_activity.items() if self._may_move(iri, proofs)}
        history = self._history(moving, closed)
        reached: dict[str, CompletionInfo] = {}
        for iri, proofs in moving.items():
            info = rules.completion_of(
                self._rule(iri), evidence=proofs, attempts=history.get(iri, []), known=self.known.get(iri)
            )
            if info and info != self.known.get(iri):
                reached[iri] = info
        self._upsert(reached)
        return tuple(self._change(iri, info) for iri, info in reached.items())

    def _history(
        self, iris: Iterable[str], closed: Mapping[str, list[AttemptInfo]]
    ) -> dict[str, Sequence[AttemptInfo]]:
        """All attempts at those of these whose rule asks for them; one query, none for what came with the learner."""
        wanted = [iri for iri in iris if rules.needs_history(self._rule(iri))]
        held = {iri: [*self.standing.attempts[iri], *closed[iri]] for iri in wanted if iri in self.standing.attempts}
        unread = [iri for iri in wanted if iri not in held]
        return {**held, **(attempts_by_activity(self.learner.pk, unread) if unread else {})}

    def _may_move(self, iri: str, proofs: Iterable[Evidence]) -> bool:
        rule = self._rule(iri)
        return any(rules.completes(proof, rule) or rules.closes_attempt(proof, rule) for proof in proofs)

    def _upsert(self, reached: Mapping[str, CompletionInfo]) -> None:
        for keep_highest in (True, False):
            rows = [
                Completion.of(learner_id=self.learner.pk, activity_iri=iri, info=info)
                for iri, info in reached.items()
                if rules.needs_history(self._rule(iri)) is not keep_highest
            ]
            Completion.objects.merge(rows, keep_highest=keep_highest)

    def _rule(self, iri: str) -> CompletionRule:
        return self.definitions[iri].rule

    def _change(self, iri: str, info: CompletionInfo) -> CompletionChange:
        return CompletionChange(
            user_id=self.learner.user_id or 0,
            learner_uuid=self.learner.uuid,
            activity_iri=iri,
            kind=self.definitions[iri].kind,
            completed_at=info.completed_at,
            score=info.score,
            newly=iri not in self.known,
        )
