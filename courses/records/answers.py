"""What learners answered, question by question, read from their `answered` statements."""

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from courses.records.answer_rules import activity_of, in_words, is_question, name_of, right_answer
from courses.records.data import QuestionAnswer, Verb
from courses.records.models import Statement

TRUE_OR_FALSE = {"true": _("True"), "false": _("False")}


def answers_of(
    *, user_ids: Iterable[int], activity_iris: Collection[str], first_only: bool = True
) -> list[QuestionAnswer]:
    """The answers of these users to the questions of these activities, oldest first; one query.

    With `first_only`, each learner's first answer to each question: later ones have seen the correction.
    """
    rows = Statement.objects.filter(learner__user_id__in=list(user_ids), verb=Verb.ANSWERED, voided=False).order_by(
        "timestamp", "id"
    )
    columns = rows.values_list("learner__user_id", "object_key", "timestamp", "raw")
    return list(_answers(columns.iterator(chunk_size=2000), frozenset(activity_iris), first_only))


def _answers(
    rows: Iterable[tuple[int, str, datetime, str]], wanted: frozenset[str], first_only: bool
) -> Iterator[QuestionAnswer]:
    seen: set[tuple[int, str]] = set()
    for user_id, question, at, text in rows:
        if first_only and (user_id, question) in seen:
            continue
        raw = json.loads(text)
        activity = activity_of(question, raw.get("context", {}))
        if activity in wanted and is_question(raw):
            seen.add((user_id, question))
            yield _answer(user_id, activity, question, at, raw)


def _answer(user_id: int, activity: str, question: str, at: datetime, raw: dict[str, Any]) -> QuestionAnswer:
    result, definition = raw.get("result", {}), raw["object"].get("definition", {})
    score = result.get("score", {}).get("scaled")
    words = TRUE_OR_FALSE if definition.get("interactionType") == "true-false" else {}
    said, right = in_words(str(result.get("response", "")), definition), right_answer(definition)
    return QuestionAnswer(
        user_id=user_id,
        activity_iri=activity,
        question_iri=question,
        name=name_of(definition),
        at=at,
        success=_success(result.get("success"), score),
        score=None if score is None else float(score),
        response=str(words.get(said, said)),
        right=str(words.get(right, right)),
    )


def _success(said: bool | None, scaled: float | None) -> bool | None:
    """Whether the answer is right; where it is not said (H5P.DragText, H5P.Blanks), the whole score says it."""
    return scaled >= 1 if said is None and scaled is not None else said
