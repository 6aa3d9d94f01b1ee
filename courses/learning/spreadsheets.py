"""The list of a course's learners as a spreadsheet that runs nothing."""

from datetime import datetime
from io import BytesIO
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from courses.learning.data import CohortRow, CohortTable
from courses.learning.wording import stage_label

# A cell that begins with one of these is taken for a formula by one program or another (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
MAX_SHEET_TITLE = 31


def safe_text(text: str) -> str:
    """The text as a cell that no program takes for a formula, without the characters that XML refuses."""
    clean = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{clean}" if clean.startswith(FORMULA_STARTS) else clean


def cohort_workbook(table: CohortTable) -> bytes:
    """An XLSX file: a header, then a line for each learner of the table."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has one
    sheet.title = _("Learners")[:MAX_SHEET_TITLE]
    sheet.append(_header())
    for row in table.rows:
        sheet.append(_cells(row))
    for column, cell in enumerate(sheet[1], start=1):
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = 22
    sheet.freeze_panes = "A2"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _header() -> list[str]:
    return [
        _("Name"),
        _("E-mail"),
        _("Cohort"),
        _("Enrolled on"),
        _("Last seen"),
        _("Where they stand"),
        _("Progress (%)"),
        _("Done"),
        _("Out of"),
        _("Minutes left"),
        _("To do next"),
        _("Attempts"),
        _("Average of best scores (%)"),
        _("Finished on"),
    ]


def _cells(row: CohortRow) -> list[Any]:
    return [
        safe_text(row.name),
        safe_text(row.email),
        safe_text(row.cohort),
        _moment(row.started_at),
        _moment(row.last_seen_at),
        stage_label(row.stage),
        row.standing.percent,
        row.standing.done,
        row.standing.total,
        row.standing.minutes_left,
        safe_text(row.standing.next_title),
        row.attempts,
        None if row.average_best is None else round(100 * row.average_best),
        _moment(row.completed_at),
    ]


def _moment(moment: datetime | None) -> datetime | None:
    return localtime(moment).replace(tzinfo=None) if moment else None
