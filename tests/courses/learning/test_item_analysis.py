"""Figures worked out by hand, and the silence below ten answers."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.learning.data import Response, Sitting
from courses.learning.item_analysis import (
    FEWEST_ANSWERS,
    Flag,
    correlation,
    flags_of,
    most_chosen_wrong,
    question_figures,
)


def sitting(points, rest, *, chosen=""):
    """Question "q" and four others whose mean is `rest` (a multiple of a quarter)."""
    others = [Response(f"o{number}", "", 1.0 if number < rest * 4 else 0.0) for number in range(4)]
    return Sitting("Quiz", (Response("q", "Qui parle ?", points, chosen, "La loutre"), *others))


def figures(sittings):
    return next(one for one in question_figures(sittings) if one.key == "q")


def test_the_point_biserial_correlation_is_that_worked_out_by_hand():
    # Means 0.5 and 0.5; spreads 2.5 and 0.6; sum of products 1.0; so 1 / sqrt(1.5).
    right, rest = [1] * 5 + [0] * 5, [0.9, 0.8, 0.7, 0.6, 0.5, 0.5, 0.4, 0.3, 0.2, 0.1]
    assert correlation(list(zip(right, rest, strict=True))) == pytest.approx(1 / sqrt(1.5))
    assert correlation(list(zip(right, rest[::-1], strict=True))) == pytest.approx(-1 / sqrt(1.5))


def test_a_question_that_the_best_know_tells_people_apart():
    found = figures([sitting(1, 1.0)] * 6 + [sitting(0, 0.25, chosen="Personne")] * 6)
    assert (found.facility, found.discrimination, found.flags) == (0.5, pytest.approx(1.0), ())
    assert (found.wrong, found.wrong_count, found.right, found.answers) == ("Personne", 6, "La loutre", 12)


def test_the_question_itself_is_left_out_of_the_rest():
    # With the question in the total, this one would seem to tell people apart.
    found = figures([sitting(1, 0.5)] * 5 + [sitting(0, 0.5)] * 5)
    assert found.discrimination is None


def test_a_question_that_the_best_miss_is_reviewed_first():
    found = figures([sitting(0, 1.0)] * 5 + [sitting(1, 0.25)] * 5)
    assert found.flags == (Flag.INVERTED,)


def test_nothing_is_said_with_fewer_than_ten_answers():
    found = figures([sitting(0, 1.0, chosen="x")] * (FEWEST_ANSWERS - 1))
    assert (found.facility, found.discrimination, found.flags, found.wrong) == (None, None, (), "")
    assert figures([sitting(0, 1.0)] * FEWEST_ANSWERS).facility == 0


def test_a_single_question_has_a_facility_and_no_discrimination():
    alone = [Sitting("Quiz", (Response("q", "?", 1.0),))] * 12
    assert (figures(alone).facility, figures(alone).discrimination) == (1.0, None)


@pytest.mark.parametrize(
    ("facility", "discrimination", "flags"),
    [
        (0.95, None, (Flag.TOO_EASY,)),
        (0.97, 0.05, (Flag.TOO_EASY,)),
        (0.94, 0.20, ()),
        (0.6, 0.19, (Flag.POOR,)),
        (0.6, 0.0, (Flag.POOR,)),
        (0.6, -0.01, (Flag.INVERTED,)),
        (0.2, 0.5, (Flag.TOO_HARD,)),
        (0.1, -0.2, (Flag.TOO_HARD, Flag.INVERTED)),
        (0.5, None, ()),
    ],
)
def test_flags_follow_the_thresholds(facility, discrimination, flags):
    assert flags_of(facility, discrimination) == flags


def test_the_wrong_answer_chosen_most_leaves_out_right_and_empty_ones():
    responses = [Response("q", "", points, chosen) for points, chosen in
                 [(1, "A"), (1, "A"), (1, "A"), (0, "C"), (0, "B"), (0, "B"), (0.5, "C"), (0, "")]]  # fmt: skip
    assert most_chosen_wrong(responses) == ("B", 2)
    assert most_chosen_wrong([Response("q", "", 1, "A")]) == ("", 0)


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=60))
def test_a_correlation_stays_between_minus_one_and_one(pairs):
    found = correlation(pairs)
    assert found is None or -1 <= found <= 1
