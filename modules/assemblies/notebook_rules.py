"""What a notebook's pages are, and how long a speech lasts. No clock, no database."""

import re
from dataclasses import dataclass
from enum import StrEnum

# A calm voice in front of an assembly, in French words a minute; a reader of the news says about 160.
WORDS_A_MINUTE = 130
SPEECH_SECONDS = 120
# Under and over these shares of two minutes, a speech is said to be short or long.
SHORT, LONG = 0.6, 1.1
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")


class PageKind(StrEnum):
    """The guided pages, in the order of the notebook."""

    OBSERVE = "observer"
    LETTER = "lettre"
    NEEDS = "besoins"
    ALLIES = "allies"
    CONFLICTS = "conflits"
    REQUESTS = "demandes"
    QUESTIONS = "questions"
    SPEECH = "parole"


class SpeechLength(StrEnum):
    """How a speech stands beside two minutes."""

    EMPTY = "empty"
    SHORT = "short"
    RIGHT = "right"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class SpeechMeasure:
    """How many words, how many seconds aloud, and what to make of it."""

    words: int
    seconds: int
    length: SpeechLength

    @property
    def minutes(self) -> tuple[int, int]:
        return divmod(self.seconds, 60)


def measure_of(text: str) -> SpeechMeasure:
    """The length of a speech, said at `WORDS_A_MINUTE`, rounded to five seconds."""
    words = len(_WORD.findall(text))
    seconds = 5 * round(words * 60 / WORDS_A_MINUTE / 5)
    return SpeechMeasure(words, seconds, _length(words, seconds))


def _length(words: int, seconds: int) -> SpeechLength:
    if not words:
        return SpeechLength.EMPTY
    if seconds < SHORT * SPEECH_SECONDS:
        return SpeechLength.SHORT
    return SpeechLength.LONG if seconds > LONG * SPEECH_SECONDS else SpeechLength.RIGHT
