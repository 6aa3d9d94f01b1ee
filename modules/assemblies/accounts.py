"""The accounts of those who come by an invitation, whatever the site's user model.

A site that does more at sign-in (a second factor, confirmed addresses) names its own class in
`PV_ASSEMBLIES_ACCOUNTS`; this one asks Django only.
"""

import secrets
from typing import Any, Protocol

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.http import HttpRequest
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.utils.module_loading import import_string

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


class Accounts(Protocol):
    """What an assembly asks of the site's accounts."""

    def knows(self, *, email: str) -> bool:
        """Whether an account already has this address."""

    def new_account(self, *, name: str, password: str | None, email: str) -> Any:
        """An account; without a password nobody signs in to it but by an invitation. `email` may be empty, and is
        proven by the invitation when it is not."""

    def sign_in(self, *, request: HttpRequest, user: Any, to: str) -> HttpResponseBase:
        """Signs in someone who proved who they are, then leads to `to`."""


class PlainAccounts:
    """Django's own accounts: a made-up user name where the model wants one."""

    def knows(self, *, email: str) -> bool:
        model = get_user_model()
        known = {f"{model.get_email_field_name()}__iexact": email}
        return bool(email) and model._default_manager.filter(**known).exists()

    def new_account(self, *, name: str, password: str | None, email: str) -> Any:
        model = get_user_model()
        user: Any = model(**{model.get_email_field_name(): email})
        if model.get_email_field_name() != model.USERNAME_FIELD:
            setattr(user, model.USERNAME_FIELD, f"voix-{secrets.token_hex(6)}")
        user.first_name, user.last_name = split_name(name)
        user.set_password(password)
        user.save()
        return user

    def sign_in(self, *, request: HttpRequest, user: Any, to: str) -> HttpResponseBase:
        known = settings.AUTHENTICATION_BACKENDS
        login(request, user, backend=MODEL_BACKEND if MODEL_BACKEND in known else known[0])
        return HttpResponseRedirect(to)


def site_accounts() -> Accounts:
    """The class that `PV_ASSEMBLIES_ACCOUNTS` names, else Django's own accounts."""
    name = getattr(settings, "PV_ASSEMBLIES_ACCOUNTS", "")
    return import_string(name)() if name else PlainAccounts()


def split_name(name: str) -> tuple[str, str]:
    """A name as two fields: the first word, and the others."""
    first, _space, last = " ".join(name.split()).partition(" ")
    return first[:150], last[:150]
