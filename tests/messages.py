"""`make messages`: extracts the texts to translate and merges them into each package's French catalogue.

Sorted, with a fixed header and no line numbers, so that two people's changes merge.
"""

import io
import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("media", "courses", "modules", "cms")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
# What a union merge leaves of an entry that both sides added: one of them without its French, or cut short.
UNFINISHED = re.compile(r'^(?:msgctxt .*\n)?msgid ".+"\n(?:msgstr ""\n\n|(?=msgid ))', re.MULTILINE)
HEADER = """msgid ""
msgstr ""
"Language: fr\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def catalogue_path(package: str) -> Path:
    return ROOT / package / "locale/fr/LC_MESSAGES/django.po"


def extracted(package: str) -> Catalog:
    """Every text of a package's Python files and templates that asks for its French."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    catalogue = Catalog(locale="fr")
    found = extract_from_dir(ROOT / package, methods, options, keywords=KEYWORDS)
    for _name, _line, message, _comments, context in found:
        catalogue.add(message, context=context)
    return catalogue


def translated(package: str) -> Catalog:
    path = catalogue_path(package)
    if not path.exists():
        return Catalog(locale="fr")
    return read_po(io.StringIO(UNFINISHED.sub("", path.read_text(encoding="utf-8"))), locale="fr")


def merge(package: str) -> None:
    """Write the catalogue of a package again: its present texts, with the French already known."""
    known = {(message.id, message.context): message.string for message in translated(package) if message.id}
    fresh = Catalog(locale="fr")
    for message in extracted(package):
        if message.id:
            string = known.get((message.id, message.context)) or ""
            fresh.add(message.id, string, context=message.context)
    write(fresh, catalogue_path(package))


def write(catalogue: Catalog, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(HEADER.encode())
        write_po(file, catalogue, width=0, no_location=True, omit_header=True, sort_output=True)


if __name__ == "__main__":
    for package in PACKAGES:
        merge(package)
