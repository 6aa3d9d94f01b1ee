"""Trainers add, look at, replace and remove activities; installers alone touch libraries."""

import json
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from media.h5p import api
from media.h5p.models import Content, Library
from tests.media.h5p.playable import library, package

pytestmark = pytest.mark.django_db

TRAINER = ("add_content", "change_content", "delete_content", "view_content", "view_library")


def person(*codenames: str) -> Any:
    user = get_user_model().objects.create_user(email=f"{len(codenames)}@example.org", password="x")
    wanted = Permission.objects.filter(codename__in=("access_admin", *codenames))
    user.user_permissions.set(wanted)
    return user


@pytest.fixture
def trainer(client: Client) -> Client:
    client.force_login(person(*TRAINER), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def installer(client: Client) -> Client:
    user = person(*TRAINER, "install_libraries")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def upload(*packed: Any) -> dict[str, Any]:
    files = [SimpleUploadedFile(f"{number}.h5p", each.getvalue()) for number, each in enumerate(packed)]
    return {"packages": files}


def bring(**options: Any) -> Content:
    result = api.import_package(file=package(library(), **options), allow_libraries=True)
    return Content.objects.get(pk=result.content_id)


def test_several_packages_come_in_at_once_and_each_is_reported(installer: Client) -> None:
    packages = upload(package(library()), package(library(), title="Deux"), package(library(), main="X.Y 1.0"))
    answer = installer.post(reverse("h5p_contents:add"), packages)
    page = answer.content.decode()
    assert Content.objects.count() == 2
    assert page.count("Ajoutée") >= 2
    assert "Refusée" in page


def test_a_script_gets_the_same_report_as_json(installer: Client) -> None:
    answer = installer.post(
        reverse("h5p_contents:add"), upload(package(library())), headers={"accept": "application/json"}
    )
    report = answer.json()["reports"][0]
    assert report["valid"]
    assert report["content"] == Content.objects.get().pk


def test_a_trainer_brings_contents_and_is_told_of_missing_libraries(trainer: Client) -> None:
    page = trainer.post(reverse("h5p_contents:add"), upload(package(library()))).content.decode()
    assert "Essai.Mot 1.0" in page
    assert not Library.objects.exists()
    bring()
    trainer.post(reverse("h5p_contents:add"), upload(package(library(version=(1, 0, 9)))))
    assert Content.objects.count() == 2
    assert Library.objects.get().patch == 0


@pytest.mark.parametrize("name", ["h5p_contents:index", "h5p_contents:add", "h5p_libraries:index"])
def test_the_admin_is_closed_to_others(client: Client, name: str) -> None:
    client.force_login(person(), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse(name)).status_code in (302, 403)
    client.logout()
    assert client.get(reverse(name)).status_code in (302, 403)


def test_contents_are_listed_searched_and_filtered(trainer: Client) -> None:
    bring(title="La loutre")
    bring(title="Le héron", license="CC BY-ND")
    index = reverse("h5p_contents:index")
    assert "CC BY-SA 4.0" in trainer.get(index).content.decode()
    found = trainer.get(index, {"q": "loutre"}).content.decode()
    assert "La loutre" in found
    assert "Le héron" not in found
    narrowed = trainer.get(index, {"licence": "CC BY-ND 4.0"}).content.decode()
    assert "Le héron" in narrowed
    assert "La loutre" not in narrowed


def test_the_list_costs_the_same_for_one_and_for_many(trainer: Client, django_assert_max_num_queries: Any) -> None:
    for _ in range(12):
        bring()
    trainer.get(reverse("h5p_contents:index"))
    with django_assert_max_num_queries(16):
        trainer.get(reverse("h5p_contents:index"))


def test_an_activity_is_looked_at_replaced_and_brought_back(trainer: Client) -> None:
    content = bring(parameters={"text": "un"})
    edit = reverse("h5p_contents:edit", args=(content.pk,))
    newer = SimpleUploadedFile("v2.h5p", package(library(), parameters={"text": "deux"}).getvalue())
    assert trainer.post(edit, {"title": "Un mot", "package": newer}).status_code == 302
    content.refresh_from_db()
    assert (content.version, content.parameters["text"]) == (2, "deux")
    look = reverse("h5p_contents:inspect", args=(content.pk,))
    page = trainer.get(look).content.decode()
    assert "<iframe" in page
    assert "Revenir à cette version" in page
    trainer.post(reverse("h5p_contents:restore", args=(content.pk, 1)))
    content.refresh_from_db()
    assert (content.version, content.parameters["text"]) == (3, "un")
    entries = ModelLogEntry.objects.for_instance(content).order_by("timestamp")
    assert [entry.action for entry in entries] == ["wagtail.edit", "wagtail.edit"]


def test_a_trainer_is_told_of_videos_that_nobody_will_see_and_of_other_sites(trainer: Client, settings: Any) -> None:
    semantics = json.dumps([{"name": "video", "type": "video"}, {"name": "picture", "type": "image"}])
    parameters = {
        "video": [{"path": "https://youtu.be/x", "mime": "video/YouTube"}],
        "picture": {"path": "https://images.example/a.png"},
    }
    packed = package(library(files={"semantics.json": semantics}), parameters=parameters)
    content_id = api.import_package(file=packed, allow_libraries=True).content_id
    address = reverse("h5p_contents:inspect", args=[content_id])
    page = trainer.get(address).content.decode()
    assert "ne la verront pas" in page
    assert "<dd>https://images.example</dd>" in page
    settings.PLAYER_ORIGIN = "https://jouer.example"
    assert "ne la verront pas" not in trainer.get(address).content.decode()


def test_a_broken_replacement_leaves_the_activity_and_says_why(trainer: Client) -> None:
    content = bring()
    edit = reverse("h5p_contents:edit", args=(content.pk,))
    answer = trainer.post(edit, {"title": "Un mot", "package": SimpleUploadedFile("x.h5p", b"nothing")})
    assert "archive zip" in answer.content.decode()
    content.refresh_from_db()
    assert content.version == 1


def test_a_title_changes_without_making_learners_start_again(trainer: Client) -> None:
    content = bring()
    trainer.post(reverse("h5p_contents:edit", args=(content.pk,)), {"title": "Autre titre"})
    content.refresh_from_db()
    assert (content.title, content.version) == ("Autre titre", 1)


def test_a_package_is_downloaded_again(trainer: Client) -> None:
    content = bring(title="La loutre")
    answer = trainer.get(reverse("h5p_contents:export", args=(content.pk,)))
    assert answer["Content-Disposition"] == 'attachment; filename="la-loutre.h5p"'
    assert b"".join(answer.streaming_content).startswith(b"PK")


def test_an_activity_that_nothing_plays_is_removed(trainer: Client) -> None:
    content = bring()
    address = reverse("h5p_contents:delete", args=(content.pk,))
    assert trainer.get(address).status_code == 200
    trainer.post(address)
    assert not Content.objects.exists()


def test_libraries_say_who_uses_them_and_only_installers_remove_one(installer: Client) -> None:
    content = bring()
    used = Library.objects.get()
    page = installer.get(reverse("h5p_libraries:index")).content.decode()
    assert "1 activité" in page
    assert content.title in installer.get(reverse("h5p_libraries:inspect", args=(used.pk,))).content.decode()
    address = reverse("h5p_libraries:delete", args=(used.pk,))
    assert "ne peut pas être retirée" in installer.get(address).content.decode()
    installer.post(address)
    assert Library.objects.exists()
    api.delete_content(content_id=content.pk)
    installer.post(address)
    assert not Library.objects.exists()


def test_a_trainer_sees_libraries_and_removes_none(trainer: Client) -> None:
    api.delete_content(content_id=bring().pk)
    assert trainer.get(reverse("h5p_libraries:index")).status_code == 200
    trainer.post(reverse("h5p_libraries:delete", args=(Library.objects.get().pk,)))
    assert Library.objects.exists()


def test_the_chooser_of_a_lesson_offers_activities(trainer: Client) -> None:
    bring(title="La loutre")
    page = trainer.get(reverse("h5p_content_chooser:choose")).content.decode()
    assert "La loutre" in page
