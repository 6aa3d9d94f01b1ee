"""Settings of a public server: HTTPS, real e-mails, error reports when a DSN is given."""

import os
from urllib.parse import unquote, urlsplit

os.environ.setdefault("PV_HTTPS", "1")

from cms.settings.base import *  # noqa: F403
from cms.settings.environment import read

DEBUG = False

email_url = urlsplit(read("EMAIL_URL"))
if email_url.hostname:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = email_url.hostname
    EMAIL_PORT = email_url.port or 587
    EMAIL_HOST_USER = unquote(email_url.username or "")
    EMAIL_HOST_PASSWORD = unquote(email_url.password or "")
    EMAIL_USE_TLS = True

if dsn := read("SENTRY_DSN"):
    import sentry_sdk

    sentry_sdk.init(dsn=dsn, send_default_pii=False)
