from datetime import UTC, datetime, timedelta

import pytest

from courses.learning.data import CohortRow, HaltReason, Order, Stage, Standing, Steps
from courses.learning.following_rules import halt_of, last_activity, ordered, place_of, stage_of

from .test_rules import outline, unit

NOW = datetime(2026, 5, 20, 9, tzinfo=UTC)


def ago(days):
    return NOW - timedelta(days=days)


def steps(**known):
    return Steps(**{"started_at": ago(30), **known})


@pytest.mark.parametrize(
    ("known", "stage"),
    [
        ({"finished": True, "done": 3}, Stage.FINISHED),
        ({}, Stage.NOT_STARTED),
        ({"last_seen_at": ago(1), "last_completed_at": ago(2), "done": 1}, Stage.UNDER_WAY),
        ({"last_seen_at": ago(15), "done": 3}, Stage.STUCK),
        ({"done": 1}, Stage.STUCK),
        ({"last_seen_at": ago(1), "started_at": ago(3)}, Stage.UNDER_WAY),
    ],
)
def test_where_a_learner_stands(known, stage):
    assert stage_of(steps(**known), now=NOW) is stage


@pytest.mark.parametrize(
    ("known", "reason", "since"),
    [
        ({"last_seen_at": ago(15)}, HaltReason.SILENT, ago(15)),
        ({"last_seen_at": ago(20), "last_completed_at": ago(16)}, HaltReason.SILENT, ago(16)),
        ({"last_seen_at": ago(1), "tries": 3, "tried_from": ago(4)}, HaltReason.TRYING, ago(4)),
        ({"last_seen_at": ago(1), "last_completed_at": ago(15)}, HaltReason.STANDING, ago(15)),
        ({"last_seen_at": ago(1)}, HaltReason.STANDING, ago(30)),
    ],
)  # fmt: skip
def test_why_and_since_when_someone_is_stuck(known, reason, since):
    halt = halt_of(steps(where="Le tirage", **known), now=NOW)
    assert (halt.reason, halt.where, halt.since) == (reason, "Le tirage", since)


@pytest.mark.parametrize(
    "known",
    [
        {"last_seen_at": ago(14), "last_completed_at": ago(14)},
        {"last_seen_at": ago(1), "last_completed_at": ago(1), "tries": 2, "tried_from": ago(1)},
        {"finished": True, "last_seen_at": ago(90), "done": 4},
        {},
    ],
)
def test_whoever_moves_has_not_begun_or_has_finished_is_not_stuck(known):
    assert halt_of(steps(**known), now=NOW) is None


def test_the_last_activity_is_the_latest_of_what_is_known():
    assert last_activity(steps()) is None
    assert last_activity(steps(last_seen_at=ago(5), last_completed_at=ago(3))) == ago(3)


def test_someone_stands_before_what_they_opened_last_unless_it_is_done():
    course = outline([unit(1), unit(2, optional=True), unit(3)])
    assert place_of(course, done={1}, last_unit_id=2).id == 2
    assert place_of(course, done={1, 2}, last_unit_id=2).id == 3
    assert place_of(course, done={1}, last_unit_id=None).id == 3
    assert place_of(course, done={1, 2, 3}, last_unit_id=3) is None


def row(name, **known):
    return CohortRow(**{
        "enrolment_id": 1, "user_id": 1, "name": name, "email": f"{name}@example.org", "cohort_id": None,
        "cohort": "", "started_at": NOW, "last_seen_at": None, "completed_at": None, "stage": Stage.NOT_STARTED,
        "standing": Standing(0, 4, 0, 0, ""), **known,
    })  # fmt: skip


def test_rows_are_sorted_both_ways_and_those_without_a_value_come_last():
    rows = [row("Bao", mean_score=0.5), row("Ana"), row("Cem", mean_score=0.9)]
    assert [one.name for one in ordered(rows, order=Order.NAME)] == ["Ana", "Bao", "Cem"]
    assert [one.name for one in ordered(rows, order=Order.SCORE)] == ["Bao", "Cem", "Ana"]
    assert [one.name for one in ordered(rows, order=Order.SCORE, downwards=True)] == ["Cem", "Bao", "Ana"]


def test_those_who_are_stuck_come_first_when_sorted_by_stage():
    rows = [row("Ana", stage=Stage.FINISHED), row("Bao", stage=Stage.STUCK), row("Cem", stage=Stage.UNDER_WAY)]
    assert [one.name for one in ordered(rows, order=Order.STAGE)] == ["Bao", "Cem", "Ana"]
