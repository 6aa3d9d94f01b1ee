"""Every address of an assembly, asked by every role, a stranger and nobody, by GET and POST: the table answers."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from modules.assemblies import lots, urls
from modules.assemblies.data import Action, Role
from modules.assemblies.giving import draw_lots, entry_of
from modules.assemblies.models import (
    Assembly,
    AssemblyDate,
    CallNote,
    Document,
    InvitationSending,
    Membership,
    RunSheet,
)
from modules.assemblies.rules import may

GUARDED = {pattern.name: pattern.callback.action for pattern in urls.urlpatterns if hasattr(pattern.callback, "action")}
# A draw is public, the doors are for whoever holds an invitation, the list is of one's own assemblies.
OPEN = {"draw", "home", "enter", "join", "join_signed_in", "not_me", "invitation"}
# Addresses whose POST asks for more than opening the page.
POSTED = {"documents": Action.SEND_DOCUMENTS}


def arguments_of(name):
    """What an address names: the assembly alone, or something in it."""
    return tuple(next(pattern for pattern in urls.urlpatterns if pattern.name == name).pattern.converters)


def test_every_address_is_guarded_or_known_to_be_open():
    assert {pattern.name for pattern in urls.urlpatterns} == set(GUARDED) | OPEN


@pytest.fixture
def filled(assembly, coordinator, make_member, colleges, species):
    """What each address names, by the name of its argument."""
    now = timezone.now()
    sheet = RunSheet.objects.create(title="Ma rivière")
    date = AssemblyDate.objects.create(
        assembly=assembly, title="Temps collectif", starts_at=now + timedelta(days=5), run_sheet=sheet
    )
    member = make_member("Odile Garnier", joined=False)
    document = Document.objects.create(
        assembly=assembly, title="La carte", filename="carte.txt", content_type="text/plain", size=3, added_at=now
    )
    document.file.name = "absent"
    document.save()
    note = CallNote.objects.create(membership=member, caller=coordinator, called_on=now.date())
    sending = InvitationSending.objects.create(assembly=assembly, asked_by=coordinator, asked_at=now)
    shown = lots.fingerprint(entry_of(assembly_id=assembly.pk))
    draw = draw_lots(place=coordinator, phrase="Sous le pont", shown=shown, places=None, now=now)
    return {
        "slug": assembly.slug,
        "date_id": date.pk,
        "college_id": colleges[2].pk,
        "member_id": member.pk,
        "document_id": document.pk,
        "note_id": note.pk,
        "sending_id": sending.pk,
        "draw_id": draw.pk,
    }


def address_of(name, filled):
    return reverse(f"assemblies:{name}", kwargs={key: filled[key] for key in arguments_of(name)})


def asked(client, method, address):
    """The answer's status; what a POST did is taken back."""
    with transaction.atomic():
        status = getattr(client, method)(address).status_code
        transaction.set_rollback(True)
    return status


@pytest.mark.parametrize("name", sorted(GUARDED))
def test_each_role_is_let_in_by_the_table_alone(client, filled, make_member, name):
    address = address_of(name, filled)
    for role in Role:
        # In the college that addresses name: its table is for its own members.
        client.force_login(make_member(role.value, role, college_id=filled["college_id"]).user)
        for method, action in (("get", GUARDED[name]), ("post", POSTED.get(name, GUARDED[name]))):
            status = asked(client, method, address)
            assert status < 500, (name, role, method)
            refused = status == 403
            # An address that takes one method only says so to whoever uses the other.
            assert status == 405 or refused is not may(role, action), (name, role, method, status)


@pytest.mark.parametrize("name", sorted(GUARDED))
def test_stranger_and_visitor_learn_nothing(client, filled, make_user, name):
    address = address_of(name, filled)
    for method in ("get", "post"):
        assert asked(client, method, address) in {302, 405}
    client.force_login(make_user("ailleurs"))
    for method in ("get", "post"):
        assert asked(client, method, address) in {404, 405}
    assert Membership.objects.filter(pk=filled["member_id"]).exists()


@pytest.mark.parametrize("name", sorted(name for name in GUARDED if len(arguments_of(name)) > 1))
def test_what_belongs_to_another_assembly_is_not_found_here(client, filled, coordinator, name):
    """A coordinator of two assemblies who types the ids of one under the address of the other."""
    other = Assembly.objects.create(slug="autre", name="Autre", territory="Ailleurs")
    Membership.objects.create(
        assembly=other, number=1, name="Claire", role=Role.COORDINATOR.value, user=coordinator.user
    )
    client.force_login(coordinator.user)
    address = address_of(name, {**filled, "slug": other.slug})
    for method in ("get", "post"):
        assert asked(client, method, address) in {404, 405}, (name, method)
