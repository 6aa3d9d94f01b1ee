"""Interactions in GloBI's columns (`sourceTaxonName`, `interactionTypeName`, `targetTaxonName`…).

Names of columns: https://www.globalbioticinteractions.org/data. Columns that GloBI has no name for carry ours:
`necessity`, `dependent`, `evidenceType`, `confidence`, `interactionCode`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from modules.living.exchange.delimited import (
    decode,
    guarded,
    looks_misread,
    rows_of,
    separator_of,
    unguarded,
    written,
)
from modules.living.exchange.shapes import FileRefused, Reading, Row, Taxon

NEEDED = (("sourceTaxonName", "sourceTaxonId"), ("interactionTypeName", "interactionTypeId"))
NEEDED_TARGET = ("targetTaxonName", "targetTaxonId")
REFUTES = "https://en.wiktionary.org/wiki/refute"
SUPPORTS = "https://en.wiktionary.org/wiki/support"
COLUMNS = [
    "interactionCode",
    "sourceTaxonId",
    "sourceTaxonName",
    "sourceTaxonRank",
    "sourceVernacularName",
    "sourceLifeStageName",
    "interactionTypeName",
    "interactionTypeId",
    "targetTaxonId",
    "targetTaxonName",
    "targetTaxonRank",
    "targetVernacularName",
    "seasonName",
    "necessity",
    "dependent",
    "evidenceType",
    "confidence",
    "argumentTypeId",
    "referenceCitation",
]
# Other names under which the same thing comes, all in lower case.
ALIASES = {
    "sourcetaxonname": ("sourcetaxonname", "source_taxon_name", "sourcename"),
    "sourcetaxonid": ("sourcetaxonid", "source_taxon_external_id", "sourcetaxonids"),
    "sourcevernacularname": ("sourcevernacularname", "sourcevernacularfr", "sourcetaxoncommonnames"),
    "sourcelifestagename": ("sourcelifestagename", "sourcelifestage", "source_specimen_life_stage"),
    "interactiontypename": ("interactiontypename", "interaction_type", "interactiontype"),
    "interactiontypeid": ("interactiontypeid", "interactiontypeuri"),
    "targettaxonname": ("targettaxonname", "target_taxon_name", "targetname"),
    "targettaxonid": ("targettaxonid", "target_taxon_external_id", "targettaxonids"),
    "targetvernacularname": ("targetvernacularname", "targetvernacularfr", "targettaxoncommonnames"),
    "referencecitation": ("referencecitation", "reference", "study_citation"),
}


def read(raw: bytes) -> Reading:
    """The rows of a file. Raises `FileRefused` when it is no table of interactions."""
    text, encoding = decode(raw)
    lines = text.splitlines()
    separator = separator_of(lines[0] if lines else "")
    table = rows_of(text, separator)
    _number, names = next(table, (1, []))
    header = [name.lower() for name in names]
    _check_header(header)
    rows = tuple(_row(number, header, cells) for number, cells in table)
    if not rows:
        raise FileRefused("no-lines")
    notes = [("encoding", {"encoding": encoding, "separator": {"\t": "tab"}.get(separator, separator)})]
    return Reading(rows, tuple(notes))


def _check_header(header: list[str]) -> None:
    for wanted in (*NEEDED, NEEDED_TARGET):
        if not any(alias in header for name in wanted for alias in _aliases(name)):
            raise FileRefused("column-missing", column=wanted[0])


def _aliases(name: str) -> tuple[str, ...]:
    return ALIASES.get(name.lower(), (name.lower(),))


def _row(number: int, header: list[str], cells: list[str]) -> Row:
    found = dict(zip(header, map(unguarded, cells), strict=False))

    def get(name: str) -> str:
        return next((found[alias] for alias in _aliases(name) if found.get(alias)), "")

    problems = ["too-many-cells"] if len(cells) > len(header) else []
    problems += ["accents-spoilt"] if looks_misread(cells) else []
    return Row(
        line=number,
        source=_taxon(get, "source"),
        target=_taxon(get, "target"),
        type_name=get("interactionTypeName"),
        type_uri=get("interactionTypeId"),
        code=get("interactionCode"),
        life_stage=get("sourceLifeStageName") or get("targetLifeStageName"),
        season=get("seasonName"),
        necessity=get("necessity"),
        dependent=get("dependent"),
        evidence=get("evidenceType"),
        confidence=get("confidence"),
        reference=reference_of(get),
        refuted=get("argumentTypeId") == REFUTES,
        problems=tuple(problems),
    )


def _taxon(get: Any, end: str) -> Taxon:
    return Taxon(
        name=get(f"{end}TaxonName"),
        identifier=get(f"{end}TaxonId"),
        vernacular=get(f"{end}VernacularName"),
        rank=get(f"{end}TaxonRank"),
        group=get(f"{end}Class"),
    )


def reference_of(get: Any) -> str:
    """The citation, with the DOI or the address that it does not already hold."""
    citation, doi, url = get("referenceCitation"), get("referenceDoi"), get("referenceUrl")
    link = f"https://doi.org/{doi}" if doi and not doi.startswith("http") else doi or url
    held = (doi and doi.lower() in citation.lower()) or (link and link in citation)
    return citation if held or not link else " ".join(part for part in (citation, link) if part)


def write(records: Iterable[Mapping[str, str]]) -> str:
    """A file that `read` gives back as it was."""
    rows = [[_cell(record, column) for column in COLUMNS] for record in records]
    return written(COLUMNS, rows)


def _cell(record: Mapping[str, str], column: str) -> str:
    if column == "argumentTypeId":
        return REFUTES if record.get("refuted") else SUPPORTS
    return guarded(record[column])
