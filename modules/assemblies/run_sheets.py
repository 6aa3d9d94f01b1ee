"""A run sheet at its hours: each moment of a collective time, from its beginning."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from wagtail.blocks import StreamValue
from wagtail.rich_text import RichText

from modules.assemblies.models import RunSheet


@dataclass(frozen=True, slots=True)
class Moment:
    """What happens at an hour, and how long it lasts, in minutes."""

    starts_at: datetime
    minutes: int
    title: str
    instructions: RichText


def moments_at(*, sheet: RunSheet, start: datetime) -> list[Moment]:
    """The moments of the sheet, one after the other from `start`."""
    found, at = [], start
    for block in sheet.moments:
        value = block.value
        found.append(Moment(at, value["minutes"], value["title"], value["instructions"]))
        at += timedelta(minutes=value["minutes"])
    return found


def total_minutes(sheet: RunSheet) -> int:
    return sum(block.value["minutes"] for block in sheet.moments)


@transaction.atomic
def load_run_sheets(*, sheets: Iterable[Mapping[str, Any]]) -> int:
    """Creates the run sheets that are missing, as the seed writes them; how many."""
    known = set(RunSheet.objects.values_list("slug", flat=True))
    fresh = [row for row in sheets if row["slug"] not in known]
    for row in fresh:
        sheet = RunSheet(**{key: row[key] for key in ("slug", "title", "aim", "material", "provenance")})
        rows = [{"type": "moment", "value": moment} for moment in row["moments"]]
        sheet.moments = StreamValue(sheet.moments.stream_block, rows, is_lazy=True)
        sheet.save()
    return len(fresh)
