"""French typography for the seed: authors type plain text, readers get the right signs and spaces."""

import re

NARROW = "\u202f"
APOSTROPHE = "’"
_LEFT_ALONE = re.compile(r"(<[^>]*>|https?://\S+)")
_RULES = (
    (re.compile(r"'"), APOSTROPHE),
    (re.compile(r"\s*([;!?»])"), NARROW + r"\1"),
    # A colon takes its space only where there was one: « 19:30 » and addresses have none.
    (re.compile(r"\s+:"), NARROW + ":"),
    (re.compile(r"«\s*"), "«" + NARROW),
    (re.compile(r"(?<=\d)\s+(?=%|€|\d{3}\b)"), NARROW),
    (re.compile(r"\bpages?\s+(?=\d)"), lambda found: found.group().rstrip() + "\u00a0"),
)


def french(text: str) -> str:
    """`text` with ’ for ', and narrow no-break spaces (U+202F) before ; : ! ? and inside « ».

    Markup and addresses are left alone: only what stands between them changes. Applying it twice changes nothing more.
    """
    return "".join(
        part if part.startswith(("<", "http://", "https://")) else _french(part) for part in _LEFT_ALONE.split(text)
    )


def _french(text: str) -> str:
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text
