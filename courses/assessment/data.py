"""The shapes of an exam: questions, what was drawn, what was answered, what it is worth."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

AnswerKeys = tuple[str, ...]


class QuestionKind(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"


class MultipleGrading(StrEnum):
    """How a question with several right choices is worth its point (see `rules.question_points`)."""

    ALL_OR_NOTHING = "all_or_nothing"
    PARTIAL = "partial"


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice; `key` means nothing outside its question, so it gives nothing away."""

    key: str
    text: str
    correct: bool
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class QuestionData:
    """A question as its bank holds it, or as it was drawn, its choices in the order shown."""

    id: int
    kind: QuestionKind
    text: str
    choices: tuple[Choice, ...]
    explanation: str = ""
    source: str = ""

    @property
    def right_keys(self) -> frozenset[str]:
        return frozenset(choice.key for choice in self.choices if choice.correct)

    @property
    def allows_several(self) -> bool:
        return self.kind is QuestionKind.MULTIPLE


@dataclass(frozen=True, slots=True)
class Answer:
    """The keys ticked, and the attempt's version at which they were saved."""

    keys: AnswerKeys
    version: int


@dataclass(frozen=True, slots=True)
class ExamTerms:
    """What a trainer decides of an exam; `pass_mark` goes from 0 to 1."""

    draw_count: int = 10
    pass_mark: float = 0.7
    attempts_per_day: int = 2
    time_limit_minutes: int | None = None
    multiple_grading: MultipleGrading = MultipleGrading.ALL_OR_NOTHING


@dataclass(frozen=True, slots=True)
class QuestionGrade:
    """What one answer is worth, from 0 to 1."""

    question_id: int
    points: float
    answered: bool

    @property
    def right(self) -> bool:
        return self.points == 1


@dataclass(frozen=True, slots=True)
class Grade:
    raw: float
    maximum: int
    scaled: float
    passed: bool
    questions: tuple[QuestionGrade, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """Answers after a save, and what another tab should be told."""

    answers: dict[int, Answer]
    version: int
    changed_elsewhere: tuple[int, ...]
    replaced: tuple[int, ...]


class Opening(StrEnum):
    """Why an attempt may begin now, or may not."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    PASSED = "passed"
    WAIT = "wait"
    EMPTY_BANK = "empty_bank"


@dataclass(frozen=True, slots=True)
class Availability:
    """`opens_at` is set only when the learner must wait; `left_today` counts attempts still allowed."""

    opening: Opening
    left_today: int
    opens_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AttemptFacts:
    """What the rules need of one attempt."""

    started_at: datetime
    submitted_at: datetime | None
    passed: bool


@dataclass(frozen=True, slots=True)
class ExamResult:
    """The best submitted attempt at one exam page."""

    exam_page_id: int
    score: float
    passed: bool
    attempts: int
    passed_at: datetime | None


@dataclass(frozen=True, slots=True)
class AttemptInfo:
    """One attempt as its owner sees it in a list; `score` goes from 0 to 1, None until submitted."""

    uuid: UUID
    number: int
    started_at: datetime
    submitted_at: datetime | None
    deadline: datetime | None
    score: float | None
    passed: bool


@dataclass(frozen=True, slots=True)
class ExamView:
    """What the exam's own page says to one learner."""

    availability: Availability
    attempts: tuple[AttemptInfo, ...]
    question_count: int
    answers_needed: int
    attempts_per_day: int
    time_limit_minutes: int | None

    @property
    def open_attempt(self) -> AttemptInfo | None:
        return next((attempt for attempt in self.attempts if attempt.submitted_at is None), None)

    @property
    def submitted(self) -> tuple[AttemptInfo, ...]:
        return tuple(attempt for attempt in self.attempts if attempt.submitted_at is not None)


@dataclass(frozen=True, slots=True)
class Saved:
    """What a tab is told after a save: `changed` holds the answers that another tab gave meanwhile."""

    version: int
    changed: Mapping[int, AnswerKeys]
    replaced: tuple[int, ...]
    unanswered: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class PaperChoice:
    key: str
    text: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """A question as it may go to the browser: nothing in it tells which choice is right."""

    id: int
    number: int
    text: str
    allows_several: bool
    choices: tuple[PaperChoice, ...]
    keys: AnswerKeys

    @property
    def base(self) -> str:
        return ",".join(self.keys)


@dataclass(frozen=True, slots=True)
class Paper:
    """The questions of an attempt under way."""

    uuid: UUID
    exam_page_id: int
    number: int
    version: int
    deadline: datetime | None
    questions: tuple[PaperQuestion, ...]
    unanswered: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CorrectedChoice:
    text: str
    ticked: bool
    correct: bool
    feedback: str


@dataclass(frozen=True, slots=True)
class CorrectedQuestion:
    number: int
    text: str
    points: float
    answered: bool
    choices: tuple[CorrectedChoice, ...]
    explanation: str
    source: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A submitted attempt with its right answers; `score` goes from 0 to 1."""

    uuid: UUID
    exam_page_id: int
    number: int
    submitted_at: datetime
    late: bool
    raw: float
    score: float
    passed: bool
    questions: tuple[CorrectedQuestion, ...]


class AssessmentError(Exception):
    """A refusal with a stable `id`; its French text is made at the edge."""

    def __init__(self, id: str, **data: object) -> None:
        super().__init__(id)
        self.id = id
        self.data = data
