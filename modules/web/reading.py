"""Reads links and nodes files: CSV with the columns `resource,consumer`, and `node`."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from modules.web.data import FoodWeb, Link, WebInvalid


def read_food_web(links: Path, nodes: Path | None = None) -> FoodWeb:
    """The food web of a links file and, to name nodes without links, of a nodes file.

    Raises `WebInvalid` for a missing column, an empty name or a file that is not UTF-8 text.
    """
    names = [row["node"] for _line, row in _rows(nodes, ("node",))] if nodes else []
    pairs = [Link(row["resource"], row["consumer"]) for _line, row in _rows(links, ("resource", "consumer"))]
    return FoodWeb.of(pairs, nodes=names)


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise WebInvalid("web.encoding", line=0, detail=path.name) from error
    reader = csv.DictReader(lines)
    missing = _missing(columns, reader.fieldnames or ())
    if missing:
        raise WebInvalid("web.column", line=1, detail=", ".join(missing))
    for row in reader:
        values = {column: (row[column] or "").strip() for column in columns}
        if not all(values.values()):
            raise WebInvalid("web.empty", line=reader.line_num, detail=path.name)
        yield reader.line_num, values


def _missing(columns: tuple[str, ...], present: Iterable[str]) -> list[str]:
    return [column for column in columns if column not in present]
