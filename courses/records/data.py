"""Attempts, completions, scores and what can be wrong, as typed values (xAPI-Data, part two)."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

ADL = "http://adlnet.gov/expapi/verbs/"


class Verb(StrEnum):
    """The verbs that Porte-Voix acts on; any other is kept and moves nothing."""

    ANSWERED = f"{ADL}answered"
    ATTEMPTED = f"{ADL}attempted"
    ATTENDED = f"{ADL}attended"
    COMPLETED = f"{ADL}completed"
    EXPERIENCED = f"{ADL}experienced"
    EXITED = f"{ADL}exited"
    FAILED = f"{ADL}failed"
    INITIALIZED = f"{ADL}initialized"
    INTERACTED = f"{ADL}interacted"
    LAUNCHED = f"{ADL}launched"
    PASSED = f"{ADL}passed"
    PROGRESSED = f"{ADL}progressed"
    SCORED = f"{ADL}scored"
    SUSPENDED = f"{ADL}suspended"
    TERMINATED = f"{ADL}terminated"
    VOIDED = f"{ADL}voided"
    SUBMITTED = "http://activitystrea.ms/schema/1.0/submit"
    CONSUMED = "http://activitystrea.ms/schema/1.0/consume"
    # What H5P.Accordion and its like really send: no adlnet verb.
    H5P_CONSUMED = f"{ADL}consumed"
    H5P_CONSUME = f"{ADL}consume"
    # A trainer sets a result aside: no public vocabulary has a verb for it.
    REOPENED = "urn:x-porte-voix:verb:reopened"


class Source(StrEnum):
    """Who brought a statement in: the learner's browser, the platform itself, or a client of `/xapi/`."""

    RELAY = "relay"
    PLATFORM = "platform"
    CLIENT = "client"


class CompletionKind(StrEnum):
    """What completes an activity."""

    VIEWED = "viewed"
    ANSWERED = "answered"
    SCORED_AT_LEAST = "scored_at_least"
    MARKED_DONE = "marked_done"
    TIME_SPENT = "time_spent"
    SUBMITTED = "submitted"


class Grading(StrEnum):
    """Which of several scored attempts counts."""

    HIGHEST = "highest"
    LAST = "last"
    FIRST = "first"
    AVERAGE = "average"


class CorrectionKind(StrEnum):
    """What a trainer may correct of a learner's results."""

    DONE = "done"
    """The activity counts as completed."""
    SCORED = "scored"
    """This score stands, whatever the attempts say."""
    REOPENED = "reopened"
    """These statements count no more."""


class CorrectionRefused(ValueError):
    """A correction that cannot be made: "no-reason", "no-score", "nothing-to-reopen", "unknown", "withdrawn"."""

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.id = id


class StatementInvalid(ValueError):
    """A statement that xAPI forbids: `id` is stable, `where` a path such as `verb.id`."""

    def __init__(self, id: str, where: str = "") -> None:
        super().__init__(f"{id} at {where or 'statement'}")
        self.id, self.where = id, where


class StatementConflict(Exception):
    """Another statement is already kept under this id."""

    id = "statement-conflict"

    def __init__(self, statement_id: UUID) -> None:
        super().__init__(f"{self.id}: {statement_id}")
        self.statement_id = statement_id


class ActivityNotAllowed(Exception):
    """A statement is about an activity that the caller did not allow."""

    id = "activity-not-allowed"

    def __init__(self, activity_iri: str) -> None:
        super().__init__(f"{self.id}: {activity_iri}")
        self.activity_iri = activity_iri


@dataclass(frozen=True, slots=True)
class Score:
    """xAPI-Data 2.4.5.1; `scaled` is between -1 and 1."""

    scaled: float | None = None
    raw: float | None = None
    min: float | None = None
    max: float | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """xAPI-Data 2.4.5; the duration is in seconds."""

    score: Score = Score()
    success: bool | None = None
    completion: bool | None = None
    duration: float | None = None
    response: str = ""


@dataclass(frozen=True, slots=True)
class CompletionRule:
    """What completes an activity and how it is graded; `pass_mark` is scaled, 0 to 1."""

    kind: CompletionKind = CompletionKind.ANSWERED
    pass_mark: float | None = None
    grading: Grading = Grading.HIGHEST
    minimum_seconds: int = 0


@dataclass(frozen=True, slots=True)
class ActivityDefinition:
    """An activity that can be attempted and completed; `kind` is free ("h5p", "exam"…)."""

    iri: str
    kind: str = ""
    name: str = ""
    rule: CompletionRule = CompletionRule()


@dataclass(frozen=True, slots=True)
class CorrectionMark:
    """What a statement corrects: `set_aside` names the statements that count no more."""

    kind: CorrectionKind
    reason: str = ""
    set_aside: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Correction:
    """A trainer's correction as it is told: by whom and when, and the same of its withdrawal, if it was withdrawn.

    `by` and `withdrawn_by` are user ids, None once these accounts are gone; `score` goes from 0 to 1.
    """

    statement_id: UUID
    activity_iri: str
    mark: CorrectionMark
    at: datetime
    by: int | None = None
    score: float | None = None
    caused_by: UUID | None = None
    withdrawn_at: datetime | None = None
    withdrawn_by: int | None = None
    withdrawal_reason: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One statement, as far as it can close an attempt or complete an activity; `at` never lies ahead."""

    statement_id: UUID
    activity_iri: str
    verb: str
    at: datetime
    trusted: bool = False
    nested: bool = False
    result: Result = Result()
    correction: CorrectionMark | None = None


@dataclass(frozen=True, slots=True)
class CompletionInfo:
    """When an activity was first completed and the score that counts (0 to 1), if it has one."""

    completed_at: datetime
    score: float | None = None


@dataclass(frozen=True, slots=True)
class AttemptInfo:
    """One closed attempt; the duration is in seconds."""

    statement_id: UUID
    started_at: datetime | None
    finished_at: datetime
    score: Score = Score()
    success: bool | None = None
    duration: float | None = None
    response: str = ""


@dataclass(frozen=True, slots=True)
class AttemptSummary:
    """A learner's attempts at one activity, in two figures; `best` is scaled, None if none was scored."""

    count: int
    best: float | None


@dataclass(frozen=True, slots=True)
class Tries:
    """Attempts at an activity that is not completed yet."""

    count: int
    first_at: datetime


@dataclass(frozen=True, slots=True)
class LearnerFigures:
    """A learner's work on some activities, in figures; `seconds` is what their attempts say they lasted."""

    attempts: int = 0
    seconds: float = 0
    mean_score: float | None = None
    last_completed_at: datetime | None = None
    last_attempt_at: datetime | None = None

    def with_attempts(self, *, count: int, last_at: datetime, seconds: float) -> "LearnerFigures":
        return replace(self, attempts=count, last_attempt_at=last_at, seconds=seconds)


@dataclass(frozen=True, slots=True)
class QuestionAnswer:
    """What a learner answered to one question of an activity; `right` and `response` are in the words of the choices.

    `question_iri` is the activity's own when it is a single question.
    """

    user_id: int
    activity_iri: str
    question_iri: str
    name: str
    at: datetime
    success: bool | None = None
    score: float | None = None
    response: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class LearnerRef:
    """A learner without their name: what statements know of them."""

    pk: int
    uuid: UUID
    user_id: int | None = None
    corrected: bool = False
    """Whether a trainer ever corrected them: their results are then derived from all they did."""


@dataclass(frozen=True, slots=True)
class CompletionChange:
    """An activity that a learner has just completed, or whose score has changed (`newly` is then false)."""

    user_id: int
    learner_uuid: UUID
    activity_iri: str
    kind: str
    completed_at: datetime
    score: float | None = None
    newly: bool = True


@dataclass(frozen=True, slots=True)
class Recorded:
    """The ids of what was sent, in order, those that were new, and what they completed."""

    ids: tuple[UUID, ...] = ()
    new_ids: frozenset[UUID] = frozenset()
    changes: tuple[CompletionChange, ...] = ()
    lost: frozenset[str] = frozenset()
    """Activities that a correction leaves without completion."""


@dataclass(frozen=True, slots=True)
class StateInfo:
    """What a player saved to resume; `version` grows by one at each save."""

    content: str
    version: int
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many rows differed from what the statements say, before they were put right."""

    learners: int = 0
    attempts: int = 0
    completions: int = 0
    changed_user_ids: frozenset[int] = field(default_factory=frozenset)

    @property
    def differences(self) -> int:
        """Rows missing, superfluous or wrong."""
        return self.attempts + self.completions
