"""Credentials, for the other apps: issue what is due, list, verify, revoke, reduce."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from courses.assessment import api as assessment
from courses.certification import badges, issuing, rules
from courses.certification.data import (
    AchievementKind,
    CertificationError,
    CredentialInfo,
    Evidence,
    Standing,
    Verification,
)
from courses.certification.fonts import fonts_dir
from courses.certification.keys import signing_keys
from courses.certification.models import Achievement, Credential
from courses.learning import api as learning

__all__ = [
    "badge_of",
    "credentials_of",
    "define_achievement",
    "erase_personal_data",
    "evaluate",
    "find_by_number",
    "personal_data_of",
    "prepare",
    "revoke",
    "status_list_of",
    "valid_credentials",
    "verification_of",
    "write_name",
]


def define_achievement(
    *,
    title: str,
    description: str,
    criteria: str,
    course_id: int,
    exam_page_id: int,
    kind: AchievementKind = AchievementKind.PARTIAL,
    requires_course_completed: bool = False,
    validity_months: int | None = None,
) -> int:
    """Makes what an exam earns, unless the exam earns something already; the achievement's id.

    Raises Django's ValidationError for a title that promises more than is judged.
    """
    existing = Achievement.objects.filter(exam_id=exam_page_id).first()
    if existing is not None:
        return existing.pk
    achievement = Achievement(
        title=title,
        description=description,
        criteria=criteria,
        course_id=course_id,
        exam_id=exam_page_id,
        kind=kind.value,
        requires_course_completed=requires_course_completed,
        validity_months=validity_months,
    )
    achievement.full_clean()
    achievement.save()
    return achievement.pk


def evaluate(*, user: Any, now: datetime, course_completions_only: bool = False) -> list[CredentialInfo]:
    """Issues what `user` has earned and does not hold yet; what was issued now.

    Calling it again, or twice at once, issues nothing more. With `course_completions_only`, looks only at
    achievements that ask for a whole course. One query when there is nothing to earn.
    """
    open_ones = Achievement.objects.open().not_held_by(user.pk, now).select_related("course", "exam")
    if course_completions_only:
        open_ones = open_ones.filter(requires_course_completed=True)
    candidates = list(open_ones)
    if not candidates:
        return []
    results = assessment.exam_results(user=user, exam_page_ids=[row.exam_id or 0 for row in candidates])
    earlier = defaultdict(list)
    for credential in Credential.objects.filter(user_id=user.pk, achievement__in=candidates):
        earlier[credential.achievement_id].append(credential.validity())
    issued = []
    for achievement in candidates:
        evidence = _evidence(user, achievement, results.get(achievement.exam_id or 0))
        if rules.is_due(achievement.requirements(), evidence, earlier[achievement.pk], now):
            given = issuing.issue(user=user, achievement=achievement, evidence=evidence, now=now)
            issued.extend([_info(given, now)] if given else [])
    return issued


def _evidence(user: Any, achievement: Achievement, result: Any) -> Evidence:
    if result is None or not result.passed:
        return Evidence()
    completed = (
        achievement.requires_course_completed
        and achievement.course_id is not None
        and learning.course_completed(user=user, course_id=achievement.course_id)
    )
    return Evidence(exam_passed_at=result.passed_at, exam_score=result.score, course_completed=bool(completed))


def _info(credential: Credential, now: datetime) -> CredentialInfo:
    standing = credential.standing(now)
    return CredentialInfo(
        uuid=credential.uuid,
        number=credential.number,
        title=credential.snapshot["title"],
        kind=AchievementKind(credential.snapshot["kind"]),
        issued_at=credential.issued_at,
        expires_at=credential.expires_at,
        standing=standing,
        valid=standing is Standing.VALID,
        url=credential.get_absolute_url(),
        pdf_url=credential.pdf_url(),
        holder_name=credential.holder_name,
    )


def credentials_of(*, user: Any, now: datetime | None = None) -> list[CredentialInfo]:
    """Every credential of `user`, the newest first, whatever its standing; one query."""
    now = now or timezone.now()
    return [_info(credential, now) for credential in Credential.objects.filter(user_id=user.pk)]


def valid_credentials(*, user_ids: Iterable[int], now: datetime | None = None) -> dict[int, list[CredentialInfo]]:
    """Credentials that stand now, by user id, the newest first; people without any are left out. One query."""
    now = now or timezone.now()
    found: dict[int, list[CredentialInfo]] = defaultdict(list)
    for credential in Credential.objects.standing_at(now).filter(user_id__in=list(user_ids)):
        found[credential.user_id or 0].append(_info(credential, now))
    return dict(found)


def verification_of(*, uuid: UUID, now: datetime) -> Verification:
    """What anyone who has the certificate's address may read; `unknown` for an address never given."""
    credential = Credential.objects.filter(uuid=uuid).first()
    if credential is None:
        return Verification(standing=Standing.UNKNOWN, number="")
    snapshot = credential.snapshot
    return Verification(
        standing=credential.standing(now),
        number=credential.number,
        uuid=credential.uuid,
        title=snapshot["title"],
        description=snapshot["description"],
        course=snapshot["course"],
        criteria=snapshot["criteria"],
        holder_name=credential.holder_name,
        issued_at=credential.issued_at,
        expires_at=credential.expires_at,
        revoked_at=credential.revoked_at,
        revocation_reason=credential.revocation_reason,
        holder_id=credential.user_id,
        erased=credential.erased_at is not None,
        kind=AchievementKind(snapshot["kind"]),
    )


def find_by_number(*, number: str, name: str = "", now: datetime) -> Verification:
    """What a number alone tells: whether the certificate stands, its title and dates, never a name.

    With the holder's own name, the whole verification. Raises CertificationError `number-unreadable` for
    what cannot be a number, such as one with a wrong letter.
    """
    normal = rules.normal_number(number)
    if normal is None:
        raise CertificationError("number-unreadable")
    credential = Credential.objects.filter(number=normal).first()
    if credential is None:
        return Verification(standing=Standing.UNKNOWN, number=normal)
    if credential.holder_name and rules.same_name(credential.holder_name, name):
        return verification_of(uuid=credential.uuid, now=now)
    return Verification(
        standing=credential.standing(now),
        number=normal,
        title=credential.snapshot["title"],
        issued_at=credential.issued_at,
        expires_at=credential.expires_at,
        revoked_at=credential.revoked_at,
        kind=AchievementKind(credential.snapshot["kind"]),
    )


def badge_of(*, uuid: UUID) -> tuple[dict[str, Any], Credential] | None:
    """The signed Open Badge of a credential, made the first time, and what its other forms are made from.

    None for an unknown address, before the holder wrote their name, and after its erasure.
    """
    with transaction.atomic():
        found = Credential.objects.select_for_update().filter(uuid=uuid).exclude(holder_name="").first()
        if found is None:
            return None
        if found.status_index is None:
            found.status_index = issuing.free_status_index()
            Credential.objects.filter(pk=found.pk).update(status_index=found.status_index)
        if found.badge is None:
            found.badge = badges.signed(found)
            Credential.objects.filter(pk=found.pk).update(badge=found.badge)
    return found.badge, found


def status_list_of(*, number: int, now: datetime) -> dict[str, Any] | None:
    """The signed Bitstring Status List of this number; None when there is none. Revocations show at once."""
    if number != 1:
        return None
    revoked = Credential.objects.exclude(revoked_at=None).values_list("status_index", flat=True)
    indexes = [index for index in revoked if index is not None]
    return badges.status_list(indexes, number=number, now=now)


def write_name(*, user: Any, uuid: UUID, name: str) -> None:
    """Writes the holder's name on a certificate that bears none, once.

    Raises CertificationError `name-missing`, or `name-written` when it has one or is not theirs.
    """
    clean = " ".join(name.split())
    if not clean:
        raise CertificationError("name-missing")
    mine = Credential.objects.filter(uuid=uuid, user_id=user.pk, holder_name="", erased_at=None)
    if not mine.update(holder_name=clean[:300]):
        raise CertificationError("name-written")


@transaction.atomic
def revoke(*, uuid: UUID, reason: str, now: datetime) -> None:
    """Withdraws a credential for good; the public page says so from then on, with the reason.

    Raises CertificationError `reason-missing`, `credential-unknown` or `already-revoked`.
    """
    if not reason.strip():
        raise CertificationError("reason-missing")
    standing = Credential.objects.filter(uuid=uuid)
    if standing.filter(revoked_at=None).update(revoked_at=now, revocation_reason=reason.strip()):
        return
    raise CertificationError("already-revoked" if standing.exists() else "credential-unknown")


def prepare() -> None:
    """Cuts the certificates' fonts and makes the issuer's keys, so that no visitor waits for them."""
    fonts_dir()
    signing_keys()


def personal_data_of(*, user: Any) -> dict[str, Any]:
    """The credentials of `user`, for the export of personal data."""
    return {
        "credentials": [
            {
                "number": info.number,
                "title": info.title,
                "name": info.holder_name,
                "issued_at": info.issued_at.isoformat(),
                "expires_at": info.expires_at.isoformat() if info.expires_at else None,
                "standing": info.standing.value,
                "url": info.url,
            }
            for info in credentials_of(user=user)
        ]
    }


@transaction.atomic
def erase_personal_data(*, user: Any, now: datetime | None = None) -> None:
    """Reduces the credentials of `user` to number, dates, title and a digest of the name."""
    for credential in Credential.objects.filter(user_id=user.pk):
        Credential.objects.filter(pk=credential.pk).update(
            holder_hash=rules.holder_hash(credential.holder_name, credential.uuid),
            holder_name="",
            badge=None,
            score=None,
            user=None,
            erased_at=now or timezone.now(),
        )
