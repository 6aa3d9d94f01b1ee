"""What `make bench` measures with: figures are printed, one a line, and the bars of the issues are asserted."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/bench/" in item.nodeid:
            item.add_marker("bench")


@pytest.fixture
def figure(capsys: pytest.CaptureFixture[str]) -> Callable[[str, object], None]:
    """Print one measured figure with its name."""

    def print_figure(name: str, value: object) -> None:
        with capsys.disabled():
            print(f"\n  {name}: {value}", end="")

    return print_figure


@pytest.fixture
def median_ms() -> Callable[[Callable[[], object]], float]:
    """The median duration of a call, in milliseconds, over 9 runs after one that is not counted."""

    def measure(act: Callable[[], object], runs: int = 9) -> float:
        act()
        times = []
        for _ in range(runs):
            start = time.perf_counter()
            act()
            times.append((time.perf_counter() - start) * 1000)
        return round(statistics.median(times), 1)

    return measure


class Count:
    """How many queries ran, transaction statements left out."""

    value = 0


@contextmanager
def counted() -> Iterator[Count]:
    count = Count()
    with CaptureQueriesContext(connection) as queries:
        yield count
    count.value = sum(not query["sql"].startswith(TRANSACTION) for query in queries.captured_queries)


@pytest.fixture
def count_queries() -> Callable[[], object]:
    """A context manager whose `value` is the number of queries that ran inside."""
    return counted
