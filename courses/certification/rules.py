"""Decisions on credentials: when one is due, how long it stands, how it is numbered and named."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from courses.certification.data import AchievementKind, Evidence, Requirements, Standing, Validity

# The 23 letters of the Spanish NIF without I, O, U and Ñ: a number modulo 23 names one, and every wrong
# digit and every swap of neighbours changes it, 23 being prime and dividing no 10^k, 9 nor 99.
CHECK_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
NUMBER = re.compile(r"PV-(\d{4})-(\d{6,9})-([A-Z])")

# Words that the law keeps for registered qualifications and State degrees.
FORBIDDEN_WORDS = ("certification professionnelle", "diplome", "diplomant", "rncp", "titre professionnel")


def number_of(year: int, sequence: int) -> str:
    """A certificate's number: PV, the year of issue, a running number and a check letter."""
    return f"PV-{year:04d}-{sequence:06d}-{check_letter(year, sequence)}"


def check_letter(year: int, sequence: int) -> str:
    return CHECK_LETTERS[int(f"{year:04d}{sequence:06d}") % len(CHECK_LETTERS)]


def normal_number(text: str) -> str | None:
    """The number as it is written on certificates; None when the text is not one or its letter is wrong.

    Forgives case, spaces and missing or other dashes.
    """
    compact = re.sub(r"[\s\-‐‑‒–—_.]", "", unicodedata.normalize("NFKC", text)).upper()
    parts = re.fullmatch(r"PV([0-9]{4})([0-9]{6,9})([A-Z])", compact)
    if parts is None:
        return None
    number = number_of(int(parts[1]), int(parts[2]))
    return number if number.endswith(parts[3]) else None


def is_due(requirements: Requirements, evidence: Evidence, earlier: Iterable[Validity], now: datetime) -> bool:
    """Whether a credential must be issued now.

    Never without an exam graded on the server, since what a browser reports can be forged; a full one never
    without practice that a trainer accepted; never beside one that stands; after a revocation or an expiry,
    only for an exam passed since.
    """
    if requirements.exam_page_id is None or evidence.exam_passed_at is None:
        return False
    if requirements.course_completed and not evidence.course_completed:
        return False
    if requirements.kind is AchievementKind.FULL and not evidence.practice_accepted:
        return False
    return all(
        standing(validity, now) is not Standing.VALID and _ended_at(validity) < evidence.exam_passed_at
        for validity in earlier
    )


def _ended_at(validity: Validity) -> datetime:
    return validity.revoked_at or validity.expires_at or validity.issued_at


def standing(validity: Validity, now: datetime) -> Standing:
    if validity.revoked_at is not None:
        return Standing.REVOKED
    if validity.expires_at is not None and validity.expires_at <= now:
        return Standing.EXPIRED
    return Standing.VALID


def expires_at(issued_at: datetime, validity_months: int | None) -> datetime | None:
    """The same day `validity_months` later, or the last of that month when it has no such day."""
    if not validity_months:
        return None
    months = issued_at.year * 12 + issued_at.month - 1 + validity_months
    year, month = divmod(months, 12)
    for day in range(issued_at.day, 27, -1):
        try:
            return issued_at.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    return issued_at.replace(year=year, month=month + 1)


def folded(text: str) -> str:
    """Lower case without accents, hyphens or doubled spaces, to compare names and find words."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[\s\-‐‑]+", " ", kept).split())


def same_name(holder: str, given: str) -> bool:
    """Whether the name given is the holder's, in any order of its words."""
    return bool(given.strip()) and sorted(folded(holder).split()) == sorted(folded(given).split())


def forbidden_words(text: str) -> list[str]:
    """What a certificate of this school may not call itself (Code du travail L6113-1, Code de l'éducation)."""
    plain = folded(text)
    return [word for word in FORBIDDEN_WORDS if re.search(rf"\b{word}", plain)]


def may_be_titled(kind: AchievementKind, title: str) -> bool:
    """Whether the title promises no more than was judged: knowledge alone is an attestation."""
    return kind is AchievementKind.FULL or folded(title).startswith("attestation")


def holder_hash(name: str, uuid: UUID) -> str:
    """What is kept of a name after its erasure: whoever holds the certificate can still prove it theirs.

    The form is that of Open Badges 3.0 `IdentityObject` (section B.6): `sha256$`, then the digest of the
    value followed by the salt, which is the credential's uuid.
    """
    return f"sha256${hashlib.sha256(f'{name}{uuid}'.encode()).hexdigest()}"
