from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.certification import rules
from courses.certification.data import AchievementKind, Evidence, Requirements, Standing, Validity

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
YESTERDAY, LAST_YEAR = NOW - timedelta(days=1), NOW - timedelta(days=365)
EXAM = Requirements(exam_page_id=1, course_id=2, course_completed=False)
PASSED = Evidence(exam_passed_at=YESTERDAY, exam_score=0.8)


def test_a_passed_exam_earns_what_asks_only_for_it():
    assert rules.is_due(EXAM, PASSED, [], NOW)
    assert not rules.is_due(EXAM, Evidence(), [], NOW)


def test_nothing_is_earned_without_an_exam_graded_on_the_server():
    no_exam = Requirements(exam_page_id=None, course_id=2, course_completed=True)
    assert not rules.is_due(no_exam, Evidence(course_completed=True), [], NOW)


def test_what_asks_for_the_course_waits_for_the_course():
    both = Requirements(exam_page_id=1, course_id=2, course_completed=True)
    assert not rules.is_due(both, PASSED, [], NOW)
    assert rules.is_due(both, Evidence(YESTERDAY, 0.8, course_completed=True), [], NOW)


def test_a_full_certificate_needs_practice_that_was_accepted():
    full = Requirements(1, 2, False, AchievementKind.FULL)
    assert not rules.is_due(full, PASSED, [], NOW)
    assert rules.is_due(full, Evidence(YESTERDAY, 0.8, practice_accepted=True), [], NOW)


@pytest.mark.parametrize(
    ("earlier", "due"),
    [
        (Validity(LAST_YEAR), False),
        (Validity(LAST_YEAR, revoked_at=NOW), False),
        (Validity(LAST_YEAR, revoked_at=YESTERDAY - timedelta(hours=1)), True),
        (Validity(LAST_YEAR, expires_at=NOW - timedelta(hours=1)), False),
        (Validity(LAST_YEAR, expires_at=YESTERDAY - timedelta(hours=1)), True),
    ],
)
def test_another_is_due_only_for_an_exam_passed_after_the_end_of_the_earlier_one(earlier, due):
    assert rules.is_due(EXAM, PASSED, [earlier], NOW) is due


def test_standing_follows_revocation_then_expiry():
    assert rules.standing(Validity(LAST_YEAR), NOW) is Standing.VALID
    assert rules.standing(Validity(LAST_YEAR, expires_at=NOW), NOW) is Standing.EXPIRED
    assert rules.standing(Validity(LAST_YEAR, expires_at=NOW, revoked_at=NOW), NOW) is Standing.REVOKED


@pytest.mark.parametrize(
    ("issued", "months", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-11-22", 24, "2028-11-22"),
        ("2026-12-01", 1, "2027-01-01"),
    ],
)
def test_validity_ends_the_same_day_or_the_last_of_the_month(issued, months, expected):
    moment = datetime.fromisoformat(issued).replace(tzinfo=UTC)
    assert rules.expires_at(moment, months).date().isoformat() == expected


def test_no_months_means_no_end():
    assert rules.expires_at(NOW, None) is None


def test_a_number_reads_back_whatever_its_case_dashes_and_spaces():
    number = rules.number_of(2026, 123)
    assert number.startswith("PV-2026-000123-")
    for written in (number, number.lower(), number.replace("-", " "), number.replace("-", "–"), f" {number} "):
        assert rules.normal_number(written) == number


@pytest.mark.parametrize("text", ["", "bonjour", "PV-2026-123-K", "PV-2026-000123", "PV-2026-००0123-K"])
def test_what_is_not_a_number_is_refused(text):
    assert rules.normal_number(text) is None


@given(st.integers(2020, 2099), st.integers(1, 999_999), st.integers(0, 9), st.integers(0, 9))
def test_one_wrong_digit_is_always_noticed(year, sequence, position, digit):
    number = rules.number_of(year, sequence)
    digits = list(f"{year:04d}{sequence:06d}")
    if digits[position] == str(digit):
        return
    digits[position] = str(digit)
    wrong = "".join(digits)
    assert rules.normal_number(f"PV-{wrong[:4]}-{wrong[4:]}-{number[-1]}") is None


@given(st.integers(2020, 2099), st.integers(1, 999_999), st.integers(0, 8))
def test_two_neighbouring_digits_swapped_are_always_noticed(year, sequence, position):
    number = rules.number_of(year, sequence)
    digits = list(f"{year:04d}{sequence:06d}")
    if digits[position] == digits[position + 1]:
        return
    digits[position], digits[position + 1] = digits[position + 1], digits[position]
    wrong = "".join(digits)
    assert rules.normal_number(f"PV-{wrong[:4]}-{wrong[4:]}-{number[-1]}") is None


@pytest.mark.parametrize(
    "text",
    [
        "Diplôme de facilitation",
        "Certification professionnelle",
        "certification  Professionnelle",
        "inscrite au RNCP",
        "formation diplômante",
    ],
)
def test_words_that_the_law_keeps_are_found(text):
    assert rules.forbidden_words(text)


@pytest.mark.parametrize("text", ["Attestation de connaissances – premiers chapitres", "Certificat de l’école"])
def test_the_words_of_this_school_are_allowed(text):
    assert rules.forbidden_words(text) == []


def test_knowledge_alone_is_an_attestation():
    assert rules.may_be_titled(AchievementKind.PARTIAL, "Attestation de connaissances")
    assert not rules.may_be_titled(AchievementKind.PARTIAL, "Certificat de facilitation")
    assert rules.may_be_titled(AchievementKind.FULL, "Certificat de facilitation")


def test_a_name_is_recognised_without_its_accents_and_in_any_order():
    assert rules.same_name("Amélie Hérouville-Roux", "herouville roux amelie")
    assert not rules.same_name("Amélie Roux", "Amélie")
    assert not rules.same_name("", "")


def test_what_is_kept_of_an_erased_name_proves_it_without_showing_it():
    uuid = uuid4()
    kept = rules.holder_hash("Ana Roux", uuid)
    assert kept.startswith("sha256$")
    assert "Ana" not in kept
    assert kept == rules.holder_hash("Ana Roux", uuid) != rules.holder_hash("Ana Roux", uuid4())
