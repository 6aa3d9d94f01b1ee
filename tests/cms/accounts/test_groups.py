"""The five groups, made at migration, and what each may do."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page

from cms.accounts.groups import ADMINISTRATION, COORDINATION, DIRECTORY, ECOLOGY, TRAINING, grant_group_permissions
from courses.learning.models import CourseIndexPage


@pytest.fixture
def members(db):
    grant_group_permissions()
    users = {}
    for number, name in enumerate((TRAINING, COORDINATION, DIRECTORY, ECOLOGY, ADMINISTRATION)):
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
    assert may == {TRAINING: False, COORDINATION: False, DIRECTORY: False, ECOLOGY: False, ADMINISTRATION: True}


def test_trainers_write_contents_but_bring_no_program_in(members):
    assert members[TRAINING].has_perm("pv_h5p.add_content")
    assert not members[TRAINING].has_perm("pv_h5p.install_libraries")
    assert members[ADMINISTRATION].has_perm("pv_h5p.install_libraries")


def test_the_directory_team_withholds_but_deletes_nobody(members):
    assert members[DIRECTORY].has_perm("pv_directory.change_expert")
    assert not members[DIRECTORY].has_perm("pv_directory.delete_expert")
    assert not members[TRAINING].has_perm("pv_directory.change_expert")


def test_trainers_write_under_the_catalogue_of_courses_only(members):
    root = Page.objects.get(depth=2)
    catalogue = root.add_child(instance=CourseIndexPage(title="Formations", slug="formations"))
    grant_group_permissions()
    assert catalogue.permissions_for_user(members[TRAINING]).can_add_subpage()
    assert not root.permissions_for_user(members[TRAINING]).can_edit()


@pytest.mark.parametrize("address", ["images/add/", "documents/multiple/add/", "media/video/add/"])
def test_those_who_write_bring_files_and_the_directory_team_does_not(members, client, address):
    answers = {}
    for name, user in members.items():
        client.force_login(user)
        answers[name] = client.get(f"/admin/{address}").status_code
    assert answers == {TRAINING: 200, COORDINATION: 200, ECOLOGY: 200, ADMINISTRATION: 200, DIRECTORY: 302}


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
