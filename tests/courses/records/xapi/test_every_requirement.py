"""What the specification asks of one part, asked of every place where that part may stand.

The other files take the sections one by one; here their rules are crossed with the places: an agent is an actor,
an authority, an instructor, an object, and all of these again in a sub-statement.
"""

from itertools import combinations
from uuid import uuid4

import pytest

from courses.records.data import StatementInvalid
from courses.records.parsing import parse_statement
from tests.courses.records.xapi.conftest import ACCOUNT_AGENT, ACTIVITY, AGENT, MAP, OBJECT, VERB, statement

UUID = "fd41c918-b88b-4b20-a0a5-a4c32391aaa0"
IFIS = {
    "mbox": "mailto:alix@example.org",
    "mbox_sha1sum": "cd9b00a5611f94eaa7b1661edab976068e364975",
    "openid": "http://openid.example.org/12345",
    "account": {"homePage": "http://example.org", "name": "42"},
}
GOOD_TAGS = [
    *("de", "cmn", "ase", "ja", "es-MX", "es-419", "de-DE", "zh-Hant", "sr-Latn-RS", "zh-Hans-CN", "zh-cmn-Hans-CN"),
    *("sl-rozaj-biske", "de-CH-1901", "hy-Latn-IT-arevela", "az-Arab-x-AZE-derbend", "x-whatever", "i-enochian", "tlh"),
]
BAD_TAGS = [
    "something",
    "a12345",
    "de-419-DE",
    "a-DE",
    "ar-a-aaa-b-bbb-a-ccc",
    "zh-z-aaa-z-bbb-c-ccc",
    "",
    "fr_FR",
    "f",
]
BAD_UUIDS = [12345, {"key": "x"}, "AA97B177-9383-4934-8543-0F91A7A028368", "MA97B177-9383-4934-8543-0F91A7A02836", ""]
BAD_IRIS = ["should fail", "ab=c://should.fail.com", 12345, {"key": "x"}, "", "relative/path", None]
ATTACHMENT = {
    "usageType": "http://example.org/usage",
    "display": MAP,
    "contentType": "text/plain",
    "length": 27,
    "sha2": "495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a",
    "fileUrl": "http://example.org/file.txt",
}
LISTS_BY_INTERACTION = {
    "choice": ("choices",),
    "sequencing": ("choices",),
    "likert": ("scale",),
    "matching": ("source", "target"),
    "performance": ("steps",),
}


def inside(whole):
    """The same, as the object of another statement."""
    return statement(object={"objectType": "SubStatement", **whole})


def taken(whole, alone=False):
    parse_statement(whole)
    if not alone:
        parse_statement(inside(whole))


def refused(whole):
    for one in (whole, inside(whole)):
        with pytest.raises(StatementInvalid):
            parse_statement(one)


def activity(**definition):
    return statement(object={"objectType": "Activity", "id": ACTIVITY, "definition": definition})


def in_context(name):
    return lambda value: statement(context={name: value})


def related(kind):
    return lambda value: statement(context={"contextActivities": {kind: value}})


AGENTS = {
    "actor": lambda value: statement(actor=value),
    "instructor": in_context("instructor"),
    "object": lambda value: statement(object={"objectType": "Agent", **value}),
    "member": lambda value: statement(actor={"objectType": "Group", "member": [value]}),
}
GROUPS = {
    "actor": lambda value: statement(actor=value),
    "instructor": in_context("instructor"),
    "team": in_context("team"),
    "object": lambda value: statement(object=value),
}
LANGUAGE_MAPS = {
    "verb": lambda value: statement(verb={**VERB, "display": value}),
    "name": lambda value: activity(name=value),
    "description": lambda value: activity(description=value),
    "component": lambda value: activity(interactionType="likert", scale=[{"id": "a", "description": value}]),
    "attachment": lambda value: statement(attachments=[{**ATTACHMENT, "display": value}]),
    "attachment description": lambda value: statement(attachments=[{**ATTACHMENT, "description": value}]),
    "related activity": lambda value: related("parent")([{**OBJECT, "definition": {"name": value}}]),
}
IRIS = {
    "verb": lambda value: statement(verb={"id": value}),
    "activity": lambda value: statement(object={"id": value}),
    "type": lambda value: activity(type=value),
    "moreInfo": lambda value: activity(moreInfo=value),
    "openid": lambda value: statement(actor={"openid": value}),
    "homePage": lambda value: statement(actor={"account": {"homePage": value, "name": "x"}}),
    "usageType": lambda value: statement(attachments=[{**ATTACHMENT, "usageType": value}]),
    "fileUrl": lambda value: statement(attachments=[{**ATTACHMENT, "fileUrl": value}]),
    "related activity": lambda value: related("grouping")({"id": value}),
}
UUIDS = {
    "reference": lambda value: statement(object={"objectType": "StatementRef", "id": value}),
    "registration": in_context("registration"),
    "context statement": lambda value: in_context("statement")({"objectType": "StatementRef", "id": value}),
}
EXTENSIONS = {
    "activity": lambda value: activity(extensions=value),
    "result": lambda value: statement(result={"extensions": value}),
    "context": in_context("extensions"),
}


@pytest.mark.parametrize("place", AGENTS)
class TestAgents:
    """xAPI-Data 2.4.2.1 and 2.4.2.3."""

    @pytest.mark.parametrize("ifi", IFIS)
    def test_each_identifier_is_enough(self, place, ifi):
        taken(AGENTS[place]({ifi: IFIS[ifi], "name": "Alix"}))

    @pytest.mark.parametrize("pair", combinations(IFIS, 2))
    def test_two_identifiers_are_refused(self, place, pair):
        refused(AGENTS[place]({name: IFIS[name] for name in pair}))

    @pytest.mark.parametrize("ifi", IFIS)
    @pytest.mark.parametrize("value", [12345, {"key": "x"}, "should fail", "", None, True, []])
    def test_malformed_identifiers_are_refused(self, place, ifi, value):
        refused(AGENTS[place]({ifi: value}))

    @pytest.mark.parametrize("value", ["mailto:should.fail.com", "http://should.fail.com", "alix@example.org"])
    def test_a_mailbox_is_a_mailto_iri_of_an_address(self, place, value):
        refused(AGENTS[place]({"mbox": value}))

    @pytest.mark.parametrize("name", [12345, {"key": "x"}, None])
    def test_a_name_is_a_text(self, place, name):
        refused(AGENTS[place]({"mbox": IFIS["mbox"], "name": name}))

    @pytest.mark.parametrize("kind", ["agent", "AGENT", 123, {"key": "x"}, None, '"objectType": "Agent"'])
    def test_the_object_type_is_exact(self, place, kind):
        refused(AGENTS[place]({"mbox": IFIS["mbox"], "objectType": kind}))

    def test_nobody_is_refused(self, place):
        refused(AGENTS[place]({"name": "Alix"}))
        refused(AGENTS[place]({"objectType": "Agent"}))


@pytest.mark.parametrize("place", GROUPS)
class TestGroups:
    """xAPI-Data 2.4.2.2."""

    @pytest.mark.parametrize("ifi", IFIS)
    def test_one_identifier_or_members_or_both(self, place, ifi):
        taken(GROUPS[place]({"objectType": "Group", ifi: IFIS[ifi]}))
        taken(GROUPS[place]({"objectType": "Group", ifi: IFIS[ifi], "member": [ACCOUNT_AGENT]}))
        taken(GROUPS[place]({"objectType": "Group", "name": "Us", "member": [ACCOUNT_AGENT, AGENT]}))

    @pytest.mark.parametrize("pair", combinations(IFIS, 2))
    def test_two_identifiers_are_refused(self, place, pair):
        refused(GROUPS[place]({"objectType": "Group", **{name: IFIS[name] for name in pair}}))

    @pytest.mark.parametrize("member", [None, {}, "x", 5, ["x"], [{}], [{"objectType": "Group", "mbox": IFIS["mbox"]}]])
    def test_malformed_members_are_refused(self, place, member):
        refused(GROUPS[place]({"objectType": "Group", "member": member}))

    @pytest.mark.parametrize("kind", ["group", "Groups", 1])
    def test_the_object_type_is_exact(self, place, kind):
        refused(GROUPS[place]({"objectType": kind, "member": [AGENT]}))


def test_2_4_2_only_a_group_is_a_team():
    refused(statement(context={"team": AGENT}))


@pytest.mark.parametrize("ifi", IFIS)
def test_2_4_9_an_authority_is_an_agent_or_an_anonymous_pair(ifi):
    taken(statement(authority={ifi: IFIS[ifi]}), alone=True)
    for wrong in (
        {"objectType": "Group", ifi: IFIS[ifi]},
        {"objectType": "Group", ifi: IFIS[ifi], "member": [AGENT] * 2},
    ):
        with pytest.raises(StatementInvalid):
            parse_statement(statement(authority=wrong))


@pytest.mark.parametrize("place", LANGUAGE_MAPS)
class TestLanguageMaps:
    """xAPI-Data 4.2, whose keys are RFC 5646 tags."""

    @pytest.mark.parametrize("tag", GOOD_TAGS)
    def test_tags_of_the_standard_are_taken(self, place, tag):
        taken(LANGUAGE_MAPS[place]({tag: "x"}))

    @pytest.mark.parametrize("tag", BAD_TAGS)
    def test_other_tags_are_refused(self, place, tag):
        refused(LANGUAGE_MAPS[place]({tag: "x"}))

    @pytest.mark.parametrize("value", [{}, "x", 12345, ["x"], {"fr": 1}, {"fr": None}, {"fr": {"x": "y"}}, None])
    def test_they_hold_texts(self, place, value):
        refused(LANGUAGE_MAPS[place](value))


@pytest.mark.parametrize("tag", GOOD_TAGS)
def test_2_4_6_the_language_of_a_context_is_a_tag(tag):
    taken(statement(context={"language": tag}))


@pytest.mark.parametrize("tag", [*BAD_TAGS, 12345, {"a12345": "x"}, None])
def test_2_4_6_other_languages_are_refused(tag):
    refused(statement(context={"language": tag}))


@pytest.mark.parametrize("place", IRIS)
@pytest.mark.parametrize("value", BAD_IRIS)
def test_2_2_an_iri_has_a_scheme(place, value):
    refused(IRIS[place](value))


@pytest.mark.parametrize("place", UUIDS)
@pytest.mark.parametrize("value", BAD_UUIDS)
def test_2_2_a_uuid_is_in_its_standard_form(place, value):
    refused(UUIDS[place](value))


@pytest.mark.parametrize("place", EXTENSIONS)
class TestExtensions:
    """xAPI-Data 4.1."""

    @pytest.mark.parametrize("value", [True, 12345, 1.5, "x", "", None, {}, [], {"key": None}, [None, {"a": []}]])
    def test_they_hold_any_value(self, place, value):
        taken(EXTENSIONS[place]({"http://example.org/x": value}))

    def test_they_may_be_empty(self, place):
        taken(EXTENSIONS[place]({}))

    @pytest.mark.parametrize("value", ["x", 5, [], None, {"should fail": True}, {"id": "x"}])
    def test_their_keys_are_iris(self, place, value):
        refused(EXTENSIONS[place](value))


@pytest.mark.parametrize(("kind", "lists"), LISTS_BY_INTERACTION.items())
class TestInteractions:
    """xAPI-Data 2.4.4.1."""

    def test_components_and_patterns_are_taken_and_may_be_left_out(self, kind, lists):
        components = {name: [{"id": "a", "description": MAP}, {"id": "b"}] for name in lists}
        taken(activity(interactionType=kind, correctResponsesPattern=["a"], **components))
        taken(activity(interactionType=kind))

    def test_they_need_an_interaction_type(self, kind, lists):
        for name in lists:
            refused(activity(**{name: [{"id": "a"}]}))

    @pytest.mark.parametrize(
        "value",
        [{"id": "a"}, [{"id": 1}], [{"id": "a", "description": "x"}], [{"id": "a"}, {"id": "a"}], [{}], "a", ["a"]],
    )
    def test_malformed_components_are_refused(self, kind, lists, value):
        for name in lists:
            refused(activity(interactionType=kind, **{name: value}))

    def test_the_type_is_case_sensitive(self, kind, lists):
        refused(activity(interactionType=kind.capitalize()))


@pytest.mark.parametrize("kind", ["true-false", "fill-in", "long-fill-in", "numeric", "other"])
def test_2_4_4_1_patterns_are_texts_and_need_an_interaction_type(kind):
    taken(activity(interactionType=kind, correctResponsesPattern=["x"]))
    refused(activity(correctResponsesPattern=["x"]))
    for wrong in ({"key": "x"}, [{"key": "x"}], [12345], "x"):
        refused(activity(interactionType=kind, correctResponsesPattern=wrong))


@pytest.mark.parametrize("kind", ["parent", "grouping", "category", "other"])
def test_2_4_6_2_context_activities_are_one_or_several(kind):
    taken(related(kind)(OBJECT))
    taken(related(kind)([OBJECT, {"id": "http://example.org/other"}]))
    for wrong in ([OBJECT, {"key": "x"}], "x", {"key": "x"}, [AGENT]):
        refused(related(kind)(wrong))


@pytest.mark.parametrize("kind", ["agent", "group", "statementref", "substatement", "activity", "Verb", 1, None])
def test_2_4_4_the_object_type_is_one_of_five(kind):
    refused(statement(object={**OBJECT, "objectType": kind}))


def test_2_4_4_what_is_no_activity_says_so():
    refused(statement(object={"mbox": IFIS["mbox"]}))
    refused(statement(object={"member": [AGENT]}))
    refused(statement(object=statement()))


FILTERS = {
    "agent": AGENT,
    "verb": VERB["id"],
    "activity": ACTIVITY,
    "registration": UUID,
    "related_activities": "true",
    "related_agents": "true",
    "since": "2012-06-01T19:09:13.245Z",
    "until": "2012-06-01T19:09:13.245Z",
    "limit": 1,
    "ascending": "true",
}
SHAPES = {"format": "ids", "attachments": "true"}


@pytest.mark.parametrize("name", [*FILTERS, *SHAPES])
def test_communication_2_1_3_each_parameter_is_taken_and_consistency_told(lrs, name):
    lrs.keep(statement())
    response = lrs.get("statements", {name: {**FILTERS, **SHAPES}[name]})
    assert response.status_code == 200
    assert response["X-Experience-API-Consistent-Through"] > "2020"


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("single", ["statementId", "voidedStatementId"])
def test_communication_2_1_3_one_statement_is_asked_for_without_filters(lrs, single, name):
    response = lrs.get("statements", {single: str(uuid4()), name: FILTERS[name]})
    assert response.status_code == 400
    assert response.has_header("X-Experience-API-Consistent-Through")


@pytest.mark.parametrize("name", SHAPES)
def test_communication_2_1_3_one_statement_comes_in_any_shape(lrs, name):
    (one,) = lrs.keep(statement())
    assert lrs.get("statements", {"statementId": one, name: SHAPES[name]}).status_code == 200


@pytest.mark.parametrize("name", [*FILTERS, *SHAPES, "statementId", "voidedStatementId"])
def test_communication_3_2_parameters_are_case_sensitive(lrs, name):
    value = {**FILTERS, **SHAPES}.get(name, UUID)
    assert lrs.get("statements", {name.title(): value}).status_code == 400
    assert lrs.put("statements", {"StatementId": UUID}, statement()).status_code == 400


@pytest.mark.parametrize(
    "path",
    ["statements", "activities", "agents", "activities/state", "activities/profile", "agents/profile"],
)
def test_communication_2_resources_refuse_parameters_they_do_not_know(lrs, path):
    assert lrs.get(path, {"foo": "bar"}).status_code == 400


def test_every_answer_tells_its_version_and_the_hour(lrs, client):
    for response in (lrs.get("statements"), lrs.get("statements", {"foo": 1}), client.get("/xapi/statements")):
        assert response["X-Experience-API-Version"] == "1.0.3"
        assert response["Date"].endswith("GMT")
