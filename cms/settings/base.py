"""Settings of the demo and of development; production and tests start from here."""

from datetime import timedelta
from typing import Any
from zoneinfo import available_timezones

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from cms.settings.environment import BASE_DIR, read, read_flag, read_list, secret_key, var_dir

VAR_DIR = var_dir()
SECRET_KEY = secret_key()
DEBUG = read_flag("PV_DEBUG")
ALLOWED_HOSTS = read_list("PV_ALLOWED_HOSTS")
SITE_URL = read("PV_SITE_URL") or f"http://localhost:{read('PORT')}"
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# Lowest first: receivers of `completion_changed` run in this order, and a test holds it.
PORTE_VOIX_APPS = [
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
    "cms",
    "cms.theme",
    "cms.accounts",
    "cms.pages",
    "cms.demo",
]

INSTALLED_APPS = [
    *PORTE_VOIX_APPS,
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "wagtailmedia",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "cms.accounts.apps.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cms.theme.middleware.ContentSecurityPolicyMiddleware",
    "cms.theme.needed_records.NeededRecordsMiddleware",
    "courses.learning.looking.LookingMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    }
]

SQLITE_OPTIONS = {
    # IMMEDIATE takes the write lock at BEGIN: without it half of the concurrent writes fail as locked.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;",
}


def database() -> dict[str, Any]:
    """Django's settings of the one database: PostgreSQL when `DATABASE_URL` says so, else SQLite."""
    if url := read("DATABASE_URL"):
        return dict(dj_database_url.parse(url, conn_max_age=600))
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": VAR_DIR / "db.sqlite3",
        "CONN_MAX_AGE": 600,
        "OPTIONS": SQLITE_OPTIONS,
    }


DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
TIME_ZONE = "Europe/Paris"
# Some systems list a zone that no browser knows, and Wagtail's page of the account stops at it.
WAGTAIL_USER_TIME_ZONES = sorted(available_timezones() - {"localtime"})
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "cms.theme.finders.NodeModulesFinder",
]
# What of node_modules/ is served, and under which name (see `cms.theme.finders`).
NODE_MODULES_DIR = BASE_DIR / "node_modules"
MEDIA_URL = "/fichiers/"
MEDIA_ROOT = VAR_DIR / "media"


def uploads() -> dict[str, Any]:
    """Where uploads go: a folder of `var/`, or an S3 bucket."""
    if bucket := read("PV_S3_BUCKET"):
        return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {"bucket_name": bucket}}
    return {"BACKEND": "django.core.files.storage.FileSystemStorage"}


STORAGES = {
    "default": uploads(),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = False

# In files: every worker of the site counts attempts at the same place.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_DIR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 5_000},
    }
}

AUTH_USER_MODEL = "pv_accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/mon-parcours/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
# Only in the browser that signed up a moment ago; elsewhere the password is asked for.
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SIGNUP_FORM_CLASS = "cms.accounts.forms.SignupForm"
# Wrong passwords are counted by django-axes, in the database; allauth's count is for attacks from many addresses.
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip,30/300s/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Porte-Voix"

AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "cms.accounts.lockout.attempted_address"
AXES_LOCKOUT_TEMPLATE = "accounts/lockout.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_RESET_ON_SUCCESS = True

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "cms.theme.views.csrf_failure"
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
if read_flag("PV_HTTPS"):
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

PLAYER_ORIGIN = read("PV_PLAYER_ORIGIN")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF, *([PLAYER_ORIGIN] if PLAYER_ORIGIN else [])],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
        "object-src": [NONE],
    }
}

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "emails"
DEFAULT_FROM_EMAIL = read("PV_FROM_EMAIL")
PV_CONTACT_EMAIL = read("PV_CONTACT_EMAIL")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "heavy": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}

WAGTAIL_SITE_NAME = "Porte-Voix"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_I18N_ENABLED = False
WAGTAIL_APPEND_SLASH = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français")]
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_RESET_ENABLED = False
# Addresses and passwords are changed at /compte/, where they are confirmed.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_IMAGE_MODEL = "pv_library.CreditedImage"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_DOCUMENT_MODEL = "pv_library.CreditedDocument"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odp", "ods", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILMEDIA = {"MEDIA_MODEL": "pv_library.CreditedMedia"}

# Porte-Voix's own settings, all namespaced; each app reads its part with a default of its own.
PV_STYLE_PAGE = DEBUG
PV_ASSEMBLIES_ACCOUNTS = "cms.accounts.joining.SiteAccounts"
PV_ISSUER_URL = read("PV_ISSUER_URL")
PV_RECORDS_FORWARD_URL = read("PV_RECORDS_FORWARD_URL")
PV_RECORDS_FORWARD_KEY = read("PV_RECORDS_FORWARD_KEY")
PV_RECORDS_FORWARD_SECRET = read("PV_RECORDS_FORWARD_SECRET")
PV_KEYS_DIR = VAR_DIR / "keys"
PV_H5P_DIR = VAR_DIR / "h5p"
PV_H5P_STYLESHEETS = ["theme/css/player.css"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
