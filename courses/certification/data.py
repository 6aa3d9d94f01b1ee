"""The shapes of what is earned: achievements, credentials, and what a verification answers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

# The words of the school, not of its interface: they are written on certificates as they are.
KNOWLEDGE_TITLE = "Attestation de connaissances – premiers chapitres"


class AchievementKind(StrEnum):
    """`partial` attests knowledge alone; `full` also asks for practice that a trainer judged."""

    PARTIAL = "partial"
    FULL = "full"


class Standing(StrEnum):
    """What verification answers."""

    VALID = "valid"
    REVOKED = "revoked"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Requirements:
    """What an achievement asks for."""

    exam_page_id: int | None
    course_id: int | None
    course_completed: bool
    kind: AchievementKind = AchievementKind.PARTIAL


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a learner has; dates are None for what they lack."""

    exam_passed_at: datetime | None = None
    exam_score: float | None = None
    course_completed: bool = False
    practice_accepted: bool = False


@dataclass(frozen=True, slots=True)
class Validity:
    """The dates that decide whether a credential stands."""

    issued_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CredentialInfo:
    """A credential as other apps and its holder see it; `url` and `pdf_url` are paths on this site."""

    uuid: UUID
    number: str
    title: str
    kind: AchievementKind
    issued_at: datetime
    expires_at: datetime | None
    standing: Standing
    valid: bool
    url: str
    pdf_url: str
    holder_name: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """What anyone may read about one credential; the name is empty once personal data were erased."""

    standing: Standing
    number: str
    uuid: UUID | None = None
    title: str = ""
    description: str = ""
    course: str = ""
    criteria: str = ""
    holder_name: str = ""
    issued_at: datetime | None = None
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    revocation_reason: str = ""
    holder_id: int | None = None
    erased: bool = False
    kind: AchievementKind = AchievementKind.PARTIAL


class CertificationError(Exception):
    """A refusal with a stable `id`; its French text is made at the edge."""

    def __init__(self, id: str, **data: object) -> None:
        super().__init__(id)
        self.id = id
        self.data = data
