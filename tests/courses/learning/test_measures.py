from datetime import UTC, datetime, timedelta

from courses.learning.charts import TALL, TOP, profile_of
from courses.learning.data import Halt, HaltReason, Stage
from courses.learning.measures import Passages, UnitAttempt, unit_figures

from .test_following_rules import row
from .test_rules import outline, unit

NOW = datetime(2026, 5, 20, 9, tzinfo=UTC)
COURSE = outline([unit(1), unit(2)], [unit(3)])


def minutes(count):
    return NOW + timedelta(minutes=count)


def learners(*wheres):
    rows = []
    for user, where in enumerate(wheres, start=1):
        halt = Halt(HaltReason.SILENT, "", NOW) if where else None
        rows.append(row(f"P{user}", user_id=user, where_id=where, halt=halt, stage=Stage.UNDER_WAY))
    return rows


def test_opened_counts_each_learner_once_whatever_tells_it():
    passages = Passages(
        opened={(1, 1): NOW, (2, 1): NOW},
        done={1: frozenset({1}), 3: frozenset({1})},
        attempts=[UnitAttempt(2, 1, "a"), UnitAttempt(4, 1, "a")],
    )
    first = unit_figures(COURSE, learners(None, None, None, None), passages)[0]
    assert (first.opened, first.done, first.learners) == (4, 2, 4)


def test_time_is_that_of_the_attempts_else_of_one_sitting_and_the_median_is_kept():
    passages = Passages(
        opened={(1, 1): NOW, (2, 1): NOW, (3, 1): NOW},
        completed={(1, 1): minutes(50), (2, 1): minutes(10), (3, 1): minutes(400)},
        attempts=[UnitAttempt(1, 1, "a", seconds=100), UnitAttempt(1, 1, "a", seconds=140)],
    )
    first = unit_figures(COURSE, learners(None, None, None), passages)[0]
    assert (first.median_seconds, first.timed) == (420, 2)


def test_scores_are_the_best_of_each_learner_and_success_is_counted_by_attempt():
    attempts = [
        UnitAttempt(1, 2, "a", success=False, score=0.2),
        UnitAttempt(1, 2, "a", success=True, score=0.8),
        UnitAttempt(2, 2, "a", success=None, score=0.4),
    ]
    second = unit_figures(COURSE, learners(None, None), Passages(attempts=attempts))[1]
    assert (second.success_rate, second.judged) == (0.5, 2)
    assert round(second.mean_score, 6) == 0.6


def test_people_stop_at_the_unit_they_stand_before():
    found = unit_figures(COURSE, learners(2, 2, None), Passages())
    assert [one.stopped for one in found] == [0, 2, 0]


def test_nothing_is_said_of_what_nothing_tells():
    last = unit_figures(COURSE, learners(None), Passages())[2]
    assert (last.median_seconds, last.success_rate, last.mean_score) == (None, None, None)


def test_the_drawing_goes_chapter_by_chapter_and_bars_are_as_tall_as_their_share():
    passages = Passages(done={1: frozenset({1})})
    profile = profile_of(unit_figures(COURSE, learners(None, None), passages))
    assert [len(group.bars) for group in profile.groups] == [2, 1]
    assert (profile.groups[0].bars[0].done_height, profile.groups[0].bars[0].done_y) == (TALL // 2, TOP + TALL // 2)
    assert profile_of(()) is None
    assert profile_of(unit_figures(COURSE, [], Passages())) is None
