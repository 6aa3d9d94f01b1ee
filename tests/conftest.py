"""What every test may use."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import prepared

IN_CI = os.environ.get("PV_CI") == "1"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DEMO_PASSWORD = "haie-loutre-aulne"
SHARED = Path(__file__).resolve().parents[2] / "shared"

# A machine that does several things at once is slow: that is no failure of ours.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
# Playwright's synchronous API runs an event loop in the test's thread; the ORM is not called from it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "page" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
        if "browser" in item.keywords and not CHROMIUM and not IN_CI:
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))
        if reaches_the_database(item):
            item.add_marker("database")
        if empties_the_database(item):
            # The rows that migrations made (the root page, groups, territories) are there again for each of them.
            item.fixturenames.insert(0, "django_db_serialized_rollback")


def reaches_the_database(item: pytest.Item) -> bool:
    """Whether the test can tell one database from another; pure ones need not run on each."""
    names = set(getattr(item, "fixturenames", ()))
    return bool(names & {"db", "transactional_db", "django_db_setup"} or item.get_closest_marker("django_db"))


def empties_the_database(item: pytest.Item) -> bool:
    """Whether the test commits, so that every table is emptied after it."""
    names = set(getattr(item, "fixturenames", ()))
    marker = item.get_closest_marker("django_db")
    return bool(names & {"live_server", "transactional_db"} or (marker and marker.kwargs.get("transaction")))


@pytest.fixture(scope="session")
def django_db_keepdb(request, django_db_modify_db_settings) -> bool:
    """Keeps the copy of the migrated database that the run prepared, instead of making an empty one."""
    from django.db import connection

    if connection.vendor != "sqlite" or request.config.getvalue("create_db"):
        return bool(request.config.getvalue("reuse_db"))
    return prepared.copied_to(Path(connection.settings_dict["TEST"]["NAME"])) or request.config.getvalue("reuse_db")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    return {
        "executable_path": CHROMIUM,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            # A page that Playwright answers itself comes from nowhere: Chromium would keep its frames from 127.0.0.1.
            "--disable-features=LocalNetworkAccessChecks",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, object]:
    return {"locale": "fr-FR", "timezone_id": "Europe/Paris"}


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of open data beside the checkout; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("no ../shared beside the checkout")
    return SHARED


@pytest.fixture(scope="session", autouse=True)
def _static_files_for_any_origin() -> None:
    """The live server sends static files as WhiteNoise does: fonts also reach a frame of opaque origin."""
    from django.contrib.staticfiles.handlers import StaticFilesHandlerMixin

    serve = StaticFilesHandlerMixin.serve

    def serve_for_any_origin(self: object, request: object) -> object:
        response = serve(self, request)
        response["Access-Control-Allow-Origin"] = "*"
        return response

    StaticFilesHandlerMixin.serve = serve_for_any_origin


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker) -> Iterator[object]:
    """The whole demo, loaded once for the module (about ten seconds) and gone after it; gives `Seeded`.

    Each test of the module still rolls back what it changes. Use it with `db` in views' and doors' tests; a
    browser test needs committed rows: `seeded_live`.
    """
    from django.db import transaction
    from django.utils import translation

    from cms.demo.seed import seed

    with django_db_blocker.unblock(), translation.override("fr"), transaction.atomic():
        yield seed(password=DEMO_PASSWORD)
        transaction.set_rollback(True)


@pytest.fixture
def seeded_live(transactional_db) -> object:
    """The whole demo, committed, for one browser test; the accounts' password is `DEMO_PASSWORD`."""
    from cms.demo.seed import seed

    return seed(password=DEMO_PASSWORD)


@pytest.fixture(autouse=True)
def _nothing_cached() -> None:
    """Where Wagtail's sites begin and what was limited live in the cache, which outlives a test and its rows."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def _french() -> Iterator[None]:
    from django.utils import translation

    with translation.override("fr"):
        yield
