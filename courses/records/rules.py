"""What a statement means: attempts, completion and grading.

The rules are those of the design: `answered` or `completed` without parent and without `?subContentId=` ends
an attempt, `failed` never completes an activity with a pass mark, and the order of arrival changes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from courses.records.correction_rules import mark_in
from courses.records.data import (
    AttemptInfo,
    CompletionInfo,
    CompletionKind,
    CompletionRule,
    CorrectionKind,
    Evidence,
    Grading,
    Result,
    Score,
    Source,
    Verb,
)
from courses.records.statements import StatementIn

MAX_ATTEMPT_SECONDS = 366 * 86_400
SUB_CONTENT = "subContentId="
TERMINAL = frozenset((Verb.ANSWERED, Verb.COMPLETED, Verb.CONSUMED, Verb.H5P_CONSUMED, Verb.H5P_CONSUME))
TIMED = frozenset((Verb.EXPERIENCED, Verb.SUSPENDED, Verb.TERMINATED, Verb.EXITED))
SEEN = frozenset((Verb.EXPERIENCED, Verb.ATTEMPTED, Verb.LAUNCHED, Verb.INITIALIZED, Verb.INTERACTED))


def evidence_of(statement: StatementIn, *, statement_id: UUID, source: Source, now: datetime) -> Evidence:
    """What the statement proves about its activity; a moment in the future counts as now."""
    return Evidence(
        statement_id=statement_id,
        activity_iri=statement.activity_iri,
        verb=statement.verb,
        at=min(statement.timestamp or now, now),
        trusted=source == Source.PLATFORM,
        nested=bool(statement.context.parents) or SUB_CONTENT in statement.activity_iri,
        result=statement.result,
        correction=mark_in(statement) if source == Source.PLATFORM else None,
    )


def may_matter(evidence: Evidence) -> bool:
    """Whether some rule could make something of the statement's verb."""
    return evidence.trusted or evidence.verb in TERMINAL | TIMED | SEEN


def closes_attempt(evidence: Evidence, rule: CompletionRule) -> bool:
    """Whether the statement is the last word of an attempt at the activity."""
    if evidence.nested or evidence.correction:
        return False
    if rule.kind == CompletionKind.TIME_SPENT and evidence.verb in TIMED:
        return evidence.result.duration is not None
    if evidence.trusted:
        return evidence.verb in TERMINAL | {Verb.PASSED, Verb.FAILED} and evidence.result != Result()
    return evidence.verb in TERMINAL


def attempt_of(evidence: Evidence) -> AttemptInfo:
    """The attempt that the statement closes."""
    result = evidence.result
    return AttemptInfo(
        statement_id=evidence.statement_id,
        started_at=_started_at(evidence),
        finished_at=evidence.at,
        score=replace(result.score, scaled=scaled(result.score)),
        success=result.success,
        duration=result.duration,
        response=result.response,
    )


def _started_at(evidence: Evidence) -> datetime | None:
    duration = evidence.result.duration
    if not duration or duration > MAX_ATTEMPT_SECONDS:
        return None
    return evidence.at - timedelta(seconds=duration)


def scaled(score: Score) -> float | None:
    """The score between -1 and 1, worked out from the raw one when it was not sent."""
    if score.scaled is not None:
        return score.scaled
    if score.raw is None or score.max is None or score.max <= 0:
        return None
    return max(-1.0, min(1.0, score.raw / score.max))


def completes(evidence: Evidence, rule: CompletionRule) -> bool:
    """Whether the statement alone completes the activity; time spent is added up in `completion_of`."""
    if evidence.nested or evidence.verb == Verb.FAILED:
        return False
    if evidence.correction and evidence.correction.kind is not CorrectionKind.DONE:
        return evidence.correction.kind is CorrectionKind.SCORED and reaches_pass_mark(evidence.result, rule)
    if evidence.trusted and evidence.verb in (Verb.COMPLETED, Verb.PASSED):
        return evidence.result.success is not False and evidence.result.completion is not False
    if rule.kind == CompletionKind.VIEWED:
        return evidence.verb in SEEN or evidence.verb in TERMINAL
    if rule.kind == CompletionKind.SUBMITTED:
        return evidence.trusted and evidence.verb == Verb.SUBMITTED
    if rule.kind not in (CompletionKind.ANSWERED, CompletionKind.SCORED_AT_LEAST):
        return False
    return evidence.verb in TERMINAL and reaches_pass_mark(evidence.result, rule)


def reaches_pass_mark(result: Result, rule: CompletionRule) -> bool:
    """Whether the score is at least the pass mark; with a pass mark, no score is not enough."""
    if rule.pass_mark is None:
        return True
    score = scaled(result.score)
    return score is not None and score >= rule.pass_mark


def needs_history(rule: CompletionRule) -> bool:
    """Whether earlier attempts must be read to know what new ones change.

    The highest score among what completes the activity can be kept up to date from the completion alone.
    """
    return rule.grading != Grading.HIGHEST or rule.kind == CompletionKind.TIME_SPENT


def grade(attempts: Iterable[AttemptInfo], grading: Grading) -> float | None:
    """The score that counts among the scored attempts, whatever their order."""
    ordered = sorted(attempts, key=lambda attempt: (attempt.finished_at, str(attempt.statement_id)))
    scores = [attempt.score.scaled for attempt in ordered if attempt.score.scaled is not None]
    if not scores:
        return None
    match grading:
        case Grading.HIGHEST:
            return max(scores)
        case Grading.LAST:
            return scores[-1]
        case Grading.FIRST:
            return scores[0]
    return round(sum(scores) / len(scores), 9)


def completion_of(
    rule: CompletionRule,
    *,
    evidence: Iterable[Evidence],
    attempts: Sequence[AttemptInfo],
    known: CompletionInfo | None = None,
) -> CompletionInfo | None:
    """The completion that the evidence supports, merged with the one already known; it is never taken back.

    `attempts` are all of them when `needs_history` says so, and are not looked at otherwise.
    """
    evidence = [proof for proof in evidence if completes(proof, rule)]
    moments = [known.completed_at] if known else []
    moments += [proof.at for proof in evidence] + _time_reached(rule, attempts)
    if not moments:
        return None
    if needs_history(rule):
        return CompletionInfo(min(moments), grade(attempts, rule.grading))
    scores = [known.score if known else None, *(scaled(proof.result.score) for proof in evidence)]
    return CompletionInfo(min(moments), max((score for score in scores if score is not None), default=None))


def _time_reached(rule: CompletionRule, attempts: Iterable[AttemptInfo]) -> list[datetime]:
    if rule.kind != CompletionKind.TIME_SPENT:
        return []
    spent = 0.0
    for attempt in sorted(attempts, key=lambda attempt: attempt.finished_at):
        spent += attempt.duration or 0
        if spent >= rule.minimum_seconds:
            return [attempt.finished_at]
    return []
