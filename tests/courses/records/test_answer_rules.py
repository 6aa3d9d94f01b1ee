"""Questions and answers in words, whatever HTML and marks the content types put in them."""

import pytest

from courses.records.answer_rules import in_words, name_of, plain, right_answer

CHOICES = {
    "interactionType": "choice",
    "choices": [
        {"id": "0", "description": {"en-US": "La source\n"}},
        {"id": "1", "description": {"en-US": "<p>L&#039;embouchure</p>\n"}},
    ],
    "correctResponsesPattern": ["1[,]0"],
}
BLANKS = {
    "interactionType": "fill-in",
    "correctResponsesPattern": ["{case_matters=false}l'eau[,]poisson", "{case_matters=false}l'eau[,]vairon"],
}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("<p>Où la rivière prend-elle sa source&nbsp;?</p>\n", "Où la rivière prend-elle sa source\xa0?"),
        ("<p>Un</p><p>deux</p>", "Un deux"),
        ("la <strong>r</strong>ivière", "la rivière"),
        ("a < b, et b > c", "a < b, et b > c"),
        ("l&#039;eau &lt;b&gt;", "l'eau <b>"),
        ("<" * 5000, "<" * 5000),
    ],
)
def test_html_becomes_words(said, words):
    assert plain(said) == words


def test_a_question_is_named_by_its_description_in_french_if_it_can_be():
    said = {"description": {"en-US": "Who?", "fr": "<p>Qui ?</p>"}, "name": {"fr": "Quiz"}}
    assert name_of(said) == "Qui ?"
    assert name_of({"name": {"en-US": "La source &amp; l&#039;embouchure"}}) == "La source & l'embouchure"
    assert len(name_of({"name": {"fr": "long " * 500}})) == 500


def test_choices_are_said_with_their_words_in_their_order():
    assert in_words("1[,]0", CHOICES) == "La source + L'embouchure"
    assert right_answer(CHOICES) == "La source + L'embouchure"


def test_a_gap_left_empty_keeps_its_place():
    assert in_words("rivière[,]catiche[,]poissons[,]", BLANKS) == "rivière + catiche + poissons + –"
    assert in_words("[,][,]", BLANKS) == ""
    assert right_answer(BLANKS) == "l'eau + poisson"


def test_a_long_text_stays_as_it_was_written():
    said = "Si x<y et z>t, la loutre [,] plonge.\nEt « l&#039;eau »."
    assert in_words(f" {said}\n", {"interactionType": "long-fill-in"}) == said
    long = in_words("mot " * 5000, {"interactionType": "long-fill-in"})
    assert len(long) == 10_001
    assert long.endswith("…")


MATCHING = {
    "interactionType": "matching",
    "source": [{"id": "0", "description": {"en-US": "La loutre"}}, {"id": "1", "description": {"en-US": "La truite"}}],
    "target": [
        {"id": "0", "description": {"en-US": "<p>Mammifères</p>"}},
        {"id": "1", "description": {"en-US": "Poissons"}},
    ],
    "correctResponsesPattern": ["0[.]0[,]1[.]1"],
}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("0[.]1[,]1[.]0", "La truite → Mammifères + La loutre → Poissons"),
        ("0[.]0", "La loutre → Mammifères"),
        ("7[.]0", "7[.]0"),
        ("loutre", "loutre"),
        ("", ""),
    ],
)
def test_what_was_put_where_is_said(said, words):
    assert in_words(said, MATCHING) == words


def test_the_order_of_xapi_is_understood_where_only_it_fits():
    definition = MATCHING | {"source": [{"id": "a", "description": {"en-US": "La loutre"}}]}
    assert in_words("a[.]1", definition) == "La loutre → Poissons"
    assert in_words("1[.]a", definition) == "La loutre → Poissons"
