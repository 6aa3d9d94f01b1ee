"""Which content types can report a score."""

import pytest

from media.h5p.data import HOLDERS, NEVER_SCORE, SILENT_PARTS, can_score


@pytest.mark.parametrize(
    ("machine_name", "alone", "with_a_question"),
    [
        ("H5P.MultiChoice", True, True),
        ("Somebody.Else", True, True),
        ("H5P.Accordion", False, False),
        ("H5P.Dialogcards", False, False),
        ("H5P.Column", False, True),
        ("H5P.InteractiveVideo", False, False),
    ],
)
def test_a_type_scores_by_itself_or_by_its_parts_or_never(machine_name, alone, with_a_question):
    assert can_score(machine_name, has_scoring_part=False) is alone
    assert can_score(machine_name, has_scoring_part=True) is with_a_question


@pytest.mark.parametrize("machine_name", ["H5P.InteractiveVideo", "H5P.InteractiveBook"])
def test_some_score_on_their_submit_screen_only(machine_name):
    assert can_score(machine_name, has_scoring_part=True, has_submit_screen=True)
    assert not can_score(machine_name, has_scoring_part=True)
    assert not can_score(machine_name, has_scoring_part=False, has_submit_screen=True)


def test_a_type_is_of_one_kind():
    assert not NEVER_SCORE & HOLDERS
    assert not SILENT_PARTS & (NEVER_SCORE | HOLDERS)
