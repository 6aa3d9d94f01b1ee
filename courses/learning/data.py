"""The shape of a course as a learner meets it: the outline, where they are in it, what is left."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from courses.records.data import Grading


class UnitState(StrEnum):
    """What a unit is to one learner."""

    DONE = "done"
    CURRENT = "current"
    OPEN = "open"
    LOCKED = "locked"


class CompletionKind(StrEnum):
    """What completes a unit."""

    AUTOMATIC = "automatic"
    """Every activity of the unit; a unit without activity is marked done by the learner."""
    MARKED = "marked"
    """The learner says so."""
    VIEWED = "viewed"
    """The page was opened."""
    SCORED = "scored"
    """Every activity, with a score that reaches the unit's minimum."""
    TIME_SPENT = "time_spent"
    """Being on the page for the unit's minimum of minutes."""
    SUBMITTED = "submitted"
    """Writing an answer to each of its reflections."""
    RECORDED = "recorded"
    """The app that owns the unit records a statement on the unit itself (an exam, an assignment)."""


class ConditionKind(StrEnum):
    """What opens a unit, beside what comes before it."""

    UNIT = "unit"
    SCORE = "score"
    DATE = "date"
    ATTENDANCE = "attendance"
    """As `UNIT`, for a unit that is a session: said in other words."""


class Access(StrEnum):
    """What the person in front of a unit's page may see of it."""

    OPEN = "open"
    PREVIEW = "preview"
    """Readable without enrolment; nothing is recorded."""
    LOCKED = "locked"
    INVITATION = "invitation"
    """Enrol first."""


class Stage(StrEnum):
    """Where an enrolment stands, for the people who follow learners."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    STUCK = "stuck"
    FINISHED = "finished"


class HaltReason(StrEnum):
    """Why someone is said to be stuck."""

    SILENT = "silent"
    """Not seen for two weeks."""
    TRYING = "trying"
    """Three attempts or more at what they stand before, without completing it."""
    STANDING = "standing"
    """They come back, and have completed nothing for two weeks."""


class Order(StrEnum):
    """How a list of learners is sorted; each can be turned round."""

    NAME = "name"
    STAGE = "stage"
    PROGRESS = "progress"
    SINCE = "since"
    SEEN = "seen"
    SCORE = "score"
    ATTEMPTS = "attempts"


class Advice(StrEnum):
    """What a lesson lacks."""

    NO_MINUTES = "no-minutes"
    NO_INTRODUCTION = "no-introduction"
    EMPTY = "empty"
    NOTHING_TO_DO = "nothing-to-do"
    ACTIVITIES_DO_NOT_COUNT = "activities-do-not-count"
    MISSING_CONTENT = "missing-content"


@dataclass(frozen=True, slots=True)
class LessonDraft:
    """A lesson, as far as advice on it goes; `blocks` are the types of its blocks."""

    minutes: int
    introduction: str
    completion_kind: CompletionKind
    blocks: tuple[str, ...]
    missing_contents: int = 0


@dataclass(frozen=True, slots=True)
class CourseRef:
    """A course page, as much as an outline or a list needs of it."""

    id: int
    title: str
    url: str
    milieu: str = ""


@dataclass(frozen=True, slots=True)
class OutlineActivity:
    """An H5P content inside a unit; `scores` says whether it can report a score."""

    content_id: int
    iri: str
    title: str = ""
    scores: bool = True
    grading: Grading = Grading.HIGHEST


@dataclass(frozen=True, slots=True)
class Condition:
    """What a trainer asks before a unit opens: another unit of the course, a score there (hundredths), a moment."""

    kind: ConditionKind
    page_id: int | None = None
    percent: int = 0
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Blocker:
    """What keeps a unit closed to someone; `title` is that of the unit to do first, `at` when it takes place."""

    kind: ConditionKind
    title: str = ""
    percent: int = 0
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OutlineUnit:
    """One line of the outline. `minutes` is 0 when the author gave none.

    `minimum` is what its completion kind asks for: hundredths of a score, or minutes. `dates` are those of its
    sessions, by cohort id (None: for everyone). `blockers` say what keeps it closed.
    """

    id: int
    uuid: UUID
    page_id: int
    iri: str
    kind: str
    title: str
    url: str
    minutes: int = 0
    optional: bool = False
    requires_previous: bool = False
    open_to_all: bool = False
    completion_kind: CompletionKind = CompletionKind.AUTOMATIC
    minimum: int = 0
    conditions: tuple[Condition, ...] = ()
    dates: tuple[tuple[int | None, datetime], ...] = ()
    activities: tuple[OutlineActivity, ...] = ()
    state: UnitState = UnitState.OPEN
    blockers: tuple[Blocker, ...] = ()
    locked_reason: str = ""
    state_label: str = ""

    @property
    def locked_by(self) -> tuple[str, ...]:
        """Titles of what is to be finished first."""
        return tuple(blocker.title for blocker in self.blockers if blocker.kind is ConditionKind.UNIT)

    @property
    def is_marked_by_learner(self) -> bool:
        if self.completion_kind is CompletionKind.AUTOMATIC:
            return not self.activities
        return self.completion_kind is CompletionKind.MARKED


@dataclass(frozen=True, slots=True)
class OutlineChapter:
    """A chapter and its units, in order. `done` and `total` count the units that are not optional."""

    id: int
    title: str
    url: str
    units: tuple[OutlineUnit, ...] = ()
    requires_previous: bool = False
    milieu: str = ""
    number: int = 0
    done: int = 0
    total: int = 0
    minutes: int = 0

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole course, in order, as one learner (or nobody) sees it."""

    course: CourseRef
    chapters: tuple[OutlineChapter, ...] = ()
    percent: int = 0
    minutes_left: int = 0
    minutes_total: int = 0
    done: int = 0
    total: int = 0
    resume_unit: OutlineUnit | None = None

    @property
    def units(self) -> tuple[OutlineUnit, ...]:
        return tuple(unit for chapter in self.chapters for unit in chapter.units)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a learner is in a course; `next_unit` is what to do next, None when all is done."""

    course: CourseRef
    percent: int
    done: int
    total: int
    minutes_left: int
    next_unit: OutlineUnit | None
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class EnrolmentInfo:
    """A learner's enrolment in a course."""

    id: int
    user_id: int
    course_id: int
    started_at: datetime
    cohort_id: int | None = None
    last_unit_id: int | None = None
    last_seen_at: datetime | None = None
    completed_at: datetime | None = None
    done: frozenset[int] = frozenset()
    done_contents: frozenset[int] = frozenset()
    scores: Mapping[str, float] = field(default_factory=dict, hash=False)
    """The score that counts (0 to 1) of each activity and unit that has one, by IRI."""
    revision: int = 0
    last_place: str = ""


@dataclass(frozen=True, slots=True)
class StateTurn:
    """Where a state sent by a browser stands: the saves there were when the page `by` opened, and its own number."""

    base: int
    by: str
    number: int


@dataclass(frozen=True, slots=True)
class SentState:
    """Where a learner stands in a content, as its version `version` said it; `turn` None when nobody said it."""

    state: str
    version: int
    turn: StateTurn | None = None


@dataclass(frozen=True, slots=True)
class SavedState:
    """What was kept of it: after `count` saves, the last by the page and with the number of `last`."""

    state: str
    version: int
    count: int
    last: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """Someone in front of a unit: what they may see, and what comes before and after."""

    outline: Outline
    access: Access
    unit: OutlineUnit | None = None
    chapter: OutlineChapter | None = None
    previous_unit: OutlineUnit | None = None
    next_unit: OutlineUnit | None = None
    enrolment: EnrolmentInfo | None = None
    looked_at: bool = False
    """A trainer is behind the learner's eyes: nothing is recorded, and nothing private is shown."""

    @property
    def records(self) -> bool:
        """Whether what the person does here is recorded."""
        is_theirs = self.enrolment is not None and not self.looked_at
        return self.access is Access.OPEN and is_theirs and self.unit is not None


@dataclass(frozen=True, slots=True)
class RelayAnswer:
    """What the lesson page is told once statements are stored: their ids, the outlines they may have moved."""

    ids: tuple[UUID, ...]
    outlines: tuple[Outline, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """How far someone is in a course; `next_title` is empty when all that is required is done."""

    done: int
    total: int
    percent: int
    minutes_left: int
    next_title: str


@dataclass(frozen=True, slots=True)
class CohortInfo:
    """A group of learners who follow a course together."""

    id: int
    name: str
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class CohortFilter:
    """What a trainer asks of a course's list of learners; empty fields ask nothing."""

    cohort_id: int | None = None
    stage: Stage | None = None
    text: str = ""
    order: Order = Order.NAME
    downwards: bool = False


@dataclass(frozen=True, slots=True)
class Steps:
    """How a learner moves in a course, as far as it tells whether they are stuck.

    `where` is the unit they stand before, `tries` and `tried_from` their attempts at it.
    """

    started_at: datetime
    last_seen_at: datetime | None = None
    last_completed_at: datetime | None = None
    done: int = 0
    finished: bool = False
    where: str = ""
    tries: int = 0
    tried_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class Halt:
    """That someone is stuck: why, before which unit, since when."""

    reason: HaltReason
    where: str
    since: datetime
    tries: int = 0


@dataclass(frozen=True, slots=True)
class CohortRow:
    """One learner of a course, for those who follow them; scores go from 0 to 1.

    `where` is the title of the unit they stand before, and `where_id` its id; `halt` says that they are stuck.
    """

    enrolment_id: int
    user_id: int
    name: str
    email: str
    cohort_id: int | None
    cohort: str
    started_at: datetime
    last_seen_at: datetime | None
    completed_at: datetime | None
    stage: Stage
    standing: Standing
    attempts: int = 0
    mean_score: float | None = None
    where: str = ""
    where_id: int | None = None
    halt: Halt | None = None


@dataclass(frozen=True, slots=True)
class CohortTable:
    """The rows of one course that were asked for, and how many learners stand at each stage in all."""

    course: CourseRef
    rows: tuple[CohortRow, ...]
    counts: Mapping[Stage, int] = field(default_factory=dict)
    cohorts: tuple[CohortInfo, ...] = ()


class StoryKind(StrEnum):
    """What a moment of a learner's story is about."""

    ENROLLED = "enrolled"
    OPENED = "opened"
    ATTEMPTED = "attempted"
    COMPLETED = "completed"
    CORRECTED = "corrected"
    ATTENDED = "attended"
    EXAMINED = "examined"
    CERTIFIED = "certified"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class StoryEvent:
    """A dated moment of a learner's way through a course, in words; never what they wrote for themself."""

    at: datetime
    kind: StoryKind
    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """A learner's answer to one question: `points` from 0 to 1, what was `chosen` and what is `right`, in words."""

    question: str
    text: str
    points: float
    chosen: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class Sitting:
    """What one learner answered in one go to the questions of an activity or of an exam."""

    activity: str
    responses: tuple[Response, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """Whether and when someone began a course, for coordinators: dates only. None is what has not happened."""

    user_id: int
    enrolled_at: datetime | None = None
    signed_in_at: datetime | None = None
    last_activity_at: datetime | None = None
    completed_at: datetime | None = None

    @property
    def has_started(self) -> bool:
        return self.last_activity_at is not None
