from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from modules.assemblies.data import Channel, Role
from modules.assemblies.joining_rules import VALIDITY
from modules.assemblies.models import Assembly, College, Invitation, Membership
from modules.assemblies.secrets_of_invitations import hash_of, new_secret
from modules.living.models import Milieu, Species
from tests.modules.living.conftest import living_content, living_world  # noqa: F401

NOW = datetime(2026, 10, 1, 9, tzinfo=UTC)


@pytest.fixture
def make_user(db):
    def make(name="claire", **fields):
        return get_user_model().objects.create_user(email=f"{name}@example.org", password="x", **fields)

    return make


@pytest.fixture
def assembly(db):
    return Assembly.objects.create(slug="val-d-ambre", name="Assemblée du Val d’Ambre", territory="Val-d’Ambre")


@pytest.fixture
def make_member(assembly, make_user):
    """A member of the assembly; with `joined` they have an account of their own."""

    def make(name="Odile Garnier", role=Role.MEMBER, *, joined=True, **fields):
        count = Membership.objects.filter(assembly=assembly).count()
        user = make_user(f"personne{count + 1}") if joined else None
        speaks = fields.pop("speaks", role is Role.MEMBER)
        fields = {"number": count + 1, "user": user, "joined_at": NOW if joined else None, **fields}
        return Membership.objects.create(assembly=assembly, name=name, role=role.value, speaks=speaks, **fields)

    return make


@pytest.fixture
def coordinator(make_member):
    return make_member("Claire Morvan", Role.COORDINATOR)


@pytest.fixture
def milieus(db):
    names = (("riviere", "Rivière"), ("foret", "Forêt"), ("prairie", "Prairie"))
    return [Milieu.objects.create(slug=slug, name=name, position=place) for place, (slug, name) in enumerate(names)]


@pytest.fixture
def species(milieus):
    """Three species in each milieu."""
    return [
        Species.objects.create(
            slug=f"{milieu.slug}-{number}",
            vernacular_name=f"Espèce {number} ({milieu.name})",
            short_name=f"l’espèce {number}",
            milieu=milieu,
        )
        for milieu in milieus
        for number in range(3)
    ]


@pytest.fixture
def colleges(assembly, milieus):
    return [College.objects.create(assembly=assembly, milieu=milieu, name=milieu.name) for milieu in milieus]


@pytest.fixture
def invite():
    """An invitation of someone, and the secret that opens it."""

    def make(member, channel=Channel.LETTER, *, now=None, **fields):
        moment, secret = now or timezone.now(), new_secret()
        letter = channel is Channel.LETTER
        values = {
            "token_hash": hash_of(secret.token),
            "code_hash": hash_of(secret.code) if letter else None,
            "created_at": moment,
            "sent_at": moment,
            "expires_at": moment + VALIDITY[channel],
            "address": "" if letter else member.email,
            **fields,
        }
        return Invitation.objects.create(membership=member, channel=channel.value, **values), secret

    return make
