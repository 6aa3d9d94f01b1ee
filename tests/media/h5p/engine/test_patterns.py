import time

import pytest

from media.h5p.engine.patterns import is_found, is_match, longest_text


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        ("^[0-9]+$", "12", True),
        ("^[0-9]+$", "1a", False),
        ("^#[a-f0-9]{6}$", "#00ff00", True),
        ("[*+{}()]", "a", False),
        (r"\*\+", "*+", True),
        ("^(a|b)c?$", "bc", True),
        ("^-?[0-9]+(,[0-9]+)?$", "12,5", True),
    ],
)
def test_an_ordinary_pattern_is_applied(pattern, text, fits):
    assert is_match({"pattern": pattern}, text) is fits


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(a|aa)*$", "(a*)*b", "a*a*a*a*b", r"(a)\1", "([a-z]+){2,}x", "a{1,}b{1,}c{1,}"]
)
def test_a_pattern_that_could_take_long_is_left_to_the_browser(pattern):
    started = time.perf_counter()

    assert not longest_text(pattern)
    assert is_match({"pattern": pattern}, "a" * 1000 + "!")
    assert time.perf_counter() - started < 0.1


@pytest.mark.parametrize(
    "rule",
    [
        {},
        {"pattern": 3},
        {"pattern": "("},
        {"pattern": "[" * 400},
        {"pattern": "a" * 9999},
        {"pattern": "a", "modifiers": 3},
    ],
)
def test_a_pattern_that_is_none_says_nothing(rule):
    assert is_match(rule, "a")


def test_modifiers_are_read():
    assert is_match({"pattern": "^ABC$", "modifiers": "gi"}, "abc")


@pytest.mark.parametrize("pattern", ["a*a*b", "a*b", ".*x.*y", "^[ab]*[bc]*$", "a{0,}a{0,}b"])
def test_the_slowest_pattern_that_runs_answers_soon(pattern):
    started = time.perf_counter()
    is_match({"pattern": pattern}, "a" * longest_text(pattern))

    assert time.perf_counter() - started < 0.5


FORMULA = r"/\$\$.+\$\$|\\\[.+\\\]|\\\(.+\\\)/"


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (FORMULA, r"soit \(a+b\)", True),
        (FORMULA, "sans formule (a+b)", False),
        (FORMULA, "x" * 4000 + "$$a$$" + "x" * 4000, True),
        (FORMULA, "x" * 50_000, False),
        ("/ABC/i", "abc", True),
        ("ABC", "ABC", False),
        ("/(a+)+$/", "aaaa", False),
        ("/(/", "(", False),
        ("", "", False),
    ],
)
def test_a_pattern_between_slashes_is_found_in_texts_of_any_length(pattern, text, found):
    assert is_found(pattern, text) is found
