"""An attempt as its learner sees it: the questions before submission, the correction after."""

from collections.abc import Mapping

from courses.assessment import rules
from courses.assessment.data import (
    Answer,
    CorrectedChoice,
    CorrectedQuestion,
    Correction,
    ExamTerms,
    Paper,
    PaperChoice,
    PaperQuestion,
    QuestionData,
)
from courses.assessment.models.attempts import ExamAttempt


def paper(attempt: ExamAttempt) -> Paper:
    """What may go to the browser before submission: nothing in it tells which choice is right."""
    answers, drawn = attempt.stored_answers(), attempt.drawn()
    return Paper(
        uuid=attempt.uuid,
        exam_page_id=attempt.exam_id,
        number=attempt.number,
        version=attempt.version,
        deadline=attempt.deadline,
        questions=tuple(_paper_question(question, number, answers) for number, question in enumerate(drawn, start=1)),
        unanswered=rules.unanswered(drawn, answers),
    )


def _paper_question(question: QuestionData, number: int, answers: Mapping[int, Answer]) -> PaperQuestion:
    keys = answers[question.id].keys if question.id in answers else ()
    return PaperQuestion(
        id=question.id,
        number=number,
        text=question.text,
        allows_several=question.allows_several,
        choices=tuple(PaperChoice(choice.key, choice.text, choice.key in keys) for choice in question.choices),
        keys=keys,
    )


def correction(attempt: ExamAttempt) -> Correction:
    """A submitted attempt with its right answers and feedback."""
    answers, drawn = attempt.stored_answers(), attempt.drawn()
    submitted_at = attempt.submitted_at or attempt.started_at
    return Correction(
        uuid=attempt.uuid,
        exam_page_id=attempt.exam_id,
        number=attempt.number,
        submitted_at=submitted_at,
        late=rules.is_late(attempt.deadline, submitted_at),
        raw=attempt.raw_score or 0,
        score=attempt.score or 0,
        passed=attempt.passed,
        questions=tuple(
            _corrected(number, question, answers, attempt.exam.terms())
            for number, question in enumerate(drawn, start=1)
        ),
    )


def _corrected(
    number: int, question: QuestionData, answers: Mapping[int, Answer], terms: ExamTerms
) -> CorrectedQuestion:
    keys = answers[question.id].keys if question.id in answers else ()
    points = rules.question_points(question, keys, terms.multiple_grading)
    return CorrectedQuestion(
        number=number,
        text=question.text,
        points=float(points),
        answered=bool(keys),
        choices=tuple(
            CorrectedChoice(choice.text, choice.key in keys, choice.correct, choice.feedback)
            for choice in question.choices
        ),
        explanation=question.explanation,
        source=question.source,
    )
