"""How questions work: how many know the answer, and whether those who know the rest know it too. Pure.

Facility is the mean of the points earned, from 0 to 1. Discrimination is the point-biserial correlation between
the points of the question and the mean of the other questions of the same sitting: the question itself is left
out of the total, which it would otherwise swell (S. Henrysson, "Correction of item-total correlations in item
analysis", Psychometrika 28, 1963). Below 0.20 a question is poor and to be reviewed; a negative one works the
wrong way round (R. L. Ebel and D. A. Frisbie, "Essentials of Educational Measurement", 5th edition, 1991).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from statistics import fmean

from courses.learning.data import Response, Sitting

# Fewer answers say nothing of a question; thirty are better, and the page says so.
FEWEST_ANSWERS = 10
TOO_EASY = 0.95
TOO_HARD = 0.20
POOR = 0.20
# Below this, a spread is the rounding of floating-point numbers.
NO_SPREAD = 1e-12


class Flag(StrEnum):
    """What to look at in a question."""

    TOO_EASY = "too-easy"
    TOO_HARD = "too-hard"
    POOR = "poor"
    INVERTED = "inverted"


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """One question. Without enough answers (`FEWEST_ANSWERS`) there is no figure and no flag.

    `facility` goes from 0 to 1, `discrimination` from -1 to 1. `wrong` is the wrong answer chosen most, `wrong_count`
    how often.
    """

    key: str
    text: str
    activity: str
    answers: int
    facility: float | None = None
    discrimination: float | None = None
    right: str = ""
    wrong: str = ""
    wrong_count: int = 0
    flags: tuple[Flag, ...] = ()


def question_figures(sittings: Iterable[Sitting]) -> tuple[QuestionFigures, ...]:
    """The figures of every question of these sittings, in the order they are met."""
    asked: dict[tuple[str, str], list[tuple[Response, float | None]]] = defaultdict(list)
    for sitting in sittings:
        for response in sitting.responses:
            asked[sitting.activity, response.question].append((response, rest_of(sitting, response)))
    return tuple(_figures(activity, key, answers) for (activity, key), answers in asked.items())


def rest_of(sitting: Sitting, response: Response) -> float | None:
    """The mean of the other questions of the sitting; None when there is no other."""
    others = [one.points for one in sitting.responses if one.question != response.question]
    return fmean(others) if others else None


def _figures(activity: str, key: str, answers: Sequence[tuple[Response, float | None]]) -> QuestionFigures:
    last, count = answers[-1][0], len(answers)
    known = QuestionFigures(key, last.text, activity, count, right=last.right)
    if count < FEWEST_ANSWERS:
        return known
    facility = fmean(one.points for one, _rest in answers)
    discrimination = correlation([(one.points, rest) for one, rest in answers if rest is not None])
    wrong, wrong_count = most_chosen_wrong(one for one, _rest in answers)
    return QuestionFigures(
        key=key,
        text=last.text,
        activity=activity,
        answers=count,
        facility=facility,
        discrimination=discrimination,
        right=last.right,
        wrong=wrong,
        wrong_count=wrong_count,
        flags=flags_of(facility, discrimination),
    )


def correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Pearson's correlation (point-biserial when one side is 0 or 1); None without enough pairs, or without spread."""
    if len(pairs) < FEWEST_ANSWERS:
        return None
    mean_x, mean_y = fmean(x for x, _y in pairs), fmean(y for _x, y in pairs)
    spread_x = sum((x - mean_x) ** 2 for x, _y in pairs)
    spread_y = sum((y - mean_y) ** 2 for _x, y in pairs)
    if spread_x < NO_SPREAD or spread_y < NO_SPREAD:
        return None
    together = sum((x - mean_x) * (y - mean_y) for x, y in pairs)
    return max(-1.0, min(1.0, together / sqrt(spread_x * spread_y)))


def most_chosen_wrong(responses: Iterable[Response]) -> tuple[str, int]:
    """The answer chosen most among those that earn less than a point, and how often; nothing when nobody errs."""
    chosen = Counter(one.chosen for one in responses if one.points < 1 and one.chosen)
    if not chosen:
        return "", 0
    return min(chosen.items(), key=lambda item: (-item[1], item[0]))


def flags_of(facility: float, discrimination: float | None) -> tuple[Flag, ...]:
    """What to look at; nearly everyone being right, a question cannot tell anyone apart, and is only too easy."""
    if facility >= TOO_EASY:
        return (Flag.TOO_EASY,)
    flags = [Flag.TOO_HARD] if facility <= TOO_HARD else []
    if discrimination is not None and discrimination < POOR:
        flags.append(Flag.INVERTED if discrimination < 0 else Flag.POOR)
    return tuple(flags)
