"""xAPI-Communication 1, 3.2, 3.3 and 4: headers, alternate syntax, errors, versions, credentials."""

import base64
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.core.management import call_command

from courses.records.models import Scope, Statement, XapiClient
from tests.courses.records.xapi.conftest import Lrs, statement

FORM = "application/x-www-form-urlencoded"
RESOURCES = ["statements", "activities", "activities/state", "activities/profile", "agents", "agents/profile"]


def alternate(lrs, method, form, path="statements", **options):
    body = urlencode(form).encode()
    return lrs.ask("POST", path, {"method": method, **options.pop("more", {})}, body, content_type=FORM, **options)


class TestAlternateSyntax:
    """xAPI-Communication 1.3."""

    def test_get_and_put_come_as_post(self, lrs, new_id):
        import json

        form = {"statementId": new_id, "content": json.dumps(statement())}
        assert alternate(lrs, "PUT", form).status_code == 204
        found = alternate(lrs, "GET", {"limit": 1})
        assert found.status_code == 200
        assert found.json()["statements"][0]["id"] == new_id

    def test_form_parameters_stand_for_headers(self, lrs):
        form = {"limit": 1, **lrs.headers}
        silent = {"Authorization": "", "X-Experience-API-Version": ""}
        assert alternate(lrs, "GET", form, headers=silent).status_code == 200
        assert alternate(lrs, "GET", {"X-Experience-API-Version": "0.8"}).status_code == 400

    def test_documents_come_with_their_content_type(self, lrs):
        place = {"activityId": "http://example.org/a", "agent": '{"mbox": "mailto:a@example.org"}', "stateId": "s"}
        form = {**place, "content": "é & co", "Content-Type": "text/plain"}
        assert alternate(lrs, "PUT", form, "activities/state").status_code == 204
        kept = lrs.get("activities/state", place)
        assert kept.content.decode() == "é & co"
        assert kept["Content-Type"] == "text/plain"

    def test_what_is_not_alternate_syntax_is_400(self, lrs, new_id):
        assert lrs.get("statements", {"method": "POST"}).status_code == 400
        assert lrs.put("statements", {"method": "POST"}, statement()).status_code == 400
        assert alternate(lrs, "PUT", {"statementId": new_id}).status_code == 400
        assert alternate(lrs, "PUT", {"content": "{}"}, more={"statementId": new_id}).status_code == 400
        raw = lrs.ask("POST", "statements", {"method": "PUT"}, b'{"content": "x"}', content_type=FORM)
        assert raw.status_code == 400
        assert alternate(lrs, "PATCH", {"content": "x"}).status_code == 405


@pytest.mark.parametrize("path", RESOURCES)
@pytest.mark.parametrize("version", ["", "0.9", "1.1.0", "2.0.0", "x"])
def test_3_3_other_versions_are_400(lrs, path, version):
    response = lrs.get(path, headers={"X-Experience-API-Version": version})
    assert response.status_code == 400
    assert response["X-Experience-API-Version"] == "1.0.3"


@pytest.mark.parametrize("version", ["1.0", "1.0.0", "1.0.3", "1.0.9"])
def test_3_3_versions_1_0_are_served(lrs, version):
    response = lrs.get("statements", headers={"X-Experience-API-Version": version})
    assert response.status_code == 200
    assert response["X-Experience-API-Version"] == "1.0.3"


def test_2_8_about_needs_neither_version_nor_credentials(client):
    response = client.get("/xapi/about")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert response.json() == {"version": ["1.0.0", "1.0.1", "1.0.2", "1.0.3"]}


def test_3_2_about_knows_no_parameter(client):
    response = client.get("/xapi/about", {"foo": "bar"})
    assert response.status_code == 400
    assert response.json()["error"] == "unknown-parameter"


@pytest.mark.parametrize("path", ["", "statement", "statements/", "about/", "activities/states"])
@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE"])
def test_3_3_what_is_no_resource_is_404_with_the_headers_of_every_answer(client, db, path, method):
    response = client.generic(method, f"/xapi/{path}")
    assert response.status_code == 404
    assert response.json()["error"] == "no-such-resource"
    assert response["X-Experience-API-Version"] == "1.0.3"


@pytest.mark.parametrize(
    ("path", "method"),
    [("statements", "DELETE"), ("statements", "PATCH"), ("about", "POST")]
    + [(path, method) for path in ("activities", "agents") for method in ("PUT", "POST", "DELETE")],
)
def test_3_2_other_methods_are_405_even_without_credentials(client, db, path, method):
    assert client.generic(method, f"/xapi/{path}").status_code == 405


@pytest.mark.parametrize(
    "header", ["", "Basic", "Basic x", "Basic:Zm9vOmJhcg==", "Bearer abc", "Basic Zm9vOmJhcg==", "Basic AADDqQ=="]
)
@pytest.mark.parametrize("path", RESOURCES)
def test_4_0_without_good_credentials_401(lrs, path, header):
    response = lrs.get(path, headers={"Authorization": header})
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Basic")


def test_4_0_the_wrong_secret_and_a_stopped_client_are_401(lrs):
    client = XapiClient.objects.get()
    wrong = "Basic " + base64.b64encode(f"{client.key}:wrong".encode()).decode()
    assert lrs.get("statements", headers={"Authorization": wrong}).status_code == 401
    XapiClient.objects.update(active=False)
    assert lrs.get("statements").status_code == 401


def test_the_browsers_session_opens_nothing(client, admin_user):
    client.force_login(admin_user)
    response = client.get("/xapi/statements", headers={"X-Experience-API-Version": "1.0.3"})
    assert response.status_code == 401


def test_no_csrf_token_is_needed(lrs):
    lrs.client.handler.enforce_csrf_checks = True
    assert lrs.post("statements", statement()).status_code == 200


class TestScopes:
    def test_write_does_not_read_and_read_does_not_write(self, make_lrs):
        writer, reader = make_lrs(Scope.WRITE), make_lrs(Scope.READ)
        (one,) = writer.keep(statement())
        assert writer.get("statements").status_code == 403
        assert reader.post("statements", statement()).status_code == 403
        assert reader.put("agents/profile", {}, {}).status_code == 403
        assert reader.found() == [one]

    def test_own_reads_what_it_wrote(self, make_lrs):
        first, second = make_lrs(Scope.OWN), make_lrs(Scope.OWN)
        (one,) = first.keep(statement())
        (other,) = second.keep(statement())
        assert first.found() == [one]
        assert first.get("statements", {"statementId": other}).status_code == 404

    def test_the_command_prints_a_key_and_a_secret_that_work(self, client, db, capsys):
        call_command("xapi_client", "Partenaire", "--scope", "write")
        words = capsys.readouterr().out.split()
        key, secret = words[1], words[3]
        assert Lrs(client, key, secret).keep(statement())
        assert XapiClient.objects.get().scope == "write"
        assert secret not in XapiClient.objects.get().secret_hash


def test_2_1_consistent_through_is_never_before_what_is_given(lrs):
    lrs.keep(*(statement() for _ in range(3)))
    response = lrs.get("statements")
    through = response["X-Experience-API-Consistent-Through"]
    assert all(one["stored"] <= through for one in response.json()["statements"])


def test_1_4_texts_are_utf_8(lrs):
    display = {"fr": "a écouté la rivière", "ja": "参加した", "en": "🦦"}
    verb = {"id": f"http://example.org/{uuid4()}", "display": display}
    lrs.keep(statement(verb=verb))
    (found,) = lrs.get("statements", {"verb": verb["id"]}).json()["statements"]
    assert found["verb"]["display"] == display
    assert Statement.objects.count() == 1
