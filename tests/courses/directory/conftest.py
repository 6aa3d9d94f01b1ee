import itertools
from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model

from courses.certification.models import Achievement, Credential
from courses.directory import api, territories
from courses.directory.models import Territory

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
numbers = itertools.count(1)
TITLE = "Attestation de connaissances – premiers chapitres"


@pytest.fixture
def _territories(db):
    """A test that commits empties the tables of the next one: load them again where they are missing."""
    if not Territory.objects.exists():
        territories.load(Territory)


@pytest.fixture
def achievement(db):
    return Achievement.objects.create(title=TITLE, description="d", criteria="c")


@pytest.fixture
def certify(achievement):
    def give(user, **fields):
        return Credential.objects.create(
            achievement=achievement,
            user=user,
            number=f"PV-2026-{next(numbers):05}",
            holder_name=user.get_full_name(),
            issued_at=NOW,
            snapshot={"title": TITLE, "kind": "partial", "description": "", "criteria": "", "course": "", "exam": ""},
            **fields,
        )

    return give


@pytest.fixture
def make_person(db):
    def make(email="claire@example.org", first_name="Claire", last_name="Moreau"):
        return get_user_model().objects.create_user(email, "x", first_name=first_name, last_name=last_name)

    return make


@pytest.fixture
def make_expert(_territories, certify, make_person):
    """A certified person who asks to appear, unless told otherwise."""

    def make(name="Claire Moreau", ticks=("departement-29",), *, listed=True, certified=True, **fields):
        first, last = name.split(" ", 1)
        user = make_person(f"p{next(numbers)}@example.org", first, last)
        if certified:
            certify(user)
        given = {"organisation": "", "presentation": "J’anime des assemblées.", "website": "", **fields}
        return api.save_listing(user=user, display_name=name, territories=ticks, listed=listed, now=NOW, **given)

    return make
