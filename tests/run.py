"""`make test`: the suite on SQLite, then again on PostgreSQL where there is one.

Without Chromium or PostgreSQL those tests are skipped, and it says so; under `.ci/run` a skip fails.
"""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests import prepared

POSTGRES_URL = os.environ.get("PV_TEST_POSTGRES_URL", "")
# The machines this runs on have two cores.
PROCESSES = 2
IN_CI = os.environ.get("PV_CI") == "1"


def command_of(arguments: list[str]) -> list[str]:
    return [sys.executable, "-m", "pytest", *arguments]


def run(label: str, arguments: list[str], environment: dict[str, str]) -> int:
    print(f"→ {label}", flush=True)
    return subprocess.run(command_of(arguments), env={**os.environ, **environment}, check=False).returncode


def run_stories(environment: dict[str, str]) -> int:
    """Each story starts from the whole demo, in a process and a database of its own; two at a time."""
    stories = sorted(Path("tests/journeys").glob("test_*.py"))
    print(f"→ Journeys in Chromium: {', '.join(story.stem[5:] for story in stories)}", flush=True)

    def told(story: Path) -> int:
        done = subprocess.run(
            command_of(["-q", str(story)]),
            env={**os.environ, **environment},
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        print(f"→ Journey: {story.stem[5:]}\n{done.stdout}", flush=True)
        return done.returncode

    with ThreadPoolExecutor(PROCESSES) as pool:
        return max(pool.map(told, stories), default=0)


def main(arguments: list[str]) -> int:
    # Tests keep their order in each process, those that empty the database last.
    shared = ["-q", "-n", str(PROCESSES), "--ignore=tests/journeys", *arguments]
    with prepared.sqlite() as environment:
        status = run("Tests on SQLite", [*shared, "-m", "not bench"], environment)
        if not arguments:
            status = run_stories(environment) or status
    if POSTGRES_URL:
        # What reaches no database was run above: it cannot tell one from another.
        with prepared.postgresql(POSTGRES_URL) as environment:
            wanted = [*shared, "-m", "database and not bench and not browser"]
            return status or run("Tests on PostgreSQL", wanted, environment)
    print("→ PostgreSQL: skipped, PV_TEST_POSTGRES_URL is not set (see README.md)", flush=True)
    return status or int(IN_CI)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
