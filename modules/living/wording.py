"""French sentences about interactions. Editors' words come in, a sentence comes out; no gettext: it is grammar."""

import re
import unicodedata
from collections.abc import Sequence

from modules.living.data import LivingWeb, Strand

NARROW = "\u202f"
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def sentence(source: str, wording: str, target: str) -> str:
    """“La loutre chasse le vairon.” from “la loutre”, “chasse”, “le vairon”, with its contractions."""
    return capitalised(f"{join(f'{source} {wording}', target)}.")


def tell(strand: Strand, web: LivingWeb, *, seen_from: str = "") -> str:
    """The strand as a sentence that begins with `seen_from`, or with its source."""
    source, target = web.nodes[strand.source].name, web.nodes[strand.target].name
    if seen_from == strand.target:
        return sentence(target, strand.inverse_wording, source)
    return sentence(source, strand.wording, target)


def listed(names: Sequence[str]) -> str:
    """“le vairon, l’anguille et la grenouille”."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} et {names[-1]}"


def join(words: str, name: str) -> str:
    """`words` then `name`, where “de le” becomes “du” and “à les” becomes “aux”."""
    for preposition, masculine, plural in (("de", "du", "des"), ("à", "au", "aux")):
        stem = re.fullmatch(rf"(.*?)\b{preposition}", words)
        if stem and name.startswith("le "):
            return f"{stem[1]}{masculine} {name[3:]}"
        if stem and name.startswith("les "):
            return f"{stem[1]}{plural} {name[4:]}"
    return f"{words} {name}"


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def without_article(name: str) -> str:
    return re.sub(r"^(le |la |les |l’)", "", name)


def months_period(start: int, end: int) -> str:
    """“D’avril à juin”, both months included and numbered from 1."""
    if (end - start) % 12 == 11:
        return "Toute l’année"
    if start == end:
        return f"En {MONTHS[start - 1]}"
    first = MONTHS[start - 1]
    return f"{'D’' if first[0] in 'ao' else 'De '}{first} à {MONTHS[end - 1]}"


def hours_period(start: int, end: int) -> str:
    """“De 20 h à 5 h”; from 0 to 24 is the whole day."""
    if (end - start) % 24 == 0:
        return "Jour et nuit"
    return f"De {_hour(start)} à {_hour(end)}"


def _hour(hour: int) -> str:
    return {0: "minuit", 12: "midi", 24: "minuit"}.get(hour, f"{hour}{NARROW}h")


def folded(text: str) -> str:
    """`text` without capitals, accents or ligatures, to compare what people type."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
