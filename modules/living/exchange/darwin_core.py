"""Darwin Core archives: a core of taxa or occurrences, and `ResourceRelationship` rows that link them.

Specification: https://dwc.tdwg.org/text/ (meta.xml) and https://dwc.tdwg.org/terms/#resourcerelationship.
What Darwin Core has no term for is kept in `relationshipRemarks`, as `necessity=strong; season=spring`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from modules.living.exchange.archive import Archive
from modules.living.exchange.delimited import decode, looks_misread, rows_of, separator_of
from modules.living.exchange.shapes import FileRefused, Reading, Row, Taxon

TEXT = "{http://rs.tdwg.org/dwc/text/}"
DWC = "http://rs.tdwg.org/dwc/terms/"
RELATIONSHIP = f"{DWC}ResourceRelationship"
CORES = {f"{DWC}Taxon": "taxonID", f"{DWC}Occurrence": "occurrenceID"}
# The keys of `relationshipRemarks`.
REMARKS = ("necessity", "dependent", "season", "lifeStage", "evidence", "confidence", "refuted")
ESCAPES = {"\\t": "\t", "\\n": "\n", "\\r": "\r"}


@dataclass(frozen=True, slots=True)
class Table:
    """A file of the archive as meta.xml describes it; `fields` give the column of a term's short name."""

    file: str
    separator: str
    skipped: int
    id_column: int | None
    fields: dict[str, int]
    defaults: dict[str, str]


def read(raw: bytes) -> Reading:
    """The relationships of an archive. Raises `FileRefused`."""
    archive = Archive(raw)
    meta = archive.xml("meta.xml")
    core = next(iter(meta.iter(f"{TEXT}core")), None)
    if core is None or core.get("rowType") not in CORES:
        raise FileRefused("core-unknown")
    extension = next((one for one in meta.iter(f"{TEXT}extension") if one.get("rowType") == RELATIONSHIP), None)
    if extension is None:
        raise FileRefused("relationships-missing")
    taxa = _taxa(archive, _table(core), CORES[core.get("rowType", "")])
    rows = tuple(_rows(archive, _table(extension), taxa))
    if not rows:
        raise FileRefused("no-lines")
    return Reading(rows, (("archive", {"taxa": len(taxa)}),))


def _table(element: Any) -> Table:
    location = element.findtext(f"{TEXT}files/{TEXT}location") or ""
    if not location or "/" in location or "\\" in location:
        raise FileRefused("file-missing", name=location[:80] or "location")
    identifier = element.find(f"{TEXT}id")
    if identifier is None:
        identifier = element.find(f"{TEXT}coreid")
    fields = element.findall(f"{TEXT}field")
    return Table(
        file=location,
        separator=ESCAPES.get(element.get("fieldsTerminatedBy", ","), element.get("fieldsTerminatedBy", ",")),
        skipped=_index(element.get("ignoreHeaderLines")) or 0,
        id_column=_index(identifier.get("index")) if identifier is not None else None,
        fields={_short(field): index for field in fields if (index := _index(field.get("index"))) is not None},
        defaults={_short(field): field.get("default", "") for field in fields if field.get("default")},
    )


def _short(field: Any) -> str:
    return str(field.get("term", "")).rsplit("/", 1)[-1]


def _index(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 6 else None


def _records(archive: Archive, table: Table) -> Iterator[tuple[int, list[str], Callable[[str], str]]]:
    """Each line's number and cells, and how to get a term of it."""
    text, _encoding = decode(archive.read(table.file))
    separator = table.separator if len(table.separator) == 1 else separator_of(text.split("\n", 1)[0])
    for position, (number, cells) in enumerate(rows_of(text, separator)):
        if position >= table.skipped:
            yield number, cells, _getter(table, cells)


def _getter(table: Table, cells: list[str]) -> Callable[[str], str]:
    def get(term: str) -> str:
        index = table.fields.get(term, len(cells))
        return (cells[index] if index < len(cells) else "") or table.defaults.get(term, "")

    return get


def _taxa(archive: Archive, table: Table, id_term: str) -> dict[str, Taxon]:
    taxa: dict[str, Taxon] = {}
    for _number, cells, get in _records(archive, table):
        own = cells[table.id_column] if table.id_column is not None and table.id_column < len(cells) else get(id_term)
        taxa[own] = Taxon(
            name=_without_author(get("scientificName"), get("scientificNameAuthorship")),
            identifier=get("taxonID") or own,
            vernacular=get("vernacularName"),
            author=get("scientificNameAuthorship"),
            rank=get("taxonRank"),
            group=get("class") or get("kingdom"),
        )
    return taxa


def _without_author(name: str, author: str) -> str:
    """Darwin Core lets `scientificName` hold its author; ours does not."""
    return name.removesuffix(author).strip() if author else name


def _rows(archive: Archive, table: Table, taxa: dict[str, Taxon]) -> Iterator[Row]:
    for number, cells, get in _records(archive, table):
        coreid = cells[table.id_column] if table.id_column is not None and table.id_column < len(cells) else ""
        source, target = get("resourceID") or coreid, get("relatedResourceID")
        remarks = remarks_of(get("relationshipRemarks"))
        problems = ["resource-unknown"] if source not in taxa or target not in taxa else []
        problems += ["accents-spoilt"] if looks_misread(cells) else []
        yield Row(
            line=number,
            source=taxa.get(source, Taxon(identifier=source)),
            target=taxa.get(target, Taxon(identifier=target)),
            type_name=get("relationshipOfResource"),
            type_uri=get("relationshipOfResourceID"),
            code=get("resourceRelationshipID"),
            reference=get("relationshipAccordingTo"),
            life_stage=remarks.get("lifeStage", ""),
            season=remarks.get("season", ""),
            necessity=remarks.get("necessity", ""),
            dependent=remarks.get("dependent", ""),
            evidence=remarks.get("evidence", ""),
            confidence=remarks.get("confidence", ""),
            refuted=remarks.get("refuted") == "true",
            problems=tuple(problems),
        )


def remarks_of(text: str) -> dict[str, str]:
    """`necessity=strong; season=spring` as a mapping; free text says nothing that we keep."""
    pairs = (part.partition("=") for part in text.split(";"))
    return {key.strip(): value.strip() for key, equals, value in pairs if equals and key.strip() in REMARKS}
