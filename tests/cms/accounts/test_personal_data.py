"""What the site holds about a person: given back, or erased."""

import io
import json
import zipfile

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from cms.accounts import api, exporting
from courses.records import api as records
from courses.records.data import ActivityDefinition, Verb
from tests.cms.accounts.conftest import PASSWORD


def exported(response):
    archive = zipfile.ZipFile(io.BytesIO(response.getvalue()))
    assert archive.testzip() is None
    return {name: archive.read(name).decode() for name in archive.namelist()}


def test_profile_is_edited_by_its_owner(signed_in, person):
    answers = {"first_name": "Claire", "last_name": "Le Goff", "role": "elected", "organisation": ""}
    response = signed_in.post("/compte/", answers, follow=True)
    person.refresh_from_db()
    assert (person.last_name, person.role) == ("Le Goff", "elected")
    assert "profil est à jour" in response.content.decode()


def test_profile_refuses_a_role_that_does_not_exist(signed_in, person):
    response = signed_in.post("/compte/", {"first_name": "Claire", "last_name": "M", "role": "king"})
    assert response.status_code == 200
    assert "Rien de ce que vous avez écrit" in response.content.decode() or "erreurs-titre" in response.content.decode()
    person.refresh_from_db()
    assert person.role == "consultant"


def test_export_holds_the_account_and_no_password(signed_in, person):
    response = signed_in.get("/compte/donnees/export.zip")
    files = exported(response)
    account = json.loads(files["accounts.json"])
    assert account["email"] == person.email
    assert account["addresses"] == [{"email": person.email, "verified": True, "primary": True}]
    assert not any(person.password in content for content in files.values())
    assert response["Content-Disposition"].startswith("attachment")


def test_export_holds_every_statement_and_attempt(signed_in, person):
    now = timezone.now()
    records.define_activities(activities=[ActivityDefinition(iri="http://x.org/quiz")])
    for _ in range(3):
        sent = {"verb": {"id": Verb.ANSWERED}, "object": {"id": "http://x.org/quiz"}, "result": {"response": "« oui »"}}
        records.record_statements(user=person, statements=[sent], now=now)
    held = json.loads(exported(signed_in.get("/compte/donnees/export.zip"))["records.json"])
    assert [one["result"]["response"] for one in held["statements"]] == ["« oui »"] * 3
    assert [one["response"] for one in held["attempts"]] == ["« oui »"] * 3
    assert len(held["completions"]) == 1


def test_a_long_history_is_sent_as_it_is_read():
    read = []

    def history():
        for number in range(20_000):
            read.append(number)
            yield {"number": number, "text": "x" * 200}

    pieces = exporting.zipped([("long.json", exporting.json_pieces({"history": history(), "rest": []}))])
    first = [next(pieces), next(pieces)]
    assert 0 < len(read) < 20_000
    archive = zipfile.ZipFile(io.BytesIO(b"".join([*first, *pieces])))
    held = json.loads(archive.read("long.json"))
    assert (len(held["history"]), held["history"][-1]["number"], held["rest"]) == (20_000, 19_999, [])
    assert json.loads("".join(exporting.json_pieces({"none": iter(()), "a": 1}))) == {"none": [], "a": 1}


def test_erasure_needs_the_password(signed_in, person):
    response = signed_in.post("/compte/donnees/effacer/", {"password": "non"})
    assert response.status_code == 422
    assert "Rien n’a été effacé" in response.content.decode()
    assert get_user_model().objects.filter(pk=person.pk).exists()


def test_erasure_removes_the_person_and_signs_out(signed_in, person):
    response = signed_in.post("/compte/donnees/effacer/", {"password": PASSWORD})
    assert response.url == "/"
    assert not get_user_model().objects.filter(pk=person.pk).exists()
    assert signed_in.get("/compte/").status_code == 302


def test_erasure_by_a_link_does_nothing(signed_in, person):
    assert signed_in.get("/compte/donnees/effacer/").status_code == 405


def test_the_last_administrator_cannot_leave_the_site_alone(signed_in, person):
    get_user_model().objects.filter(pk=person.pk).update(is_superuser=True)
    response = signed_in.post("/compte/donnees/effacer/", {"password": PASSWORD})
    assert response.status_code == 422
    assert "Nommez-en d’abord une autre" in response.content.decode()


@pytest.mark.django_db
def test_erasure_touches_nobody_else(person):
    neighbour = get_user_model().objects.create_user("autre@example.org", PASSWORD)
    api.erase(user=person)
    assert get_user_model().objects.get() == neighbour


@pytest.mark.django_db
def test_every_app_that_holds_personal_data_can_also_erase_it():
    offering = {name for name, _function in api._offers("personal_data_of")}
    erasing = {name for name, _function in api._offers("erase_personal_data")} | {"accounts"}
    assert offering == erasing
