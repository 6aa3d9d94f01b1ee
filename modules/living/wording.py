"""French sentences about interactions. Editors' words come in, a sentence comes out; no gettext: it is grammar."""

import re

NARROW = "\u202f"


def sentence(source: str, wording: str, target: str) -> str:
    """“La loutre chasse le vairon.” from “la loutre”, “chasse”, “le vairon”, with its contractions."""
    return capitalised(f"{join(f'{source} {wording}', target)}.")


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
