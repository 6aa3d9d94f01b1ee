"""What opens an invitation: drawn here, told once, kept only as a hash keyed by the site's secret."""

import secrets
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from modules.assemblies.joining_rules import ALPHABET, CODE_LENGTH

SALT = "pv_assemblies.invitation"


@dataclass(frozen=True, slots=True)
class Secret:
    """A long token for a link or a QR code, a short code to type."""

    token: str
    code: str


def new_secret() -> Secret:
    """A token of 192 bits and a code of 58."""
    return Secret(secrets.token_urlsafe(24), "".join(secrets.choice(ALPHABET) for _sign in range(CODE_LENGTH)))


def hash_of(secret: str) -> str:
    """What is stored and searched for: without `SECRET_KEY` a copy of the database opens nothing."""
    return salted_hmac(SALT, secret, algorithm="sha256").hexdigest()
