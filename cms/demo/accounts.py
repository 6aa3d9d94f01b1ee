"""The demo's accounts: six that sign in, and a few invented people who only fill lists."""

import hashlib
import secrets
from functools import partial
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from cms.demo import reading
from cms.demo.ledger import Ledger
from cms.demo.models import SeedMark

NAMES = ("first_name", "last_name", "role", "organisation")


def seed_accounts(ledger: Ledger, password: str) -> str | None:
    """Makes the accounts that are missing; the password made for them when `password` is empty.

    Given a `password`, an account keeps its own only if its owner changed it.
    """
    accounts = reading.people()["accounts"]
    missing = [account for account in accounts if _key(account) not in ledger.ids]
    made = password or secrets.token_urlsafe(9)
    for account in missing:
        ledger.once(_key(account), partial(_create, account, made))
        _remember_password(ledger, account)
    if password and len(missing) < len(accounts):
        _follow_password(ledger, [account for account in accounts if account not in missing], password)
    return made if missing and not password else None


def seed_person(ledger: Ledger, person: dict[str, Any]) -> int | None:
    """The id of someone who never signs in: a learner of the lists, a graduate."""
    return ledger.once(_key(person), lambda: _create(person, None))


def user_of(ledger: Ledger, person_key: str) -> Any:
    """The user of this key, or None when the account was deleted."""
    return get_user_model()._default_manager.filter(pk=ledger.ids.get(f"account:{person_key}") or 0).first()


def _key(person: dict[str, Any]) -> str:
    return f"account:{person['key']}"


def _create(person: dict[str, Any], password: str | None) -> int:
    users = get_user_model()._default_manager
    if existing := users.filter(email=person["email"]).first():
        return int(existing.pk)
    fields = {name: person.get(name, "") for name in NAMES}
    make = users.create_superuser if person.get("superuser") else users.create_user
    user = make(email=person["email"], password=password, **fields)
    user.groups.set(Group.objects.filter(name__in=person.get("groups", ())))
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return int(user.pk)


def _remember_password(ledger: Ledger, account: dict[str, Any]) -> None:
    user = user_of(ledger, account["key"])
    SeedMark.objects.filter(key=_key(account)).update(fingerprint=_fingerprint(user))


def _follow_password(ledger: Ledger, accounts: list[dict[str, Any]], password: str) -> None:
    """Sets a new `DEMO_PASSWORD` on the accounts whose owner did not choose one."""
    prints = dict(SeedMark.objects.filter(key__startswith="account:").values_list("key", "fingerprint"))
    for account in accounts:
        user = user_of(ledger, account["key"])
        if user is None or prints.get(_key(account)) != _fingerprint(user):
            continue
        if user.check_password(password):
            # All were given the same one: when the first is right, the others are.
            return
        user.set_password(password)
        user.save(update_fields=["password"])
        _remember_password(ledger, account)


def _fingerprint(user: Any) -> str:
    """Tells whether a password was changed since, without keeping anything that opens the account."""
    return hashlib.sha256(user.password.encode()).hexdigest() if user else ""
