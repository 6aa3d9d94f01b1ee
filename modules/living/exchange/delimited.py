"""Tables of text as people really send them: any usual encoding, commas, semicolons or tabs."""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import Any

from modules.living.exchange.shapes import FileRefused

MAX_BYTES = 20_000_000
MAX_LINES = 50_000
MAX_CELL = 20_000
SEPARATORS = (",", ";", "\t")
# UTF-8 that was once read as Windows-1252: “é” seen as “Ã©”, “’” as “â€™”.
MOJIBAKE = ("Ã©", "Ã¨", "Ãª", "Ã ", "Ã§", "Ã´", "Ã®", "â€™", "â€", "\ufffd")
FORMULA_STARTS = ("=", "+", "-", "@")
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode(raw: bytes) -> tuple[str, str]:
    """The text and the encoding it was read with: by its byte-order mark, else UTF-8, else Windows-1252.

    Raises `FileRefused` for what is too big or is no text.
    """
    if len(raw) > MAX_BYTES:
        raise FileRefused("file-too-big", limit=MAX_BYTES // 1_000_000)
    encodings = [name for bom, name in BOMS if raw.startswith(bom)] or ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text, encoding
    raise FileRefused("encoding-unknown")


def separator_of(header: str) -> str:
    """The character that separates the columns of a header: the one it holds most of."""
    return max(SEPARATORS, key=header.count)


def rows_of(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the number of its first line, blank ones left out. Raises `FileRefused`."""
    csv.field_size_limit(MAX_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    before, count = 0, 0
    try:
        for cells in reader:
            number, before = before + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            count += 1
            if count > MAX_LINES + 1:
                raise FileRefused("too-many-lines", limit=MAX_LINES)
            yield number, [cell.strip()[:MAX_CELL] for cell in cells]
    except csv.Error as error:
        raise FileRefused("table-damaged", line=reader.line_num) from error


def looks_misread(cells: list[str]) -> bool:
    """Whether the accents of a line were spoilt before it came to us."""
    return any(mark in cell for cell in cells for mark in MOJIBAKE)


def guarded(cell: str) -> str:
    """The cell as no spreadsheet takes it for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def unguarded(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA_STARTS) else cell


def written(header: list[str], rows: list[list[Any]], *, separator: str = ",") -> str:
    """A table as text, lines ended as RFC 4180 says."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=separator, lineterminator="\r\n" if separator == "," else "\n")
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue()
