"""Which state of which device is the newest."""

import pytest

from courses.learning.data import StateTurn
from courses.learning.resuming_rules import Order, follows


@pytest.mark.parametrize(
    ("turn", "count", "last", "order"),
    [
        (StateTurn(0, "a", 1), 0, None, Order.NEXT),
        (StateTurn(3, "a", 1), 3, ("b", 9), Order.NEXT),
        (StateTurn(3, "a", 2), 4, ("a", 1), Order.NEXT),
        (StateTurn(3, "a", 2), 4, ("a", 2), Order.KNOWN),
        (StateTurn(3, "a", 1), 5, ("a", 2), Order.KNOWN),
        (StateTurn(3, "a", 2), 5, ("b", 1), Order.OUTDATED),
        (StateTurn(3, "a", 2), 4, None, Order.OUTDATED),
        (StateTurn(0, "", 0), 1, ("", 0), Order.OUTDATED),
    ],
)
def test_a_state_follows_only_the_save_it_started_from(turn, count, last, order):
    assert follows(turn, count=count, last=last) is order
