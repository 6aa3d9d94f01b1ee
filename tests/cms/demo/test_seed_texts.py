"""What the seed says, before any database: typography, wording, sources, and nobody's sentences."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cms.demo import reading
from cms.demo.typography import french

CHAPTERS = ("1", "2", "3")
FORBIDDEN = ("certification professionnelle", "certifications professionnelles", "diplôme", "rncp")
DISCLAIMER = "ce ne sont pas des diplômes"
KNOWN_PAGES = {29, 34, 36, 42, 48, 50, 54, 74}


def every_lesson() -> list[dict[str, Any]]:
    return [lesson for chapter in CHAPTERS for lesson in reading.lessons(chapter)]


def everything() -> list[Any]:
    courses = [reading.course(), reading.spokesperson(), reading.assembly()]
    return [*courses, every_lesson(), reading.questions(), reading.pages(), reading.aids(), reading.people()]


def texts(value: Any, key: str = "") -> Iterator[str]:
    """Every sentence a person reads."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from texts(item, name)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts(item, key)
    elif isinstance(value, str) and key not in reading.RAW_KEYS:
        yield re.sub(r"<[^>]*>", " ", value)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def shingles(text: str, size: int = 8) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[start : start + size]) for start in range(len(found) - size + 1)}


def quizzes() -> list[dict[str, Any]]:
    return [block["quiz"] for lesson in every_lesson() for block in lesson["body"] if "quiz" in block]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Qu'est-ce que c'est ?", "Qu’est-ce que c’est\u202f?"),
        ("« Oui », dit-elle : non ;", "«\u202fOui\u202f», dit-elle\u202f: non\u202f;"),
        ("à 19:30, 70 %, 10 000 habitants", "à 19:30, 70\u202f%, 10\u202f000 habitants"),
        ('<a href="/x?a=1;b">l\'eau</a>', '<a href="/x?a=1;b">l’eau</a>'),
        ("lu sur https://a.fr/?b=1;c : l'eau", "lu sur https://a.fr/?b=1;c\u202f: l’eau"),
        ("la page 29", "la page\u00a029"),
    ],
)
def test_typography_is_the_french_one(typed: str, read: str) -> None:
    assert french(typed) == read
    assert french(read) == read


UNTYPESET = re.compile(r"['\"“”!]|(?<!\u202f)[;?»]|[^\S\u202f]:|«(?!\u202f)|\.\.\.|cliquez ici", re.IGNORECASE)


def test_every_text_is_typeset_in_french_without_cheering() -> None:
    assert [text for text in texts(everything()) if UNTYPESET.search(text)] == []


def test_no_text_promises_a_title_of_the_state() -> None:
    for text in texts(everything()):
        for word in FORBIDDEN:
            assert word not in text.lower() or DISCLAIMER in text.lower(), text


def test_only_the_steps_that_the_method_numbers_are_numbered() -> None:
    for text in texts(everything()):
        assert set(re.findall(r"étape\s+(\d+)", text)) <= {"0", "1"}
        assert set(re.findall(r"(\d+)e\s+étape", text)) <= {"6"}


def test_no_sentence_of_the_founding_document_is_copied(shared_dir: Path) -> None:
    source = shingles((shared_dir / "sources" / "faq-microparlements.txt").read_text(encoding="utf-8"))
    copied = {phrase for text in texts(everything()) for phrase in shingles(text) & source}
    assert not copied


def test_three_chapters_hold_at_least_ten_lessons() -> None:
    assert [len(reading.lessons(chapter)) for chapter in CHAPTERS] == [5, 4, 5]
    assert all(8 <= lesson["minutes"] <= 15 for lesson in every_lesson())


def test_slugs_are_used_once() -> None:
    for items in (every_lesson(), reading.questions(), reading.aids()):
        slugs = [item["slug"] for item in items]
        assert len(slugs) == len(set(slugs))


@pytest.mark.parametrize("lesson", every_lesson(), ids=lambda lesson: lesson["slug"])
def test_every_lesson_has_a_scene_an_activity_key_points_a_reflection_and_sources(lesson: dict) -> None:
    kinds = [next(iter(block)) for block in lesson["body"]]
    assert kinds[0] == "text"
    assert {"quiz", "key_points", "reflection"} <= set(kinds)
    assert "À faire" in lesson["body"][0]["text"]
    assert any("page" in source or "Foire aux questions" in source["title"] for source in lesson["sources"])
    assert {source["page"] for source in lesson["sources"] if "page" in source} <= KNOWN_PAGES
    aids = {block["download"] for block in lesson["body"] if "download" in block}
    assert aids <= {aid["slug"] for aid in reading.aids()}


def test_every_page_of_the_guide_that_the_founding_document_gives_is_cited() -> None:
    cited = {source.get("page") for lesson in every_lesson() for source in lesson["sources"]}
    assert cited >= KNOWN_PAGES


@pytest.mark.parametrize("quiz", quizzes(), ids=lambda quiz: quiz["title"])
def test_every_quiz_can_be_answered_and_answers_back(quiz: dict) -> None:
    assert 3 <= len(quiz["questions"]) <= 5
    for question in quiz["questions"]:
        right = [choice for choice in question["choices"] if choice.get("correct")]
        assert question["explanation"]
        assert all(choice["feedback"] for choice in question["choices"])
        assert len(right) >= 2 if question["type"] == "multiple" else len(right) == 1
        if question["type"] == "true_false":
            assert [choice["text"] for choice in question["choices"]] == ["Vrai", "Faux"]


def test_the_bank_has_at_least_thirty_questions_with_four_choices_each() -> None:
    assert len(reading.questions()) >= 30
    for question in reading.questions():
        right = [choice for choice in question["choices"] if choice.get("correct")]
        assert len(question["choices"]) == 4, question["slug"]
        assert len(right) >= 2 if question["kind"] == "multiple" else len(right) == 1, question["slug"]
        assert question["explanation"]
        assert question["source"]
        assert all(choice["feedback"] for choice in question["choices"])


def test_the_bank_repeats_no_question_of_the_quizzes() -> None:
    asked = {words(question["text"])[1:-1].__repr__() for quiz in quizzes() for question in quiz["questions"]}
    assert not asked & {words(question["text"]).__repr__() for question in reading.questions()}


def test_the_right_answer_is_not_given_away_by_its_length_or_place() -> None:
    single = [question for question in reading.questions() if question["kind"] == "single"]
    longest = places = 0
    counts = [0, 0, 0, 0]
    for question in single:
        lengths = [len(choice["text"]) for choice in question["choices"]]
        place = next(index for index, choice in enumerate(question["choices"]) if choice.get("correct"))
        longest += lengths[place] == max(lengths)
        counts[place] += 1
        places += 1
    assert longest <= places / 3
    assert max(counts) <= places / 2
