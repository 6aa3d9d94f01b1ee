"""Databases migrated once for a whole run of the suite, and copied by each of its processes.

Migrating takes some twenty seconds of processor time, seven times over otherwise. Each process migrates its copy all
the same, and finds nothing to do.
"""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit, urlunsplit

# What each process is told: a SQLite file to copy, or the name of a PostgreSQL database to copy.
FILE, TEMPLATE = "PV_TESTS_SQLITE", "PV_TESTS_TEMPLATE"
NAME = "porte_voix_migrated"


def _migrate(**environment: str) -> None:
    settings = {"DJANGO_SETTINGS_MODULE": "cms.settings.test", **environment}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, env={**os.environ, **settings}, check=True)


@contextmanager
def sqlite():
    """The environment of processes that copy one migrated SQLite file."""
    with TemporaryDirectory(prefix="porte-voix-migrated-") as folder:
        _migrate(PV_TESTS_DIR=folder, DATABASE_URL="")
        yield {FILE: str(Path(folder) / "db.sqlite3"), "DATABASE_URL": ""}


@contextmanager
def postgresql(url: str):
    """The environment of processes that copy one migrated PostgreSQL database, made on the server at `url`."""
    import psycopg

    with TemporaryDirectory(prefix="porte-voix-migrated-") as folder, psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {NAME}")
        server.execute(f"CREATE DATABASE {NAME}")
        _migrate(PV_TESTS_DIR=folder, DATABASE_URL=urlunsplit(urlsplit(url)._replace(path=f"/{NAME}")))
        yield {TEMPLATE: NAME, "DATABASE_URL": url}
        server.execute(f"DROP DATABASE {NAME}")


def copied_to(path: Path) -> bool:
    """Whether this process's SQLite file was copied from the migrated one, when there is one."""
    source = os.environ.get(FILE)
    if not source:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, path)
    return True
