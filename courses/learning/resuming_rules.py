"""Whether a state that a browser sends may take the place of the saved one. Pure.

A browser says how many saves there had been when it opened the activity (`base`), and numbers its own (`by` names
the open page). So what it sent late or twice is known, and what it kept while another device went on is refused.
"""

from enum import StrEnum

from courses.learning.data import StateTurn


class Order(StrEnum):
    """Where a state stands beside the saved one."""

    NEXT = "next"
    KNOWN = "known"
    OUTDATED = "outdated"


def follows(turn: StateTurn, *, count: int, last: tuple[str, int] | None) -> Order:
    """`count` saves there were, the last one by the page and with the number of `last`."""
    if last and turn.by and turn.by == last[0]:
        return Order.NEXT if turn.number > last[1] else Order.KNOWN
    return Order.NEXT if turn.base == count else Order.OUTDATED
