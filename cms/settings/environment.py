"""Every environment variable the site reads, in one place.

`tests/cms/test_settings.py` holds the README's table to `VARIABLES`.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Variable:
    """A name, what the site assumes without it, and what it is for."""

    name: str
    default: str
    purpose: str


VARIABLES = {
    variable.name: variable
    for variable in (
        Variable("PORT", "8000", "port that `make demo` and `make dev` listen on"),
        Variable("DEMO_PASSWORD", "", "password of the demo accounts; random and printed once when empty"),
        Variable("DATABASE_URL", "", "PostgreSQL address; SQLite in `var/` when empty"),
        Variable("DJANGO_SECRET_KEY", "", "signing key; made once in `var/secret_key` when empty"),
        Variable("PV_DEBUG", "0", "1 shows error details: development only"),
        Variable("PV_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]", "host names served, comma-separated"),
        Variable("PV_SITE_URL", "", "public address, with scheme; http://localhost:PORT when empty"),
        Variable("PV_HTTPS", "0", "1 behind HTTPS: secure cookies, HSTS, redirection"),
        Variable("PV_VAR_DIR", "var", "folder for the database, uploads and keys"),
        Variable("PV_ISSUER_URL", "https://localhost:8000", "https address that signs the credentials"),
        Variable("PV_PLAYER_ORIGIN", "", "second origin that serves the H5P player; the site's own when empty"),
        Variable("EMAIL_URL", "", "smtp://user:password@host:port; e-mails are files in `var/emails` when empty"),
        Variable("PV_FROM_EMAIL", "Porte-Voix <bonjour@porte-voix.example>", "sender of the e-mails"),
        Variable("PV_CONTACT_EMAIL", "", "address that people write to, at the foot of pages and on error pages"),
        Variable("PV_S3_BUCKET", "", "S3 bucket for uploads; `var/media` when empty"),
        Variable("PV_RECORDS_FORWARD_URL", "", "xAPI address that receives every new statement; none when empty"),
        Variable("PV_RECORDS_FORWARD_KEY", "", "key of the site at that record store"),
        Variable("PV_RECORDS_FORWARD_SECRET", "", "its secret"),
        Variable("SENTRY_DSN", "", "error reporting; off when empty"),
    )
}


def read(name: str) -> str:
    """The value of a declared variable; `KeyError` for a name that `VARIABLES` does not declare."""
    return os.environ.get(name, "") or VARIABLES[name].default


def read_flag(name: str) -> bool:
    return read(name).lower() in {"1", "true", "yes", "oui"}


def read_list(name: str) -> list[str]:
    return [item.strip() for item in read(name).split(",") if item.strip()]


def var_dir() -> Path:
    folder = (BASE_DIR / read("PV_VAR_DIR")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def secret_key() -> str:
    """The signing key of the environment, or one made once and kept beside the database."""
    if given := read("DJANGO_SECRET_KEY"):
        return given
    path = var_dir() / "secret_key"
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(50))
        path.chmod(0o600)
    except FileExistsError:
        pass
    return path.read_text(encoding="utf-8")
