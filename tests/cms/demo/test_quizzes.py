"""The quizzes are real packages: our engine finds nothing to say about them."""

import io

from cms.demo import reading
from cms.demo.quizzes import package_of
from media.h5p.engine.validation import check_package

QUIZZES = [
    block["quiz"]
    for chapter in ("1", "2", "3")
    for lesson in reading.lessons(chapter)
    for block in lesson["body"]
    if "quiz" in block
]


def test_every_quiz_is_a_valid_h5p_package():
    problems = [check_package(io.BytesIO(package_of(quiz))).problems for quiz in QUIZZES]
    assert not any(problems)


def test_the_same_quiz_gives_the_same_bytes():
    assert package_of(QUIZZES[0]) == package_of(QUIZZES[0])
