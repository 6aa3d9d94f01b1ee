"""What a coordinator does next: decided from counts alone."""

from dataclasses import replace

import pytest

from modules.assemblies.data import Progress, Step
from modules.assemblies.rules import next_step, steps_done

READY = Progress(
    colleges=2, speaking=6, to_invite=0, accepted=6, people=7, voices=5, substitutes=1, dates_to_come=1, documents=1
)


@pytest.mark.parametrize(
    ("lacking", "step"),
    [
        ({}, None),
        ({"colleges": 0}, Step.COLLEGES),
        ({"speaking": 0, "voices": 0, "substitutes": 0}, Step.MEMBERS),
        ({"to_invite": 1}, Step.INVITATIONS),
        ({"substitutes": 0}, Step.DRAW),
        ({"dates_to_come": 0}, Step.DATES),
        ({"documents": 0}, Step.DOCUMENTS),
        ({"calls": 1}, Step.CALLS),
        ({"calls": 1, "dates_to_come": 0}, Step.DATES),
    ],
)
def test_the_first_thing_lacking_comes_next(lacking, step):
    assert next_step(replace(READY, **lacking)) is step


def test_on_the_first_day_nothing_is_said_to_be_done():
    """The coordinator alone, who has accepted."""
    assert not any(steps_done(Progress(people=1, accepted=1)).values())
