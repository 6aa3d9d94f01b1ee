import pytest

from media.h5p.engine import LibraryName, addons_used

MATH = LibraryName("H5P.MathDisplay", 1, 0)


def add_to(*types):
    return {"addTo": {"content": {"types": list(types)}}}


FORMULA = add_to({"text": {"regex": r"/\\\(.+\\\)/"}})


def test_an_addon_joins_a_content_whose_texts_call_for_it():
    parameters = {"questions": [{"params": {"text": r"<p>Soit \(n\) individus</p>"}}], "n": 3}

    assert addons_used(parameters, {MATH: FORMULA, LibraryName("H5P.Plain", 1, 0): {}}) == (MATH,)


def test_the_later_version_of_an_addon_joins():
    later = LibraryName("H5P.MathDisplay", 1, 12)

    assert addons_used({"text": r"\(n\)"}, {later: FORMULA, MATH: FORMULA}) == (later,)


def test_an_addon_stays_away_from_other_contents():
    assert addons_used({"text": "Soit n individus"}, {MATH: FORMULA}) == ()


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"addTo": 3},
        {"addTo": {"content": []}},
        add_to(3, {}, {"text": 3}, {"text": {"regex": 3}}),
        add_to({"text": {"regex": "/(/"}}),
    ],
)
def test_an_addon_described_badly_joins_nothing(metadata):
    assert addons_used({"text": "("}, {MATH: metadata}) == ()
