"""Rows inserted by SQL of our own: what the record does most must cost little more than the insertion itself."""

import sqlite3
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from django.db import connections, models, router

# Parameters of one query, where the database itself sets no limit.
PARAMETERS_A_QUERY = 30_000


def insert(rows: Sequence[models.Model], *, ending: str = "") -> Iterator[tuple[Any, ...]]:
    """Inserts rows of one model, some thousand a query, and gives what `ending` returns (`RETURNING …`).

    Signals are not sent, and keys that the database makes are not read back.
    """
    if not rows:
        return
    model = type(rows[0])
    connection = connections[router.db_for_write(model)]
    fields = _inserted(model)
    for chunk in _chunks(rows, _rows_a_query(connection, len(fields))):
        values = [field.get_db_prep_save(getattr(row, field.attname), connection) for row in chunk for field in fields]
        with connection.cursor() as cursor:
            cursor.execute(f"{_insert_sql(model, len(chunk))} {ending}", values)
            yield from cursor.fetchall() if ending else ()


@lru_cache
def _inserted(model: type[models.Model]) -> tuple[models.Field[Any, Any], ...]:
    return tuple(field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField))


@lru_cache(maxsize=256)
def _insert_sql(model: type[models.Model], count: int) -> str:
    fields = _inserted(model)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    one_row = "(" + ", ".join(["%s"] * len(fields)) + ")"
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES {", ".join([one_row] * count)}'  # noqa: S608


def _chunks(rows: Sequence[models.Model], size: int) -> Iterator[Sequence[models.Model]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))


def _rows_a_query(connection: Any, columns: int) -> int:
    """How many rows one query takes; SQLite says its own limit (999 variables in its smallest builds)."""
    limit = PARAMETERS_A_QUERY
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        limit = min(limit, connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER))
    return max(1, limit // columns)
