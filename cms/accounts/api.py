"""The account's door: what the site holds about a person, given back or erased.

Every Porte-Voix app may offer `api.personal_data_of(*, user)` and `api.erase_personal_data(*, user)`; this one
calls them all, so that an app added tomorrow is covered without a change here.
"""

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from itertools import chain
from types import ModuleType
from typing import Any

from allauth.account.models import EmailAddress
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.db import transaction
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext as _

from cms.accounts.exporting import json_pieces, zipped
from cms.accounts.models import User

__all__ = ["erase", "export_of", "is_last_administrator", "personal_data_of"]


def personal_data_of(*, user: User) -> dict[str, Any]:
    """What the account itself holds: identity, addresses, groups, dates. Never the password."""
    return {
        "email": user.email,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "role": user.role,
        "organisation": user.organisation,
        "date_joined": user.date_joined,
        "last_login": user.last_login,
        "groups": list(user.groups.values_list("name", flat=True)),
        "addresses": list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary")),
        "sign_ins": list(
            AccessLog.objects.filter(username=user.email).values("ip_address", "attempt_time", "logout_time")
        ),
    }


def export_of(*, user: User) -> Iterator[bytes]:
    """A ZIP file with one JSON file for each app that knows something of this person, in pieces as it is made.

    An app may give an iterator where its history may be long.
    """
    return zipped(chain([_about_the_export()], _held_of(user)))


def _about_the_export() -> tuple[str, Iterable[str]]:
    return "LISEZ-MOI.txt", [_("Everything that Porte-Voix holds about you, one file a subject."), "\n"]


def _held_of(user: User) -> Iterator[tuple[str, Iterable[str]]]:
    for name, held in _offers("personal_data_of"):
        if content := held(user=user):
            yield f"{name}.json", json_pieces(content)


@transaction.atomic
def erase(*, user: User) -> None:
    """Erases what every app holds about this person, upper apps first, then the account itself."""
    for _name, erase_personal_data in reversed(list(_offers("erase_personal_data"))):
        erase_personal_data(user=user)
    for log in (AccessAttempt, AccessFailureLog, AccessLog):
        log.objects.filter(username=user.email).delete()
    user.delete()


def is_last_administrator(*, user: User) -> bool:
    """Whether the site would be left with nobody to administer it."""
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    return user.is_superuser and not others.exists()


def _offers(function: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    for name, module in _doors():
        if hasattr(module, function):
            yield name, getattr(module, function)


def _doors() -> Iterator[tuple[str, ModuleType]]:
    """The `api` module of each Porte-Voix app that has one, lowest first."""
    for config in apps.get_app_configs():
        if config.label.startswith("pv_") and module_has_submodule(config.module, "api"):
            yield config.label.removeprefix("pv_"), import_module(f"{config.name}.api")
