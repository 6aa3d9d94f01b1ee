"""What was found in a file, told to people: one text a line, and counts."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from modules.living.exchange.shapes import Check, FileRefused, Line, Problem, State
from modules.living.models import Interaction

# A report stays readable, and the page that shows it light.
MAX_SHOWN = 2_000
SEPARATORS = {",": "virgule", ";": "point-virgule", "tab": "tabulation"}


def report_of(found: Check) -> dict[str, Any]:
    """The check as JSON: counts, notes, species to create, and every line but those already known."""
    told = [line for line in found.lines if line.problems or line.state is not State.KNOWN]
    # Refused lines first: they are what a person must act on.
    told.sort(key=lambda line: (line.state is not State.REFUSED, line.number))
    return {
        "counts": found.counts,
        "notes": [note_text(name, params) for name, params in found.notes],
        "species": [taxon.shown for taxon in found.new_species],
        "lines": [_line(line) for line in told[:MAX_SHOWN]],
        "left_out": max(len(told) - MAX_SHOWN, 0),
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "line": line.number,
        "state": line.state.value,
        "sentence": line.sentence,
        "problems": [{"id": problem.id, "message": problem_text(problem)} for problem in line.problems],
    }


def state_text(state: str) -> str:
    return {
        State.NEW: _("new"),
        State.KNOWN: _("already known"),
        State.DIFFERENT: _("known, but different"),
        State.DUPLICATE: _("repeated in the file"),
        State.REFUSED: _("refused"),
    }[State(state)]


def problem_text(problem: Problem) -> str:
    """What a line lacks or announces, and what to do."""
    texts = {
        "species-missing": _("One of the two species is missing."),
        "species-unknown": _("No species is called “%(name)s” here. Create it first, or ask to create those missing."),
        "species-ambiguous": _("Several species are called “%(name)s”. Give its TAXREF number."),
        "species-created": _("“%(name)s” would be created as a draft."),
        "type-missing": _("The type of interaction is missing."),
        "type-unknown": _("The type “%(name)s” is neither one of GloBI nor of the Relation Ontology."),
        "type-contradicts": _("The name “%(name)s” and the address %(uri)s are two different types."),
        "loop": _("“%(name)s” is linked to itself."),
        "duplicate": _("Same interaction as line %(first)s; it is kept once."),
        "differs": _(
            "Interaction %(code)s is known and says otherwise, or less: %(fields)s. What is published is not changed."
        ),
        "no-reference": _("No reference: it will show as to be confirmed."),
        "value-unknown": _("“%(value)s” is not one of: %(expected)s."),
        "text-too-long": _("A text is longer than %(limit)s characters (%(field)s)."),
        "too-many-cells": _("The line has more cells than the header: a separator is not quoted."),
        "accents-spoilt": _("The accents are spoilt: the file was saved with another encoding. Save it as UTF-8."),
        "resource-unknown": _("One end of the relationship is not in the core of the archive."),
    }
    return texts[problem.id] % {name: _shown(name, value) for name, value in problem.params.items()}


def _shown(name: str, value: Any) -> str:
    if name == "fields":
        value = [getattr(Interaction._meta.get_field(field), "verbose_name", field) for field in value]
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def note_text(name: str, params: Mapping[str, Any]) -> str:
    if name == "archive":
        count = params["taxa"]
        return ngettext("Darwin Core archive of %(count)d taxon.", "Darwin Core archive of %(count)d taxa.", count) % {
            "count": count
        }
    encoding = {"cp1252": "Windows-1252", "utf-8-sig": "UTF-8"}.get(params["encoding"], params["encoding"].upper())
    separator = SEPARATORS.get(params["separator"], params["separator"])
    return _("Read as %(encoding)s, columns separated by: %(separator)s.") % {
        "encoding": encoding,
        "separator": separator,
    }


def refusal_text(error: FileRefused) -> str:
    """Why a file cannot be read at all, and what to do."""
    texts = {
        "file-too-big": _("The file is larger than %(limit)s MB, once unpacked. Cut it in several."),
        "too-many-lines": _("The file has more than %(limit)s lines. Cut it in several."),
        "encoding-unknown": _("This is not a text in UTF-8 nor in Windows-1252. Save it as “CSV UTF-8”."),
        "table-damaged": _("The table is damaged near line %(line)s: a quotation mark is not closed."),
        "no-lines": _("The file holds no interaction."),
        "column-missing": _("The column %(column)s is missing. The columns are those of GloBI."),
        "zip-damaged": _("The archive is damaged. Export it again."),
        "zip-encrypted": _("The archive has a password. Export it without one."),
        "zip-too-many-files": _("The archive holds more than %(limit)s files."),
        "file-missing": _("The archive lacks %(name)s."),
        "xml-refused": _("%(name)s is damaged, or declares a document type, which is refused."),
        "core-unknown": _("The core of the archive holds neither taxa nor occurrences."),
        "relationships-missing": _("The archive has no extension ResourceRelationship: it links nothing."),
    }
    return texts[error.code] % error.params
