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
    for chunk in _chunks(rows, rows_a_query(connection, model)):
        with connection.cursor() as cursor:
            cursor.execute(f"{_insert_sql(model, len(chunk))} {ending}", _values_of(chunk, connection))
            yield from cursor.fetchall() if ending else ()


def insert_together(
    rows: Sequence[models.Model], belonging: Sequence[models.Model], *, ending: str, owner: str
) -> list[tuple[Any, ...]]:
    """Inserts rows, and of those that belong to them the ones whose row is new, in one query; PostgreSQL only.

    `ending` returns the new rows' ids first, and `owner` is the column by which the others belong.
    """
    model, other = type(rows[0]), type(belonging[0])
    connection = connections[router.db_for_write(model)]
    sql = (
        f"WITH kept AS ({_insert_sql(model, len(rows))} {ending}), named AS ("  # noqa: S608
        f'INSERT INTO "{other._meta.db_table}" ({_columns(other)}) SELECT given.* FROM '
        f"(VALUES {', '.join([_typed_row(other, connection)] * len(belonging))}) AS given ({_columns(other)}) "
        f'WHERE given."{owner}" IN (SELECT id FROM kept)) SELECT * FROM kept'
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*_values_of(rows, connection), *_values_of(belonging, connection)])
        return cursor.fetchall()


def _values_of(rows: Sequence[models.Model], connection: Any) -> list[Any]:
    fields = _inserted(type(rows[0]))
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows for field in fields]


@lru_cache
def _inserted(model: type[models.Model]) -> tuple[models.Field[Any, Any], ...]:
    return tuple(field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField))


@lru_cache
def _columns(model: type[models.Model]) -> str:
    return ", ".join(f'"{field.column}"' for field in _inserted(model))


def _typed_row(model: type[models.Model], connection: Any) -> str:
    return "(" + ", ".join(f"%s::{field.db_type(connection)}" for field in _inserted(model)) + ")"


@lru_cache(maxsize=256)
def _insert_sql(model: type[models.Model], count: int) -> str:
    one_row = "(" + ", ".join(["%s"] * len(_inserted(model))) + ")"
    return f'INSERT INTO "{model._meta.db_table}" ({_columns(model)}) VALUES {", ".join([one_row] * count)}'  # noqa: S608


def _chunks(rows: Sequence[models.Model], size: int) -> Iterator[Sequence[models.Model]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))


def rows_a_query(connection: Any, model: type[models.Model]) -> int:
    """How many rows one query takes; SQLite says its own limit (999 variables in its smallest builds)."""
    limit = PARAMETERS_A_QUERY
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        limit = min(limit, connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER))
    return max(1, limit // len(_inserted(model)))
