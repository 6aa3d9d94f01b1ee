"""The lessons' activities: real `.h5p` packages of our own content type, imported like anybody else's."""

import io
from typing import Any

from cms.demo.ledger import Ledger
from media.h5p import api as h5p
from media.h5p.content_types import quiz_package

PASS_PERCENTAGE = 60


def seed_quiz(ledger: Ledger, lesson: dict[str, Any], quiz: dict[str, Any]) -> int | None:
    """The id of the H5P content of a lesson's quiz."""
    return ledger.once(f"quiz:{lesson['slug']}", lambda: _import(quiz))


def package_of(quiz: dict[str, Any]) -> bytes:
    """The quiz as a complete `.h5p` package."""
    parameters = {
        "intro": quiz.get("intro", ""),
        "questions": [_question(question) for question in quiz["questions"]],
        "passPercentage": PASS_PERCENTAGE,
    }
    return quiz_package(parameters=parameters, title=quiz["title"])


def _question(question: dict[str, Any]) -> dict[str, Any]:
    choices = [{"correct": False, **choice} for choice in question["choices"]]
    return {**question, "choices": choices}


def _import(quiz: dict[str, Any]) -> int:
    imported = h5p.import_package(file=io.BytesIO(package_of(quiz)), allow_libraries=True)
    return imported.content_id
