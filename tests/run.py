"""`make test`: the suite on SQLite, then again on PostgreSQL where there is one.

Without Chromium or PostgreSQL those tests are skipped, and it says so; under `.ci/run` a skip fails.
"""

import os
import subprocess
import sys
from pathlib import Path

POSTGRES_URL = os.environ.get("PV_TEST_POSTGRES_URL", "")
IN_CI = os.environ.get("PV_CI") == "1"


def run(label: str, arguments: list[str], **environment: str) -> int:
    print(f"→ {label}", flush=True)
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, env={**os.environ, **environment}, check=False).returncode


def main(arguments: list[str]) -> int:
    # Two processes: the machines this runs on have two cores. Tests keep their order in each, those that empty
    # the database last.
    shared = ["-q", "-n", "2", "--ignore=tests/journeys", *arguments]
    base = [*shared, "-m", "not bench"]
    status = run("Tests on SQLite", base, DATABASE_URL="")
    if not arguments:
        # Each story starts from the whole demo: in a process of its own, with a database of its own.
        for story in sorted(Path("tests/journeys").glob("test_*.py")):
            status = run(f"Journey in Chromium: {story.stem[5:]}", ["-q", str(story)], DATABASE_URL="") or status
    if POSTGRES_URL:
        # What reaches no database was run above: it cannot tell one from another.
        postgres = [*shared, "-m", "database and not bench and not browser"]
        return status or run("Tests on PostgreSQL", postgres, DATABASE_URL=POSTGRES_URL)
    print("→ PostgreSQL: skipped, PV_TEST_POSTGRES_URL is not set (see README.md)", flush=True)
    return status or int(IN_CI)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
