"""Lists of the admin as files that a French Excel opens and that run nothing."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.timezone import localtime
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

# A cell that begins with one of these is taken for a formula by one program or another (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
MAX_SHEET_TITLE = 31
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = ("xlsx", "csv")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A titled table; cells are texts, numbers, moments (aware) or None. Shares are numbers out of 100."""

    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[Any]]


def safe_text(text: str) -> str:
    """The text as a cell that no program takes for a formula, without the characters that XML refuses."""
    clean = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{clean}" if clean.startswith(FORMULA_STARTS) else clean


def percent(share: float | None) -> int | None:
    """A share out of 100, as the pages show it."""
    return None if share is None else round(100 * share)


def as_xlsx(sheet: Sheet) -> bytes:
    """An XLSX file: a header that stays in view, then the rows."""
    book = Workbook()
    page = book.active
    assert page is not None  # noqa: S101 - a new workbook has one
    page.title = safe_text(sheet.title).replace("/", " ")[:MAX_SHEET_TITLE]
    for row in (sheet.header, *sheet.rows):
        page.append([_cell(value) for value in row])
    for column, cell in enumerate(page[1], start=1):
        cell.font = Font(bold=True)
        page.column_dimensions[get_column_letter(column)].width = 22
    page.freeze_panes = "A2"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return localtime(value).replace(tzinfo=None)
    return safe_text(value) if isinstance(value, str) else value


def as_csv(sheet: Sheet) -> bytes:
    """A CSV file as a French Excel reads it: UTF-8 with its mark, semicolons, decimal commas."""
    file = StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    for row in (sheet.header, *sheet.rows):
        writer.writerow([_csv_cell(value) for value in row])
    return file.getvalue().encode("utf-8-sig")


def _csv_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return localtime(value).strftime("%d/%m/%Y %H:%M")
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return safe_text(value) if isinstance(value, str) else str(value)


def download(sheet: Sheet, *, name: str, file_format: str) -> HttpResponse:
    """The sheet as a file to save; `file_format` is "xlsx" or "csv"."""
    body, kind = (as_csv(sheet), "text/csv; charset=utf-8") if file_format == "csv" else (as_xlsx(sheet), XLSX)
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{slugify(name)}.{file_format}"'
    return response
