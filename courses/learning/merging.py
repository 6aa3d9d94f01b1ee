"""Joins what several pages wrote in one note, so that no text is ever lost; and folds texts to search them.

Pure: no clock, no database. An open page says the version that it knew when its text was typed. If nobody
else wrote since, its text stands. If somebody did, both texts are kept, unless one holds the other.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class KeptText:
    """A note as it is kept. `writer` wrote last and knows everything written since version `writer_since`."""

    text: str = ""
    version: int = 0
    writer: str = ""
    writer_since: int = 0


@dataclass(frozen=True, slots=True)
class SentText:
    """What a page sends: its text, the version that it knew, and who it is (empty without a script)."""

    text: str
    known: int
    writer: str = ""

    @classmethod
    def from_form(cls, form: Mapping[str, str]) -> Self:
        """What a posted form says. Forms end their lines with two characters; a text must not change by being sent."""
        version = form.get("version", "")
        return cls(
            text=form.get("text", "").replace("\r\n", "\n").replace("\0", ""),
            known=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0,
            writer=form.get("writer", "")[:36].replace("\0", ""),
        )


def written(kept: KeptText, sent: SentText, *, separator: str) -> KeptText:
    """The note once `sent` is written; `separator` stands between two texts that differ.

    The same text again changes nothing, so that a page that got no answer may simply send once more.
    """
    if sent.text == kept.text:
        return kept
    if knows_all(kept, sent):
        since = kept.writer_since if kept.writer and kept.writer == sent.writer else kept.version
        return KeptText(sent.text, kept.version + 1, sent.writer, since)
    joined = join(kept.text, sent.text, separator=separator)
    if joined == kept.text:
        return kept
    return KeptText(joined, kept.version + 1, sent.writer, kept.version + 1)


def knows_all(kept: KeptText, sent: SentText) -> bool:
    """Whether the page that sends has seen all that is kept: nobody wrote since, or it alone did."""
    if sent.known == kept.version:
        return True
    return bool(sent.writer) and sent.writer == kept.writer and sent.known >= kept.writer_since


def join(kept: str, sent: str, *, separator: str) -> str:
    """Both texts, the newcomer last; one alone when it already holds the other."""
    if sent.strip() in kept:
        return kept
    if kept.strip() in sent:
        return sent
    return f"{kept.rstrip()}\n\n{separator}\n\n{sent.lstrip()}"


def folded(text: str) -> str:
    """Lower case, no accent, ligatures opened, spaces made one: what is searched for and what is searched."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())
