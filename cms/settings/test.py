"""Settings of the tests: the real database and real files, in a folder of their own."""

import os
import tempfile

# One folder a run and, when the run is shared between processes, one a process.
os.environ.setdefault("PV_TESTS_DIR", os.getenv("PV_VAR_DIR") or tempfile.mkdtemp(prefix="porte-voix-tests-"))
os.environ.update(PV_VAR_DIR=f"{os.getenv('PV_TESTS_DIR')}/{os.getenv('PYTEST_XDIST_WORKER', '')}")

from cms.settings.base import *  # noqa: F403
from cms.settings.base import DATABASES, STORAGES, VAR_DIR

SECRET_KEY = "tests-only"  # noqa: S105
PV_RECORD_URL = ""
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: the live server and the concurrency tests open it from several threads.
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}
elif template := os.getenv("PV_TESTS_TEMPLATE"):
    # Migrated once for the whole run.
    DATABASES["default"]["TEST"] = {"TEMPLATE": template}
DATABASES["default"]["CONN_MAX_AGE"] = 0
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "heavy": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
}
PV_STYLE_PAGE = True
