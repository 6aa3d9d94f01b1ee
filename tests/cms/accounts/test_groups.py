"""The four groups, made at migration, and what each may do."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from cms.accounts.groups import ADMINISTRATION, COORDINATION, DIRECTORY, TRAINING, grant_group_permissions


@pytest.fixture
def members(db):
    grant_group_permissions()
    users = {}
    for number, name in enumerate((TRAINING, COORDINATION, DIRECTORY, ADMINISTRATION)):
        users[name] = get_user_model().objects.create_user(f"m{number}@example.org", "x")
        users[name].groups.add(Group.objects.get(name=name))
    return users


def test_every_group_enters_the_admin(members, client):
    for user in members.values():
        client.force_login(user)
        assert client.get("/admin/").status_code == 200


def test_nobody_without_a_group_enters_the_admin(client, person):
    client.force_login(person)
    response = client.get("/admin/", follow=True)
    assert response.status_code == 403
    assert "réservée à l’équipe" in response.content.decode()


def test_only_administration_manages_people(members):
    may = {name: user.has_perm("pv_accounts.change_user") for name, user in members.items()}
    assert may == {TRAINING: False, COORDINATION: False, DIRECTORY: False, ADMINISTRATION: True}


def test_trainers_add_images_and_the_directory_team_does_not(members):
    assert (
        members[TRAINING].groups.get().collection_permissions.filter(permission__codename="add_creditedimage").exists()
    )
    assert not members[DIRECTORY].groups.get().collection_permissions.exists()


@pytest.mark.django_db
def test_granting_twice_changes_nothing():
    grant_group_permissions()
    before = (
        GroupPagePermission.objects.count(),
        GroupCollectionPermission.objects.count(),
        {group.name: group.permissions.count() for group in Group.objects.all()},
    )
    grant_group_permissions()
    assert before == (
        GroupPagePermission.objects.count(),
        GroupCollectionPermission.objects.count(),
        {group.name: group.permissions.count() for group in Group.objects.all()},
    )


@pytest.mark.django_db
def test_an_addition_by_hand_stays(members):
    group = Group.objects.get(name=DIRECTORY)
    permission = Group.objects.get(name=ADMINISTRATION).permissions.get(codename="change_user")
    group.permissions.add(permission)
    grant_group_permissions()
    assert permission in group.permissions.all()
