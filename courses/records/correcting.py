"""A trainer corrects a learner's results, says why, and may withdraw the correction; nothing is erased."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.models import AbstractBaseUser as User
from django.db import transaction

from courses.records import parsing, recording
from courses.records.correction_rules import CORRECTION, VERBS, extension_in, extension_of, mark_in
from courses.records.data import (
    CompletionChange,
    CompletionInfo,
    Correction,
    CorrectionKind,
    CorrectionMark,
    CorrectionRefused,
    LearnerRef,
    Recorded,
    Source,
    Verb,
)
from courses.records.models import Learner, Statement, account_of
from courses.records.rebuilding import derive_again
from courses.records.writing import announce, definitions_for

MAX_REASON = 2000


def correct(
    *,
    user: User,
    by: User,
    activity_iri: str,
    mark: CorrectionMark,
    now: datetime,
    score: float | None = None,
    statement_id: UUID | None = None,
    caused_by: UUID | None = None,
) -> Recorded:
    """Keeps that `by` corrects what `user` has of an activity, and derives it again in the same transaction.

    `score` (0 to 1) goes with SCORED, and stands until withdrawn. The same `statement_id` again changes nothing.
    `lost` names the activity when it is not completed any more.
    Raises `CorrectionRefused`, or `StatementConflict` for an id of another content.
    """
    _check(mark, score)
    with transaction.atomic():
        learner = _locked(user)
        if mark.kind is CorrectionKind.REOPENED:
            _check_targets(learner, activity_iri, mark.set_aside)
        one = _told(learner, by, activity_iri, mark, score, statement_id or uuid4(), caused_by, now)
        new_ids = recording.insert([one], learner=learner, source=Source.PLATFORM, now=now)
        if not new_ids:
            return Recorded((one.id,))
        return _put_right(learner, (one.id,), [activity_iri], now)


def _check(mark: CorrectionMark, score: float | None) -> None:
    if not mark.reason.strip() or len(mark.reason) > MAX_REASON or parsing.unstorable(mark.reason):
        raise CorrectionRefused("no-reason")
    if mark.kind is CorrectionKind.SCORED and (score is None or not 0 <= score <= 1):
        raise CorrectionRefused("no-score")


def _check_targets(learner: LearnerRef, iri: str, ids: Collection[UUID]) -> None:
    found = Statement.objects.filter(learner_id=learner.pk, object_key=iri, voided=False, pk__in=list(ids))
    if not ids or found.count() != len(ids):
        raise CorrectionRefused("nothing-to-reopen")


def _locked(user: User) -> LearnerRef:
    learner, _created = Learner.objects.get_or_create(user_id=user.pk)
    return Learner.objects.select_for_update(no_key=True).get(pk=learner.pk).ref()


def _told(
    learner: LearnerRef,
    by: User,
    iri: str,
    mark: CorrectionMark,
    score: float | None,
    statement_id: UUID,
    caused_by: UUID | None,
    now: datetime,
) -> recording.Told:
    raw: dict[str, Any] = {
        "id": str(statement_id),
        "verb": {"id": VERBS[mark.kind].value},
        "object": {"objectType": "Activity", "id": iri},
        "context": {
            "instructor": _instructor(by),
            "extensions": extension_of(mark, caused_by=caused_by),
        },
    }
    if mark.kind is CorrectionKind.SCORED:
        raw["result"] = {"score": {"scaled": score}}
    return recording.told(raw, source=Source.PLATFORM, now=now)


def _instructor(by: User) -> dict[str, Any]:
    return account_of(Learner.objects.get_or_create(user_id=by.pk)[0].uuid)


def _put_right(learner: LearnerRef, ids: tuple[UUID, ...], iris: Collection[str], now: datetime) -> Recorded:
    Learner.objects.filter(pk=learner.pk, corrected=False).update(corrected=True)
    before, after = derive_again(learner, definitions_for(iris), iris)
    changes = changes_between(learner, before, after)
    announce(learner, changes, now)
    return Recorded(ids, frozenset(ids), changes, frozenset(before.keys() - after.keys()))


def changes_between(
    learner: LearnerRef, before: Mapping[str, CompletionInfo], after: Mapping[str, CompletionInfo]
) -> tuple[CompletionChange, ...]:
    """What is completed, or completed with another score, that was not before."""
    return tuple(
        CompletionChange(
            user_id=learner.user_id or 0,
            learner_uuid=learner.uuid,
            activity_iri=iri,
            kind="",
            completed_at=info.completed_at,
            score=info.score,
            newly=iri not in before,
        )
        for iri, info in after.items()
        if info != before.get(iri)
    )


def withdraw(*, user: User, by: User, statement_id: UUID, reason: str, now: datetime) -> Recorded:
    """Voids a correction of `user` and those that it caused, and derives again what they had changed.

    Raises `CorrectionRefused`: "no-reason", "unknown" or "withdrawn".
    """
    _check(CorrectionMark(CorrectionKind.DONE, reason), None)
    with transaction.atomic():
        learner = _locked(user)
        rows = [row for row in _rows(learner.pk) if statement_id in (row.id, _cause(row))]
        if statement_id not in {row.id for row in rows}:
            raise CorrectionRefused("unknown")
        if any(row.voided for row in rows if row.id == statement_id):
            raise CorrectionRefused("withdrawn")
        standing = [row for row in rows if not row.voided]
        batch = [_voiding(learner, by, row.id, reason, now) for row in standing]
        recording.insert(batch, learner=learner, source=Source.PLATFORM, now=now)
        Statement.objects.filter(pk__in=[row.id for row in standing]).update(voided=True)
        return _put_right(learner, tuple(one.id for one in batch), {row.object_key for row in standing}, now)


def _voiding(learner: LearnerRef, by: User, target: UUID, reason: str, now: datetime) -> recording.Told:
    raw = {
        "id": str(uuid4()),
        "actor": account_of(learner.uuid),
        "verb": {"id": Verb.VOIDED.value},
        "object": {"objectType": "StatementRef", "id": str(target)},
        "context": {"instructor": _instructor(by), "extensions": {CORRECTION: {"reason": reason}}},
    }
    return recording.stamped(raw, source=Source.PLATFORM, now=now)


def _rows(learner_id: int) -> list[Statement]:
    """The learner's corrections, withdrawn ones too."""
    found = Statement.objects.filter(learner_id=learner_id, source=Source.PLATFORM, verb__in=VERBS.values())
    return [row for row in found.order_by("stored", "id") if CORRECTION in row.raw]


def _cause(row: Statement) -> UUID | None:
    found = extension_in(parsing.typed_statement(json.loads(row.raw))) or {}
    return UUID(found["caused_by"]) if "caused_by" in found else None


def corrections_of(*, user: User, activity_iris: Iterable[str] | None = None) -> list[Correction]:
    """The corrections of the user's results, withdrawn ones too, oldest first; three queries, none for most people."""
    learner = Learner.objects.filter(user_id=user.pk).first()
    if learner is None or not learner.corrected:
        return []
    wanted = None if activity_iris is None else set(activity_iris)
    rows = [row for row in _rows(learner.pk) if wanted is None or row.object_key in wanted]
    voidings = {row.target: row for row in Statement.objects.filter(target__in=[row.id for row in rows])}
    people = _people([*rows, *voidings.values()])
    return [_correction(row, voidings.get(row.id) if row.voided else None, people) for row in rows]


def _people(rows: Iterable[Statement]) -> dict[str, int | None]:
    names = {name for row in rows if (name := _instructor_name(row))}
    return {
        str(uuid): user_id for uuid, user_id in Learner.objects.filter(uuid__in=names).values_list("uuid", "user_id")
    }


def _instructor_name(row: Statement) -> str:
    instructor = json.loads(row.raw).get("context", {}).get("instructor", {})
    return str(instructor.get("account", {}).get("name", ""))


def _correction(row: Statement, voiding: Statement | None, people: Mapping[str, int | None]) -> Correction:
    statement = parsing.typed_statement(json.loads(row.raw))
    mark = mark_in(statement)
    assert mark is not None  # noqa: S101 - `_rows` found it
    withdrawal = extension_in(parsing.typed_statement(json.loads(voiding.raw))) if voiding else None
    return Correction(
        statement_id=row.id,
        activity_iri=row.object_key,
        mark=mark,
        at=row.timestamp,
        by=people.get(_instructor_name(row)),
        score=statement.result.score.scaled,
        caused_by=_cause(row),
        withdrawn_at=voiding.timestamp if voiding else None,
        withdrawn_by=people.get(_instructor_name(voiding)) if voiding else None,
        withdrawal_reason=(withdrawal or {}).get("reason", ""),
    )


def completing_statements(*, user: User, activity_iri: str) -> frozenset[UUID]:
    """The statements by which the user completed a whole (a unit, a course), corrections left out: what reopening
    it sets aside."""
    rows = Statement.objects.filter(
        learner__user_id=user.pk,
        object_key=activity_iri,
        voided=False,
        source=Source.PLATFORM,
        verb__in=(Verb.COMPLETED, Verb.PASSED),
    )
    return frozenset(row.id for row in rows if CORRECTION not in row.raw)
