"""Exams, for the other apps: begin, save, submit, and read results.

Every writing function is one transaction that locks the attempt's row, so that two tabs or a double
click never lose an answer nor grade twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4, uuid5

from django.db import IntegrityError, transaction
from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from courses.assessment import papers, rules
from courses.assessment.data import (
    AnswerKeys,
    AssessmentError,
    AttemptInfo,
    Correction,
    ExamResult,
    ExamView,
    Grade,
    Opening,
    Paper,
    QuestionData,
    Saved,
)
from courses.assessment.importing import answers_with_mistakes, import_bank
from courses.assessment.models.attempts import ExamAttempt, answers_to_json, question_to_json
from courses.assessment.models.banks import Question
from courses.records import api as records
from courses.records.data import ActivityDefinition, CompletionKind, CompletionRule, Score, Verb

if TYPE_CHECKING:
    from courses.assessment.models.pages import ExamPage

__all__ = [
    "correction_of",
    "erase_personal_data",
    "exam_results",
    "exam_view",
    "import_bank",
    "paper_of",
    "passed_exams",
    "personal_data_of",
    "save_answers",
    "sit_exam",
    "start_attempt",
    "submit_attempt",
]

REFUSALS = {
    Opening.WAIT: "exam-wait",
    Opening.PASSED: "exam-passed",
    Opening.EMPTY_BANK: "exam-empty",
}


def exam_view(*, user: Any, page: "ExamPage", now: datetime | None = None) -> ExamView:
    """What the exam's page says to `user`; to nobody's attempts when they are not signed in."""
    now, terms = timezone.localtime(now), page.terms()
    attempts = list(ExamAttempt.objects.of(user.pk).filter(exam_id=page.pk)) if user.pk else []
    bank_size = Question.objects.active().filter(bank_id=page.bank_id).count()
    drawn = min(terms.draw_count, bank_size)
    return ExamView(
        availability=rules.availability(
            [attempt.facts() for attempt in attempts], terms=terms, bank_size=bank_size, now=now
        ),
        attempts=tuple(_attempt_info(attempt) for attempt in attempts),
        question_count=drawn,
        answers_needed=rules.answers_needed(terms, drawn),
        attempts_per_day=terms.attempts_per_day,
        time_limit_minutes=terms.time_limit_minutes,
    )


def _attempt_info(attempt: ExamAttempt) -> AttemptInfo:
    return AttemptInfo(
        uuid=attempt.uuid,
        number=attempt.number,
        started_at=attempt.started_at,
        submitted_at=attempt.submitted_at,
        deadline=attempt.deadline,
        score=attempt.score,
        passed=attempt.passed,
    )


def start_attempt(*, user: Any, page: "ExamPage", activity_iri: str, now: datetime) -> UUID:
    """The attempt under way, or a new one drawn now; its uuid.

    The caller has checked that `user` may open the exam's unit, whose IRI is `activity_iri`. Raises
    AssessmentError `exam-wait` (with `opens_at`), `exam-passed` or `exam-empty`.
    """
    try:
        with transaction.atomic():
            return _find_or_draw(user, page, activity_iri, timezone.localtime(now)).uuid
    except IntegrityError:
        # Another tab began at the same moment: theirs is the attempt.
        return ExamAttempt.objects.of(user.pk).open().get(exam_id=page.pk).uuid


def _find_or_draw(user: Any, page: "ExamPage", activity_iri: str, now: datetime) -> ExamAttempt:
    attempts = list(ExamAttempt.objects.of(user.pk).filter(exam_id=page.pk))
    bank = [row.data() for row in Question.objects.active().filter(bank_id=page.bank_id)]
    facts = [attempt.facts() for attempt in attempts]
    state = rules.availability(facts, terms=page.terms(), bank_size=len(bank), now=now)
    if state.opening is Opening.IN_PROGRESS:
        return next(attempt for attempt in attempts if attempt.submitted_at is None)
    if state.opening is not Opening.OPEN:
        raise AssessmentError(REFUSALS[state.opening], opens_at=state.opens_at)
    number = max((attempt.number for attempt in attempts), default=0) + 1
    return _draw(user, page, activity_iri, bank, number, now)


def _draw(
    user: Any, page: "ExamPage", activity_iri: str, bank: list[QuestionData], number: int, now: datetime
) -> ExamAttempt:
    uuid, terms = uuid4(), page.terms()
    drawn = rules.draw(bank, count=terms.draw_count, seed=str(uuid))
    return ExamAttempt.objects.create(
        uuid=uuid,
        user_id=user.pk,
        exam_id=page.pk,
        number=number,
        activity_iri=activity_iri,
        draw=[question_to_json(question) for question in drawn],
        started_at=now,
        deadline=rules.deadline_of(now, terms),
    )


def _attempt(user: Any, uuid: UUID, *, lock: bool = False) -> ExamAttempt:
    attempts = ExamAttempt.objects.of(user.pk).select_related("exam")
    if lock:
        attempts = attempts.select_for_update(of=("self",))
    found = attempts.filter(uuid=uuid).first()
    if found is None:
        raise AssessmentError("attempt-unknown")
    return found


def paper_of(*, user: Any, attempt_uuid: UUID) -> Paper:
    """The questions of an attempt under way and what was answered.

    Raises AssessmentError `attempt-unknown` (also for another learner's) or `attempt-submitted`.
    """
    attempt = _attempt(user, attempt_uuid)
    if attempt.submitted_at is not None:
        raise AssessmentError("attempt-submitted")
    return papers.paper(attempt)


@transaction.atomic
def save_answers(
    *,
    user: Any,
    attempt_uuid: UUID,
    answers: Mapping[int, Iterable[str]],
    seen_version: int,
    now: datetime,
    base: Mapping[int, Iterable[str]] | None = None,
) -> Saved:
    """Keeps the answers of one tab beside those of the others (see `rules.merge`).

    Raises AssessmentError `attempt-unknown`, `attempt-submitted`, `attempt-late` or `answer-invalid`.
    """
    attempt = _attempt(user, attempt_uuid, lock=True)
    if attempt.submitted_at is not None:
        raise AssessmentError("attempt-submitted")
    if rules.is_late(attempt.deadline, now):
        raise AssessmentError("attempt-late")
    drawn = attempt.drawn()
    merged = rules.merge(
        attempt.stored_answers(),
        _checked(drawn, answers),
        version=attempt.version,
        seen_version=seen_version,
        base=None if base is None else _checked(drawn, base),
    )
    if merged.version != attempt.version:
        ExamAttempt.objects.filter(pk=attempt.pk).update(
            answers=answers_to_json(merged.answers), version=merged.version
        )
    return Saved(
        version=merged.version,
        changed={id: merged.answers[id].keys for id in merged.changed_elsewhere},
        replaced=tuple(n for n, question in enumerate(drawn, start=1) if question.id in merged.replaced),
        unanswered=rules.unanswered(drawn, merged.answers),
        total=len(drawn),
    )


def _checked(drawn: Sequence[QuestionData], answers: Mapping[int, Iterable[str]]) -> dict[int, AnswerKeys]:
    questions = {question.id: question for question in drawn}
    try:
        return {id: rules.clean_keys(questions[id], keys) for id, keys in answers.items()}
    except (KeyError, ValueError, TypeError):
        raise AssessmentError("answer-invalid") from None


@transaction.atomic
def submit_attempt(*, user: Any, attempt_uuid: UUID, now: datetime) -> bool:
    """Grades what was saved, once, and records it; False when it was already graded.

    An attempt past its deadline is graded as it stood. Raises AssessmentError `attempt-unknown`.
    """
    attempt = _attempt(user, attempt_uuid, lock=True)
    grade = rules.grade(attempt.drawn(), attempt.stored_answers(), attempt.exam.terms())
    if not attempt.submit(now=now, raw=grade.raw, score=grade.scaled, passed=grade.passed):
        return False
    _record(user, attempt, grade, now)
    return True


def _record(user: Any, attempt: ExamAttempt, grade: Grade, now: datetime) -> None:
    rule = CompletionRule(kind=CompletionKind.SCORED_AT_LEAST, pass_mark=attempt.exam.pass_mark)
    definition = ActivityDefinition(iri=attempt.activity_iri, kind="exam", name=attempt.exam.title, rule=rule)
    records.define_activities(activities=[definition])
    records.record_platform_statement(
        user=user,
        verb=Verb.COMPLETED,
        activity_iri=attempt.activity_iri,
        score=Score(scaled=grade.scaled, raw=grade.raw, min=0, max=grade.maximum),
        success=grade.passed,
        completion=True,
        duration=max(0.0, (now - attempt.started_at).total_seconds()),
        statement_id=uuid5(attempt.uuid, "submitted"),
        now=now,
    )


def correction_of(*, user: Any, attempt_uuid: UUID) -> Correction:
    """A submitted attempt with its right answers.

    Raises AssessmentError `attempt-unknown` (also for another learner's) or `attempt-open`.
    """
    attempt = _attempt(user, attempt_uuid)
    if attempt.submitted_at is None:
        raise AssessmentError("attempt-open")
    return papers.correction(attempt)


def exam_results(*, user: Any, exam_page_ids: Iterable[int]) -> dict[int, ExamResult]:
    """The best submitted attempt by exam page, without those never submitted; one query."""
    rows = (
        ExamAttempt.objects.of(user.pk)
        .submitted()
        .filter(exam_id__in=list(exam_page_ids))
        .order_by()
        .values("exam_id")
        .annotate(
            best=Max("score"),
            times=Count("id"),
            passed_at=Min("submitted_at", filter=Q(passed=True)),
        )
    )
    return {
        row["exam_id"]: ExamResult(
            exam_page_id=row["exam_id"],
            score=row["best"],
            passed=row["passed_at"] is not None,
            attempts=row["times"],
            passed_at=row["passed_at"],
        )
        for row in rows
    }


def passed_exams(*, user: Any, exam_page_ids: Iterable[int]) -> frozenset[int]:
    """Those of the exam pages that `user` passed; one query."""
    results = exam_results(user=user, exam_page_ids=exam_page_ids)
    return frozenset(id for id, result in results.items() if result.passed)


@transaction.atomic
def sit_exam(*, user: Any, page: "ExamPage", activity_iri: str, mistakes: int, now: datetime) -> bool:
    """Passes or fails the exam for a person of the demo, with this many wrong answers; whether it passed."""
    uuid = start_attempt(user=user, page=page, activity_iri=activity_iri, now=now)
    answers = answers_with_mistakes(_attempt(user, uuid), mistakes)
    save_answers(user=user, attempt_uuid=uuid, answers=answers, seen_version=0, now=now)
    submit_attempt(user=user, attempt_uuid=uuid, now=now)
    return _attempt(user, uuid).passed


def personal_data_of(*, user: Any) -> dict[str, Any]:
    """The learner's own attempts, for the export of personal data."""
    attempts = ExamAttempt.objects.of(user.pk).select_related("exam")
    return {
        "exams": [
            {
                "exam": attempt.exam.title,
                "attempt": attempt.number,
                "started_at": attempt.started_at.isoformat(),
                "submitted_at": attempt.submitted_at.isoformat() if attempt.submitted_at else None,
                "score": attempt.score,
                "passed": attempt.passed,
                "answers": attempt.answers,
            }
            for attempt in attempts
        ]
    }


def erase_personal_data(*, user: Any) -> None:
    """Deletes the learner's attempts; what they earned is certification's to reduce."""
    ExamAttempt.objects.of(user.pk).delete()
