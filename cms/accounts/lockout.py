"""What django-axes needs to know of allauth's sign-in form (`AXES_USERNAME_CALLABLE`)."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest


def attempted_address(request: HttpRequest | None, credentials: Mapping[str, Any] | None = None) -> str:
    """The address someone tries to sign in with, in lower case; empty when there is none.

    Allauth calls it `email` in the credentials and `login` in its form; Django's backends, `username`.
    """
    given = credentials or {}
    address = given.get("email") or given.get("username")
    if not address and request is not None:
        address = request.POST.get("login") or request.POST.get("username")
    return str(address or "").strip().lower()
