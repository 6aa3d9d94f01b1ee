"""xAPI-Communication 2.1, and xAPI-Data 2.3 and 2.5: statements are kept, found and voided."""

import json
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from courses.records.models import Statement
from courses.records.xapi import requests
from tests.courses.records.xapi.conftest import (
    ACCOUNT_AGENT,
    ACTIVITY,
    AGENT,
    GROUP,
    MAP,
    OBJECT,
    statement,
    sub_statement,
    voiding,
)

MEMBER = {"mbox": "mailto:member@example.org"}


def test_post_returns_ids_in_order(lrs):
    ids = [str(uuid4()), str(uuid4())]
    assert lrs.keep(*(statement(id=one) for one in ids)) == ids
    assert lrs.post("statements", statement()).status_code == 200


def test_put_keeps_a_statement_under_the_id_of_the_address(lrs, new_id):
    assert lrs.put("statements", {"statementId": new_id}, statement()).status_code == 204
    assert lrs.get("statements", {"statementId": new_id}).json()["id"] == new_id


@pytest.mark.parametrize("params", [{}, {"statementId": "true"}, {"StatementId": str(uuid4())}])
def test_put_needs_a_statement_id(lrs, params):
    assert lrs.put("statements", params, statement()).status_code == 400


def test_put_refuses_another_id_in_the_body_and_a_batch(lrs, new_id):
    params = {"statementId": new_id}
    assert lrs.put("statements", params, statement(id=str(uuid4()))).status_code == 400
    assert lrs.put("statements", params, [statement(id=new_id)]).status_code == 400
    assert lrs.put("statements", params, statement(id=new_id.upper())).status_code == 204


def test_the_store_sets_stored_authority_timestamp_and_version(lrs):
    (one,) = lrs.keep(statement(stored="2011-07-15T00:00:00Z", authority=ACCOUNT_AGENT))
    kept = lrs.get("statements", {"statementId": one}).json()
    assert not kept["stored"].startswith("2011")
    assert kept["timestamp"] == kept["stored"]
    assert kept["authority"]["name"] == "Test"
    assert kept["version"] == "1.0.0"


def test_a_timestamp_and_a_version_are_kept_as_sent(lrs):
    (one,) = lrs.keep(statement(timestamp="2013-05-18T05:32:34.804+02:00", version="1.0.3"))
    kept = lrs.get("statements", {"statementId": one}).json()
    assert (kept["timestamp"], kept["version"]) == ("2013-05-18T05:32:34.804+02:00", "1.0.3")


def test_context_activities_come_back_as_lists(lrs):
    context = {"contextActivities": {"category": OBJECT}}
    one, other = lrs.keep(statement(context=context), sub_statement(context=context))
    assert lrs.get("statements", {"statementId": one}).json()["context"]["contextActivities"] == {"category": [OBJECT]}
    inner = lrs.get("statements", {"statementId": other}).json()["object"]
    assert inner["context"]["contextActivities"] == {"category": [OBJECT]}


def test_a_known_statement_is_no_news_and_another_under_its_id_conflicts(lrs, new_id):
    one = statement(id=new_id)
    assert lrs.post("statements", one).status_code == 200
    assert lrs.post("statements", one).status_code == 204
    assert lrs.post("statements", [one]).json() == [new_id]
    assert lrs.put("statements", {"statementId": new_id}, one).status_code == 204
    other = statement(id=new_id, verb={"id": "http://example.org/other"})
    assert lrs.post("statements", other).status_code == 409
    assert lrs.put("statements", {"statementId": new_id}, other).status_code == 409
    assert Statement.objects.count() == 1


def test_a_batch_is_all_or_nothing(lrs, new_id):
    wrong = statement(verb={"id": "should fail"})
    response = lrs.post("statements", [statement(id=new_id), wrong])
    assert response.status_code == 400
    assert (response.json()["error"], response.json()["where"]) == ("not-a-verb", "verb.id")
    assert lrs.get("statements", {"statementId": new_id}).status_code == 404
    assert lrs.post("statements", [statement(id=new_id), statement(id=new_id)]).status_code == 400


@pytest.mark.parametrize("body", [b"", b"{", b"null", b'"x"', b"[1]", b'{"a": NaN}', b"\xff"])
def test_what_is_no_statement_is_400(lrs, body):
    assert lrs.post("statements", body).status_code == 400


@pytest.mark.parametrize("content_type", ["text/plain", "multipart/form-data; boundary=x", ""])
def test_statements_come_as_json_or_multipart(lrs, content_type):
    assert lrs.post("statements", statement(), content_type=content_type).status_code == 400


def test_too_much_is_413(lrs, monkeypatch, settings):
    big = statement(result={"response": "x" * 300_000})
    assert lrs.post("statements", big).status_code == 413
    assert lrs.post("statements", [statement()] * 501).status_code == 413
    monkeypatch.setattr(requests, "MAX_BODY", 1000)
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    long = statement(result={"response": "x" * 2000})
    assert lrs.post("statements", long).status_code == 413
    form = urlencode({"statementId": str(uuid4()), "content": json.dumps(long)}).encode()
    as_form = {"content_type": "application/x-www-form-urlencoded"}
    assert lrs.ask("POST", "statements", {"method": "PUT"}, form, **as_form).status_code == 413
    assert lrs.post("statements", long, headers={"Authorization": ""}).status_code == 401


def test_a_batch_may_be_larger_than_a_form(lrs, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert len(lrs.keep(*(statement() for _ in range(20)))) == 20


class TestVoiding:
    """xAPI-Data 2.3.2."""

    def test_a_voided_statement_is_found_by_its_own_parameter_only(self, lrs):
        (one,) = lrs.keep(statement())
        (void,) = lrs.keep(voiding(one))
        assert lrs.get("statements", {"statementId": one}).status_code == 404
        assert lrs.get("statements", {"voidedStatementId": one}).json()["id"] == one
        assert lrs.found() == [void]

    def test_what_is_not_voided_is_not_found_as_voided(self, lrs):
        (one,) = lrs.keep(statement())
        assert lrs.get("statements", {"voidedStatementId": one}).status_code == 404

    def test_a_voiding_statement_is_never_voided(self, lrs):
        (one,) = lrs.keep(statement())
        (void,) = lrs.keep(voiding(one))
        lrs.keep(voiding(void))
        assert lrs.get("statements", {"statementId": void}).status_code == 200

    def test_a_voiding_statement_may_come_first_or_together(self, lrs, new_id):
        lrs.keep(voiding(new_id))
        lrs.keep(statement(id=new_id))
        assert lrs.get("statements", {"statementId": new_id}).status_code == 404
        second = str(uuid4())
        lrs.keep(voiding(second), statement(id=second))
        assert lrs.get("statements", {"voidedStatementId": second}).status_code == 200

    def test_a_voiding_statement_has_a_statement_reference(self, lrs):
        wrong = statement(verb={"id": "http://adlnet.gov/expapi/verbs/voided"})
        assert lrs.post("statements", wrong).status_code == 400

    def test_a_client_cannot_void_what_a_learner_did(self, lrs, django_user_model):
        from courses.records import api
        from courses.records.data import Verb
        from tests.courses.records.conftest import NOW

        user = django_user_model.objects.create_user(email="a@example.org")
        recorded = api.record_platform_statement(user=user, verb=Verb.COMPLETED, activity_iri=ACTIVITY, now=NOW)
        lrs.keep(voiding(str(recorded.ids[0])))
        assert not Statement.objects.get(pk=recorded.ids[0]).voided

    def test_references_to_a_voided_statement_are_still_found_by_what_it_was(self, lrs):
        verb = {"id": "http://example.org/verbs/rare"}
        (one,) = lrs.keep(statement(verb=verb))
        (void,) = lrs.keep(voiding(one))
        target = {"objectType": "StatementRef", "id": one}
        (reference,) = lrs.keep(statement(verb=verb, object=target))
        assert lrs.found(verb=verb["id"]) == [reference, void]
        assert lrs.found(verb=verb["id"], limit=1) == [reference]


class TestFilters:
    """xAPI-Communication 2.1.3."""

    def test_latest_stored_first_unless_ascending(self, lrs):
        ids = lrs.keep(*(statement() for _ in range(3)))
        assert lrs.found() == ids[::-1]
        assert lrs.found(ascending="true") == ids

    def test_verb_activity_and_registration(self, lrs, new_id):
        verb, other = {"id": "http://example.org/v"}, {"id": "http://example.org/other"}
        (by_verb,) = lrs.keep(statement(verb=verb))
        (by_object,) = lrs.keep(statement(object=other))
        (by_registration,) = lrs.keep(statement(context={"registration": new_id}))
        assert lrs.found(verb=verb["id"]) == [by_verb]
        assert lrs.found(activity=other["id"]) == [by_object]
        assert lrs.found(registration=new_id) == [by_registration]
        assert lrs.found(registration=new_id, verb=verb["id"]) == []
        assert lrs.found(verb="http://example.org/none") == []

    def test_agent_is_the_actor_the_object_or_in_their_group(self, lrs):
        (acts,) = lrs.keep(statement(actor=ACCOUNT_AGENT))
        (is_object,) = lrs.keep(statement(object={"objectType": "Agent", **ACCOUNT_AGENT}))
        (in_group,) = lrs.keep(statement(actor={"objectType": "Group", "member": [ACCOUNT_AGENT, MEMBER]}))
        (in_object,) = lrs.keep(statement(object={**GROUP, "member": [ACCOUNT_AGENT]}))
        lrs.keep(statement(context={"instructor": ACCOUNT_AGENT}))
        assert lrs.found(agent=ACCOUNT_AGENT) == [in_object, in_group, is_object, acts]
        assert lrs.found(agent={"objectType": "Group", "mbox": GROUP["mbox"]}) == [in_object]

    def test_related_agents_looks_everywhere(self, lrs):
        ids = lrs.keep(
            statement(actor=ACCOUNT_AGENT),
            statement(context={"instructor": ACCOUNT_AGENT}),
            statement(context={"team": {**GROUP, "member": [ACCOUNT_AGENT]}}),
            sub_statement(actor=ACCOUNT_AGENT),
            sub_statement(context={"instructor": ACCOUNT_AGENT}),
            statement(actor={"objectType": "Group", "member": [ACCOUNT_AGENT]}),
        )
        lrs.keep(statement())
        assert lrs.found(agent=ACCOUNT_AGENT, related_agents="true", ascending="true") == ids

    def test_the_authority_is_a_related_agent(self, lrs, settings):
        (one,) = lrs.keep(statement())
        authority = lrs.get("statements", {"statementId": one}).json()["authority"]
        assert lrs.found(agent=authority) == []
        assert lrs.found(agent=authority, related_agents="true") == [one]

    def test_related_activities_looks_everywhere(self, lrs):
        other = {"id": "http://example.org/related"}
        ids = lrs.keep(
            statement(object=other),
            statement(context={"contextActivities": {"category": [other]}}),
            sub_statement(object=other),
            sub_statement(context={"contextActivities": {"parent": other}}),
        )
        lrs.keep(statement(object={"id": "http://example.org/related/longer"}))
        assert lrs.found(activity=other["id"], related_activities="true", ascending="true") == ids
        assert lrs.found(activity=other["id"]) == ids[:1]

    def test_an_agent_and_an_activity_are_both_asked_for(self, lrs):
        other = {"id": "http://example.org/related"}
        within = {"contextActivities": {"parent": [other]}}
        both, _, _ = lrs.keep(
            statement(actor=ACCOUNT_AGENT, context=within), statement(context=within), statement(actor=ACCOUNT_AGENT)
        )
        asked = {"agent": ACCOUNT_AGENT, "activity": other["id"]}
        assert lrs.found(**asked, related_activities="true") == [both]
        assert lrs.found(**asked) == []

    def test_an_agent_named_in_several_ways_is_found_once(self, lrs):
        team = {**GROUP, "member": [ACCOUNT_AGENT]}
        everywhere = {"instructor": ACCOUNT_AGENT, "team": team}
        ids = lrs.keep(*(statement(actor=ACCOUNT_AGENT, object=team, context=everywhere) for _ in range(3)))
        first = lrs.get("statements", {"agent": ACCOUNT_AGENT, "related_agents": "true", "limit": 2}).json()
        rest = lrs.get(first["more"]).json()
        assert [one["id"] for one in first["statements"] + rest["statements"]] == ids[::-1]
        assert rest["more"] == ""

    def test_since_is_exclusive_and_until_inclusive(self, lrs):
        first, second = lrs.keep(statement(), statement())
        stored = lrs.get("statements", {"statementId": first}).json()["stored"]
        assert lrs.found(since=stored) == [second]
        assert lrs.found(until=stored) == [first]

    def test_pages_follow_each_other_without_loss_or_repeat(self, lrs):
        ids = lrs.keep(*(statement() for _ in range(5)))
        response = lrs.get("statements", {"limit": 2, "ascending": "true"}).json()
        seen = [one["id"] for one in response["statements"]]
        lrs.keep(statement(actor=ACCOUNT_AGENT))
        while response["more"]:
            response = lrs.get(response["more"]).json()
            seen += [one["id"] for one in response["statements"]]
        assert seen[:5] == ids
        assert len(seen) == len(set(seen)) == 6

    def test_a_forged_page_is_400(self, lrs):
        assert lrs.get("statements/more", {"token": "x"}).status_code == 400

    @pytest.mark.parametrize(
        "params",
        [
            {"foo": "bar"},
            {"Verb": "http://example.org/v"},
            {"Limit": 1},
            {"limit": "-1"},
            {"limit": "x"},
            {"verb": "v"},
            {"activity": "a"},
            {"registration": "r"},
            {"since": "yesterday"},
            {"until": "tomorrow"},
            {"ascending": "yes"},
            {"related_agents": "1"},
            {"format": "short"},
            {"agent": "not json"},
            {"agent": {"name": "Alix"}},
            {"agent": {"objectType": "Group", "member": [MEMBER]}},
            {"statementId": "x"},
            {"statementId": str(uuid4()), "voidedStatementId": str(uuid4())},
            {"statementId": str(uuid4()), "verb": "http://example.org/v"},
            {"statementId": str(uuid4()), "limit": 1},
            {"voidedStatementId": str(uuid4()), "ascending": "true"},
        ],
    )
    def test_wrong_parameters_are_400(self, lrs, params):
        response = lrs.get("statements", params)
        assert response.status_code == 400
        assert response.has_header("X-Experience-API-Consistent-Through")

    def test_a_parameter_twice_is_400(self, lrs):
        assert lrs.get("/xapi/statements?limit=1&limit=2").status_code == 400

    def test_an_unknown_statement_is_404(self, lrs, new_id):
        assert lrs.get("statements", {"statementId": new_id}).status_code == 404

    def test_queries_do_not_grow_with_statements(self, lrs, django_assert_num_queries):
        lrs.keep(*(statement() for _ in range(2)))
        with django_assert_num_queries(2):
            lrs.found()
        lrs.keep(*(statement() for _ in range(40)))
        with django_assert_num_queries(2):
            lrs.found()


class TestFormats:
    """The parameter `format` (xAPI-Communication 2.1.3)."""

    def test_exact_gives_back_what_was_sent(self, lrs):
        sent = statement(
            result={"extensions": {"http://example.org/x": [1, None, {"é": "\u2028\x00"}]}},
            context={"team": GROUP, "language": "fr"},
        )
        (one,) = lrs.keep(sent)
        kept = lrs.get("statements", {"statementId": one, "format": "exact"}).json()
        assert {name: kept[name] for name in sent} == sent

    def test_ids_keeps_identifiers_only(self, lrs):
        anonymous = {"objectType": "Group", "name": "Us", "member": [{"name": "Alix", **MEMBER}]}
        (one,) = lrs.keep(
            statement(
                actor=anonymous,
                context={"instructor": AGENT, "contextActivities": {"parent": [OBJECT]}},
            )
        )
        kept = lrs.get("statements", {"statementId": one, "format": "ids"}).json()
        assert kept["actor"] == {"objectType": "Group", "member": [MEMBER]}
        assert kept["verb"] == {"id": "http://adlnet.gov/expapi/verbs/attended"}
        assert kept["object"] == {"id": ACTIVITY}
        assert kept["context"]["contextActivities"]["parent"] == [{"id": ACTIVITY}]
        assert "name" not in kept["context"]["instructor"]

    def test_ids_reduces_sub_statements_and_keeps_references(self, lrs, new_id):
        inner = {"objectType": "SubStatement", **statement(actor={**GROUP, "name": "Us"})}
        reference = {"objectType": "StatementRef", "id": new_id}
        within, pointing = lrs.keep(statement(object=inner), statement(object=reference))
        kept = lrs.get("statements", {"statementId": within, "format": "ids"}).json()["object"]
        assert kept["actor"] == {"objectType": "Group", "mbox": GROUP["mbox"]}
        assert (kept["object"], kept["objectType"]) == ({"id": ACTIVITY}, "SubStatement")
        assert lrs.get("statements", {"statementId": pointing, "format": "ids"}).json()["object"] == reference

    @pytest.mark.parametrize(
        ("accepted", "tag"), [("en-GB", "en-GB"), ("de, en;q=0.5", "en-GB"), ("fr-CA", "fr"), ("*", "fr"), ("", "fr")]
    )
    def test_canonical_gives_one_language(self, lrs, accepted, tag):
        (one,) = lrs.keep(statement(context={"contextActivities": {"category": [OBJECT]}}))
        params = {"statementId": one, "format": "canonical"}
        kept = lrs.get("statements", params, headers={"Accept-Language": accepted}).json()
        assert kept["object"]["definition"]["name"] == {tag: MAP[tag]}
        assert list(kept["verb"]["display"]) == [tag]
        category = kept["context"]["contextActivities"]["category"][0]
        assert list(category["definition"]["description"]) == [tag]


def test_head_answers_like_get_without_a_body(lrs):
    (one,) = lrs.keep(statement())
    response = lrs.ask("HEAD", "statements", {"statementId": one})
    assert (response.status_code, response.content) == (200, b"")
    assert int(response["Content-Length"]) > 100
