"""What a trainer's correction changes: results set aside, a score that stands. Pure, whatever the order of arrival.

A correction is a statement of the platform about the learner, with the trainer as instructor (xAPI-Data 2.4.6.4)
and its reason in an extension. It is withdrawn by a voiding statement, and then proves nothing any more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from courses.records.data import CompletionInfo, CorrectionKind, CorrectionMark, Evidence, Verb
from courses.records.statements import StatementIn

CORRECTION = "urn:x-porte-voix:correction"
VERBS = {
    CorrectionKind.DONE: Verb.COMPLETED,
    CorrectionKind.SCORED: Verb.SCORED,
    CorrectionKind.REOPENED: Verb.REOPENED,
}


def extension_in(statement: StatementIn) -> Mapping[str, Any] | None:
    """The part of a statement that says what it corrects, if it does."""
    extensions = statement.raw.get("context", {}).get("extensions", {})
    found = extensions.get(CORRECTION)
    return found if isinstance(found, Mapping) else None


def mark_in(statement: StatementIn) -> CorrectionMark | None:
    """What a statement of the platform corrects; None for any other."""
    found = extension_in(statement)
    if found is None:
        return None
    return CorrectionMark(
        kind=CorrectionKind(found["kind"]),
        reason=found.get("reason", ""),
        set_aside=frozenset(UUID(one) for one in found.get("set_aside", ())),
    )


def extension_of(mark: CorrectionMark, *, caused_by: UUID | None = None) -> dict[str, Any]:
    """The same, as a statement carries it."""
    parts: dict[str, Any] = {"kind": mark.kind.value, "reason": mark.reason}
    if mark.set_aside:
        parts["set_aside"] = sorted(str(one) for one in mark.set_aside)
    if caused_by:
        parts["caused_by"] = str(caused_by)
    return {CORRECTION: parts}


def standing(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence without what a correction set aside."""
    aside = {id for proof in evidence if proof.correction for id in proof.correction.set_aside}
    return [proof for proof in evidence if proof.statement_id not in aside] if aside else list(evidence)


def with_corrected_score(info: CompletionInfo, evidence: Sequence[Evidence]) -> CompletionInfo:
    """The completion with the score that a trainer set last, if one did."""
    scored = [proof for proof in evidence if proof.correction and proof.correction.kind is CorrectionKind.SCORED]
    if not scored:
        return info
    last = max(scored, key=lambda proof: (proof.at, str(proof.statement_id)))
    return replace(info, score=last.result.score.scaled)
