"""French sentences about interactions. Editors' words come in, a sentence comes out; no gettext: it is grammar."""

import re
from collections.abc import Sequence

from modules.living.data import LivingWeb, Strand

NARROW = "\u202f"


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
