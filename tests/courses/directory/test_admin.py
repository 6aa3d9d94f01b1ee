"""The directory team in the admin: it sees experts and traces, withholds with a reason, and touches nothing else."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from courses.directory import api
from courses.directory.models import ContactMessage
from tests.courses.directory.conftest import NOW


@pytest.fixture
def team(client, make_person):
    """A member of a group that may see the directory and withhold experts."""
    person = make_person("equipe@example.org")
    group = Group.objects.create(name="Essai")
    codes = ("view_expert", "change_expert", "view_contactmessage", "access_admin")
    group.permissions.set(Permission.objects.filter(codename__in=codes))
    person.groups.add(group)
    client.force_login(person)
    return client


def test_the_team_lists_experts(team, make_expert):
    make_expert("Claire Moreau")
    html = team.get(reverse("directory_experts:index")).content.decode()
    assert "Claire Moreau" in html
    assert team.get(reverse("directory_experts:index"), {"q": "moreau"}).status_code == 200


def test_the_team_withholds_with_a_reason_then_restores(team, make_expert):
    expert = make_expert()
    edit = reverse("directory_experts:edit", args=[expert.pk])
    assert team.get(edit).status_code == 200
    team.post(edit, {"withheld_reason": "Plainte en cours"})
    assert api.public_expert(slug=expert.slug) is None
    team.post(edit, {"withheld_reason": ""})
    assert api.public_expert(slug=expert.slug)


def test_nobody_adds_or_deletes_an_expert_here(team, make_expert):
    expert = make_expert()
    assert team.get(reverse("directory_experts:add")).status_code == 302
    assert team.post(reverse("directory_experts:delete", args=[expert.pk])).status_code == 302
    assert api.public_expert(slug=expert.slug)


def test_the_team_sees_who_wrote_to_whom_and_not_what(team, make_expert):
    message = ContactMessage.objects.create(
        expert=make_expert(),
        sender_name="Jean Kerbrat",
        sender_email="j@example.org",
        sender_mark="x",
        status="sent",
        sent_at=NOW,
    )
    assert "Jean Kerbrat" in team.get(reverse("directory_messages:index")).content.decode()
    assert team.get(reverse("directory_messages:inspect", args=[message.pk])).status_code == 200


def test_someone_without_the_permission_sees_nothing(client, make_person, make_expert):
    make_expert()
    person = make_person("formation@example.org")
    group = Group.objects.create(name="Autre")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    person.groups.add(group)
    client.force_login(person)
    assert client.get(reverse("directory_experts:index")).status_code == 302
