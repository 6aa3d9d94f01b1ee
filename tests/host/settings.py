"""A Wagtail site of somebody else, which installs our apps and nothing of `cms`."""

import os
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
VAR_DIR = Path(os.environ.get("HOST_VAR_DIR") or tempfile.mkdtemp(prefix="host-"))
SECRET_KEY = "host"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "tests.host.urls"
AUTH_USER_MODEL = "people.Person"
INSTALLED_APPS = [
    "media",
    "media.h5p",
    "media.library",
    "courses",
    "courses.records",
    "courses.learning",
    "courses.assessment",
    "courses.certification",
    "courses.directory",
    "modules",
    "modules.living",
    "modules.assemblies",
    "tests.host.people",
    "wagtailmedia",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": VAR_DIR / "host.sqlite3"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "fr"
USE_TZ = True
STATIC_URL = "/static/"
MEDIA_URL = "/uploads/"
MEDIA_ROOT = VAR_DIR / "uploads"
LOGIN_URL = "/login/"
WAGTAIL_SITE_NAME = "Host"
WAGTAILADMIN_BASE_URL = "http://localhost"
WAGTAILIMAGES_IMAGE_MODEL = "pv_library.CreditedImage"
WAGTAILDOCS_DOCUMENT_MODEL = "pv_library.CreditedDocument"
WAGTAILMEDIA = {"MEDIA_MODEL": "pv_library.CreditedMedia"}
TASKS = {name: {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"} for name in ("default", "heavy")}
