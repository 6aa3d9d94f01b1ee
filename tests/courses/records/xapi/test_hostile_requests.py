"""Whatever is sent, the store answers with a status of the specification, never 500."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.courses.records.xapi.conftest import ACTIVITY, AGENT, OBJECT, VERB, statement

EXPECTED = {200, 204, 400, 404, 405, 409, 412, 413}
patient = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
text = st.text(max_size=20) | st.sampled_from(["\x00", "\ud800", "http://x.org/\x00", ACTIVITY, "PT1S", "é" * 3000])
scalars = st.none() | st.booleans() | st.integers() | st.floats() | text
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3), max_leaves=8
)
NAMES = [
    *("actor", "verb", "object", "result", "context", "timestamp", "attachments", "id", "authority", "version"),
    *("member", "mbox", "account", "definition", "score", "scaled", "duration", "response", "extensions"),
    *("contextActivities", "registration", "team", "language", "objectType", "name", "display", "stored"),
]
objects = st.dictionaries(st.sampled_from(NAMES), values, max_size=4)
parts = values | objects
PARAMETERS = [
    *("statementId", "voidedStatementId", "agent", "verb", "activity", "registration", "since", "until", "limit"),
    *("related_agents", "related_activities", "ascending", "format", "attachments", "activityId", "stateId"),
    *("profileId", "method", "content", "token"),
]
plausible = text | st.sampled_from(
    [json.dumps(AGENT), ACTIVITY, "true", "1", "ids", "2026-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00", "{}", "[]"]
)
RESOURCES = [
    *("statements", "statements/more", "activities", "activities/state", "activities/profile"),
    *("agents", "agents/profile", "about"),
]


def sent(value) -> bytes:
    return json.dumps(value).encode()


def mutated(place, value):
    whole = statement(result={}, context={}, actor=dict(AGENT), verb=dict(VERB), object=dict(OBJECT))
    inner = whole
    for name in place[:-1]:
        inner = inner.setdefault(name, {})
    inner[place[-1]] = value
    return whole


places = st.sampled_from(NAMES).map(lambda name: (name,)) | st.tuples(
    st.sampled_from(["actor", "verb", "object", "result", "context"]), st.sampled_from(NAMES)
)


@patient
@given(parts)
def test_any_json_as_statements(lrs, value):
    assert lrs.post("statements", sent(value)).status_code in EXPECTED


@patient
@given(places, parts)
def test_a_statement_with_any_part_in_any_place(lrs, place, value):
    response = lrs.post("statements", sent(mutated(place, value)))
    assert response.status_code in EXPECTED
    if response.status_code == 200:
        assert lrs.get("statements", {"statementId": response.json()[0]}).status_code in (200, 404)


@patient
@given(
    st.sampled_from(RESOURCES),
    st.sampled_from(["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH"]),
    st.dictionaries(st.sampled_from(PARAMETERS), plausible, max_size=4),
    st.binary(max_size=60),
    st.sampled_from(["application/json", "multipart/mixed; boundary=a", "application/x-www-form-urlencoded", "x"]),
    st.sampled_from(["", "*", '"x"']),
)
def test_any_request_to_any_resource(lrs, path, method, params, body, content_type, tag):
    params = {name: value.encode("utf-8", "surrogatepass") for name, value in params.items()}
    response = lrs.ask(method, path, params, body, content_type=content_type, headers={"If-Match": tag})
    assert response.status_code in EXPECTED


@pytest.mark.parametrize("body", [b"[" * 200_000, b'{"a":' * 100_000, b"\xef\xbb\xbf{}", b"1" * 100_000])
def test_json_that_hurts_parsers(lrs, body):
    assert lrs.post("statements", body).status_code == 400


def test_what_a_database_cannot_take_is_400(lrs):
    for value in ("http://x.org/\x00", "http://x.org/\ud800", "http://x.org/" + "é" * 2000):
        assert lrs.post("statements", sent(statement(object={"id": value}))).status_code == 400
        place = {"activityId": ACTIVITY, "profileId": "p"}
        put = lrs.put("activities/profile", {**place, "activityId": "http://x.org/\x00"}, {})
        assert put.status_code == 400
    assert lrs.get("activities/profile", {"activityId": ACTIVITY, "profileId": "a\x00"}).status_code == 400
    account = {"account": {"homePage": "http://x.org", "name": "\x00"}}
    assert lrs.post("statements", sent(statement(actor=account))).status_code == 400
    assert lrs.get("statements", {"agent": account}).status_code == 400
