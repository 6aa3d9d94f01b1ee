"""xAPI-Communication 2.2 to 2.7 and 3.1: documents, agents, activities, concurrency."""

import hashlib
from uuid import uuid4

import pytest

from courses.records.models import Scope
from tests.courses.records.xapi.conftest import ACCOUNT_AGENT, ACTIVITY, AGENT, DEFINITION, OBJECT, statement

STATE, ACTIVITY_PROFILE, AGENT_PROFILE = "activities/state", "activities/profile", "agents/profile"
NEW = {"If-None-Match": "*"}


def place(path, **others):
    places = {
        STATE: {"activityId": ACTIVITY, "agent": ACCOUNT_AGENT, "stateId": str(uuid4())},
        ACTIVITY_PROFILE: {"activityId": ACTIVITY, "profileId": str(uuid4())},
        AGENT_PROFILE: {"agent": ACCOUNT_AGENT, "profileId": str(uuid4())},
    }
    return {**places[path], **others}


every_resource = pytest.mark.parametrize("path", [STATE, ACTIVITY_PROFILE, AGENT_PROFILE])
profiles = pytest.mark.parametrize("path", [ACTIVITY_PROFILE, AGENT_PROFILE])


def without(params, name):
    return {key: value for key, value in params.items() if key != name}


@every_resource
def test_a_document_is_kept_given_back_and_deleted(lrs, path):
    where = place(path)
    assert lrs.put(path, where, {"a": 1}, headers=NEW).status_code == 204
    response = lrs.get(path, where)
    assert (response.status_code, response.json()) == (200, {"a": 1})
    assert response["Content-Type"] == "application/json"
    assert response["ETag"] == f'"{hashlib.sha1(response.content, usedforsecurity=False).hexdigest()}"'
    assert response.has_header("Last-Modified")
    assert lrs.delete(path, where).status_code == 204
    assert lrs.get(path, where).status_code == 404
    assert lrs.delete(path, where).status_code == 204


@every_resource
@pytest.mark.parametrize("body", [b"1", b"true", b"\x00\xff", b""])
def test_a_document_is_any_bytes(lrs, path, body):
    where = place(path)
    kept = lrs.post(path, body, where, content_type="application/x-www-form-urlencoded")
    assert kept.status_code == 204
    assert lrs.get(path, where).content == body


@every_resource
def test_post_merges_json_one_level_deep(lrs, path):
    where = place(path)
    lrs.post(path, {"car": {"make": "Ford", "model": "Escape"}, "kept": 1}, where)
    assert lrs.post(path, {"car": {"make": "Dodge"}}, where).status_code == 204
    assert lrs.get(path, where).json() == {"car": {"make": "Dodge"}, "kept": 1}


@every_resource
def test_post_onto_what_is_no_json_object_is_400(lrs, path):
    where = place(path)
    lrs.post(path, {"a": 1}, where)
    assert lrs.post(path, b"abc", where, content_type="text/plain").status_code == 400
    assert lrs.post(path, [1], where).status_code == 400
    assert lrs.post(path, b"{'a'", where).status_code == 400
    other = place(path)
    lrs.post(path, b"abc", other, content_type="text/plain")
    assert lrs.post(path, {"a": 1}, other).status_code == 400


@every_resource
@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE"])
def test_required_parameters_and_their_types(lrs, path, method):
    where = place(path)
    owners = [name for name in ("activityId", "agent") if name in where]
    wrong = [without(where, name) for name in owners] + [{**where, name: "1"} for name in owners]
    wrong += [{**where, "foo": "bar"}, {**where, owners[0].upper(): "x"}]
    if "agent" in where:
        wrong += [{**where, "agent": value} for value in ("true", "not json", {"key": "value"})]
    if method in ("PUT", "POST") or (method == "DELETE" and path != STATE):
        wrong.append(without(without(where, "stateId"), "profileId"))
    for params in wrong:
        assert lrs.ask(method, path, params, {}, headers=NEW).status_code == 400, params


@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE"])
def test_a_registration_is_a_uuid(lrs, method):
    assert lrs.ask(method, STATE, place(STATE, registration="x"), {}).status_code == 400


def test_a_registration_sets_states_apart(lrs):
    where = place(STATE)
    registered = {**where, "registration": str(uuid4())}
    lrs.put(STATE, where, {"a": 1})
    lrs.put(STATE, registered, {"a": 2})
    assert lrs.get(STATE, where).json() == {"a": 1}
    assert lrs.get(STATE, registered).json() == {"a": 2}
    lrs.delete(STATE, without(registered, "stateId"))
    assert lrs.get(STATE, registered).status_code == 404
    assert lrs.get(STATE, where).status_code == 200


@every_resource
def test_without_an_id_get_lists_ids_changed_after_since(lrs, path):
    where = place(path)
    name = "stateId" if "stateId" in where else "profileId"
    context = without(where, name)
    assert lrs.get(path, context).json() == []
    lrs.post(path, {}, where)
    assert lrs.get(path, context).json() == [where[name]]
    assert lrs.get(path, {**context, "since": "2020-01-01T00:00:00Z"}).json() == [where[name]]
    assert lrs.get(path, {**context, "since": "2199-01-01T00:00:00Z"}).json() == []
    assert lrs.get(path, {**context, "since": "true"}).status_code == 400


def test_deleting_without_an_id_empties_one_context_only(lrs):
    first, second = place(STATE), place(STATE, activityId=ACTIVITY + "/other")
    lrs.put(STATE, first, {})
    lrs.put(STATE, second, {})
    assert lrs.delete(STATE, without(first, "stateId")).status_code == 204
    assert lrs.get(STATE, without(first, "stateId")).json() == []
    assert lrs.get(STATE, second).status_code == 200


class TestConcurrency:
    """xAPI-Communication 3.1."""

    @profiles
    def test_a_profile_is_put_with_a_precondition(self, lrs, path):
        where = place(path)
        assert lrs.put(path, where, {"a": 1}).status_code == 400
        lrs.put(path, where, {"a": 1}, headers=NEW)
        conflict = lrs.put(path, where, {"a": 2})
        assert conflict.status_code == 409
        assert conflict.json()["error"] == "if-match-needed"
        assert lrs.get(path, where).json() == {"a": 1}

    @every_resource
    def test_an_old_etag_is_412_and_changes_nothing(self, lrs, path):
        where = place(path)
        lrs.post(path, {"a": 1}, where)
        old = {"If-Match": '"' + "1" * 40 + '"'}
        for method in ("PUT", "POST", "DELETE"):
            assert lrs.ask(method, path, where, {"a": 2}, headers=old).status_code == 412
        assert lrs.put(path, where, {"a": 2}, headers=NEW).status_code == 412
        assert lrs.get(path, where).json() == {"a": 1}

    @every_resource
    def test_the_present_etag_lets_through(self, lrs, path):
        where = place(path)
        lrs.post(path, {"a": 1}, where)
        for body in ({"a": 2}, {"a": 3}):
            etag = lrs.get(path, where)["ETag"]
            assert lrs.put(path, where, body, headers={"If-Match": etag}).status_code == 204
        assert lrs.get(path, where).json() == {"a": 3}

    @every_resource
    def test_an_etag_of_nothing_is_412(self, lrs, path):
        assert lrs.put(path, place(path), {}, headers={"If-Match": '"x"'}).status_code == 412

    def test_a_state_needs_no_precondition(self, lrs):
        where = place(STATE)
        assert lrs.put(STATE, where, {"a": 1}).status_code == 204
        assert lrs.put(STATE, where, {"a": 2}).status_code == 204


class TestAgentsAndActivities:
    """xAPI-Communication 2.4 and 2.5."""

    def test_a_person_gathers_what_is_known_of_an_agent(self, lrs):
        lrs.keep(statement(), statement(actor={**AGENT, "name": "Alix B."}))
        person = lrs.get("agents", {"agent": {"mbox": AGENT["mbox"]}}).json()
        assert person["objectType"] == "Person"
        assert person["mbox"] == [AGENT["mbox"]]
        assert sorted(person["name"]) == ["Alix", "Alix B."]

    @pytest.mark.parametrize("ifi", [ACCOUNT_AGENT, {"openid": "http://example.org/o"}, {"mbox_sha1sum": "a" * 40}])
    def test_an_unknown_agent_is_a_person_too(self, lrs, ifi):
        person = lrs.get("agents", {"agent": ifi}).json()
        assert person == {"objectType": "Person", **{name: [value] for name, value in ifi.items()}}

    def test_an_activity_comes_with_its_definition(self, lrs):
        lrs.keep(statement())
        assert lrs.get("activities", {"activityId": ACTIVITY}).json() == OBJECT
        lrs.keep(statement(object={"id": ACTIVITY, "definition": {"name": {"de": "Ein Gang"}}}))
        name = lrs.get("activities", {"activityId": ACTIVITY}).json()["definition"]["name"]
        assert name == {**DEFINITION["name"], "de": "Ein Gang"}

    def test_an_unknown_activity_is_its_id(self, lrs):
        unknown = "http://example.org/unknown"
        response = lrs.get("activities", {"activityId": unknown})
        assert response.json() == {"objectType": "Activity", "id": unknown}

    def test_an_activity_is_described_wherever_a_statement_names_it(self, lrs):
        beside = {"id": "http://example.org/beside", "definition": {"name": {"fr": "À côté"}}}
        inside = {"id": "http://example.org/inside", "definition": {"name": {"fr": "Dedans"}}}
        told = statement(object=inside, context={"contextActivities": {"category": [OBJECT, beside]}})
        lrs.keep(statement(object={"objectType": "SubStatement", **told}), statement(context=told["context"]))
        for one in (beside, inside):
            found = lrs.get("activities", {"activityId": one["id"]}).json()
            assert found == {"objectType": "Activity", **one}

    def test_a_client_that_reads_its_own_learns_nothing_from_others(self, make_lrs):
        first, second = make_lrs(Scope.OWN), make_lrs(Scope.OWN)
        first.keep(statement())
        assert "name" in first.get("agents", {"agent": {"mbox": AGENT["mbox"]}}).json()
        assert "name" not in second.get("agents", {"agent": {"mbox": AGENT["mbox"]}}).json()
        assert "definition" not in second.get("activities", {"activityId": ACTIVITY}).json()

    @pytest.mark.parametrize("path", ["agents", "activities"])
    def test_their_parameter_is_required(self, lrs, path):
        assert lrs.get(path).status_code == 400
        assert lrs.get(path, {"agent": "1", "activityId": "1"}).status_code == 400


@pytest.mark.parametrize("path", [STATE, ACTIVITY_PROFILE, AGENT_PROFILE, "agents", "activities", "about"])
def test_head_is_get_without_a_body(lrs, path):
    params = {"agents": {"agent": AGENT}, "activities": {"activityId": ACTIVITY}, "about": {}}.get(path)
    if params is None:
        params = place(path)
        lrs.post(path, {"a": 1}, params)
    response = lrs.ask("HEAD", path, params)
    assert (response.status_code, response.content) == (200, b"")
