"""What the exam's form posts, read into plain values."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

from courses.assessment.data import AssessmentError, Paper

MAX_BODY = 64 * 1024


@dataclass(frozen=True, slots=True)
class PostedAnswers:
    """Answers by question id; `base` is what the form showed when it was loaded, None for a script."""

    answers: Mapping[int, list[str]]
    seen_version: int
    base: Mapping[int, list[str]] | None = None


def answers_from_form(data: QueryDict, paper: Paper) -> PostedAnswers:
    """The whole form, for the questions of `paper`. Raises AssessmentError `answer-invalid`."""
    ids = [question.id for question in paper.questions]
    return PostedAnswers(
        answers={id: data.getlist(f"question-{id}") for id in ids},
        base={id: [key for key in data.get(f"base-{id}", "").split(",") if key] for id in ids},
        seen_version=_version(data.get("version", "0")),
    )


def answers_from_json(request: HttpRequest) -> PostedAnswers:
    """`{"version": 3, "answers": {"12": ["key"]}}`. Raises AssessmentError `answer-invalid`."""
    try:
        body = json.loads(request.body[: MAX_BODY + 1])
        answers = {int(id): [_key(key) for key in keys] for id, keys in body["answers"].items()}
        return PostedAnswers(answers=answers, seen_version=_version(body["version"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise AssessmentError("answer-invalid") from None


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError("a key is text")
    return key


def _version(value: object) -> int:
    try:
        return max(0, min(int(str(value)), 2**31 - 1))
    except ValueError:
        raise AssessmentError("answer-invalid") from None
