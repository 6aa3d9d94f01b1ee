"""Assemblies in the admin: opened with their coordinator, who is let in or invited; species that wait for a review."""

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.accounts.groups import COORDINATION, ECOLOGY, grant_group_permissions
from modules.assemblies.asking import ask_species
from modules.assemblies.data import Role
from modules.assemblies.models import Assembly, Membership
from modules.assemblies.viewsets import AssemblyViewSet
from modules.living.models import Species

EDIT, ADD = "edit", "add"


def admin_url(name, *args):
    return reverse(Assembly.snippet_viewset.get_url_name(name), args=args)


@pytest.fixture
def team(make_user, client):
    """Someone of the site's team who opens assemblies."""
    grant_group_permissions()
    user = make_user("equipe")
    user.groups.add(Group.objects.get(name=COORDINATION))
    client.force_login(user)
    return user


@pytest.fixture
def fill_in(client, team, django_capture_on_commit_callbacks):
    """Sends the form of an assembly."""

    def send(address, **fields):
        values = {"name": "Val d’Ambre", "slug": "val-d-ambre", "territory": "Ambre", "scale": "communes"}
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, {**values, "state": "preparing", **fields})

    return send


def test_first_coordinator_without_an_account_is_written_to(fill_in, client):
    response = fill_in(
        admin_url(ADD), communes="Ambre\n\n  Le  Pont ", coordinator_name="Ève Ker", coordinator_email="Eve@Example.org"
    )
    assert response.status_code == 302
    assembly = Assembly.objects.get()
    assert assembly.communes == ["Ambre", "Le Pont"]
    (letter,) = mail.outbox
    assert letter.to == ["eve@example.org"]
    assert "/assemblees/entrer/" in letter.body
    page = client.get(admin_url(EDIT, assembly.pk)).content.decode()
    assert "Ève Ker" in page
    assert assembly.get_absolute_url() in page
    assert "Ambre\nLe Pont" in page


def test_coordinator_with_an_account_enters_at_once(fill_in, client, make_user):
    claire = make_user("claire")
    fill_in(admin_url(ADD), coordinator_email="CLAIRE@example.org")
    place = Membership.objects.get()
    assert (place.user, place.role) == (claire, Role.COORDINATOR.value)
    assert place.joined_at
    assert not mail.outbox
    client.force_login(claire)
    assert client.get(Assembly.objects.get().get_absolute_url()).status_code == 200


def test_saving_again_with_the_address_invites_again_and_adds_nobody(fill_in):
    fill_in(admin_url(ADD), coordinator_email="eve@example.org")
    fill_in(admin_url(EDIT, Assembly.objects.get().pk), coordinator_email="eve@example.org")
    assert Membership.objects.count() == 1
    assert len(mail.outbox) == 2
    fill_in(admin_url(EDIT, Assembly.objects.get().pk))
    assert len(mail.outbox) == 2


def test_a_member_may_become_the_coordinator(fill_in, assembly, make_member):
    member = make_member("Odile", joined=True, email="odile@example.org")
    fill_in(admin_url(EDIT, assembly.pk), coordinator_email="odile@example.org")
    member.refresh_from_db()
    assert member.role == Role.COORDINATOR.value
    assert Membership.objects.count() == 1


def test_a_name_without_an_address_is_refused(fill_in):
    response = fill_in(admin_url(ADD), coordinator_name="Ève Ker")
    assert response.status_code == 200
    assert "Donnez aussi l’adresse e-mail" in response.content.decode()
    assert not Assembly.objects.exists()


def test_list_costs_the_same_for_one_and_many(client, team, assembly):
    listing = admin_url("list")
    client.get(listing)
    with CaptureQueriesContext(connection) as few:
        client.get(listing)
    for number in range(8):
        Assembly.objects.create(slug=f"a{number}", name=f"A{number}", territory="T")
    with CaptureQueriesContext(connection) as many:
        assert "A7" in client.get(listing).content.decode()
    assert len(many) == len(few)
    assert AssemblyViewSet.model is Assembly


def test_the_ecologist_finds_species_asked_for_on_their_home(client, coordinator, milieus, make_user):
    grant_group_permissions()
    ask_species(
        place=coordinator,
        name="Loche d’Ambre",
        milieu=milieus[0].pk,
        reason="Elle vit ici.",
        draft="",
        now=timezone.now(),
    )
    ecologist = make_user("ecologue")
    ecologist.groups.add(Group.objects.get(name=ECOLOGY))
    home = reverse("wagtailadmin_home")
    client.force_login(ecologist)
    page = client.get(home).content.decode()
    assert "1 fiche attend" in page
    assert "Loche d’Ambre" in page
    Species.objects.update(reviewed_on=timezone.localdate())
    assert "Loche d’Ambre" not in client.get(home).content.decode()


def test_whoever_changes_no_species_is_told_nothing(client, coordinator, milieus, team):
    ask_species(place=coordinator, name="Loche", milieu=milieus[0].pk, reason="x", draft="", now=timezone.now())
    assert "Loche" not in client.get(reverse("wagtailadmin_home")).content.decode()
