"""xAPI-Data 2.4: each property of a statement."""

import pytest

from courses.records.data import StatementInvalid
from courses.records.parsing import parse_statement
from tests.courses.records.xapi.conftest import (
    ACCOUNT_AGENT,
    AGENT,
    DEFINITION,
    GROUP,
    MAP,
    OBJECT,
    VERB,
    statement,
    sub_statement,
)

UUID = "fd41c918-b88b-4b20-a0a5-a4c32391aaa0"
SHA1 = "ebd31e95054c018b10727ccffd2ef2ec3a016ee9"
SHA2 = "495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a"
MEMBERS = [{"mbox": "mailto:a@example.org"}, {"mbox": "mailto:b@example.org"}]
ATTACHMENT = {
    "usageType": "http://example.org/usage",
    "display": MAP,
    "contentType": "text/plain; charset=ascii",
    "length": 27,
    "sha2": SHA2,
    "fileUrl": "http://example.org/file.txt",
}
IFIS = [
    {"mbox": "mailto:alix@example.org"},
    {"mbox_sha1sum": SHA1},
    {"openid": "http://example.org/openid"},
    {"account": {"homePage": "http://example.org", "name": "42"}},
]
BAD_IFIS = [
    {"mbox": "alix@example.org"},
    {"mbox": "mailto:alix"},
    {"mbox_sha1sum": "abc"},
    {"openid": "not an iri"},
    {"account": {"homePage": "example.org", "name": "42"}},
    {"account": {"homePage": "http://example.org"}},
    {"account": {"name": "42"}},
    {"account": {"homePage": "http://example.org", "name": {"a": 1}}},
    {"account": {"homePage": "http://example.org", "name": "42", "more": 1}},
    {},
    {"mbox": "mailto:alix@example.org", "openid": "http://example.org/openid"},
]


def good(**parts):
    parse_statement(statement(**parts))
    parse_statement(sub_statement(**parts))


def refused(**parts):
    for make in (statement, sub_statement):
        with pytest.raises(StatementInvalid):
            parse_statement(make(**parts))


@pytest.mark.parametrize("value", [UUID, UUID.upper()])
def test_2_4_1_id_is_a_uuid(value):
    parse_statement(statement(id=value))


@pytest.mark.parametrize("value", ["", "x", UUID + "8", "{" + UUID + "}", UUID.replace("f", "m")])
def test_2_4_1_other_ids_are_refused(value):
    with pytest.raises(StatementInvalid):
        parse_statement(statement(id=value))


@pytest.mark.parametrize("ifi", IFIS)
def test_2_4_2_agents_and_groups_have_one_identifier(ifi):
    good(actor=ifi)
    good(actor={"objectType": "Agent", **ifi})
    good(actor={"objectType": "Group", **ifi})
    parse_statement(statement(object={"objectType": "Agent", **ifi}))
    good(context={"instructor": ifi, "team": {"objectType": "Group", **ifi}})


@pytest.mark.parametrize("ifi", BAD_IFIS)
def test_2_4_2_malformed_identifiers_are_refused(ifi):
    refused(actor=ifi)
    refused(actor={"objectType": "Group", **ifi})
    refused(context={"instructor": ifi})
    with pytest.raises(StatementInvalid):
        parse_statement(statement(object={"objectType": "Agent", **ifi}))
    with pytest.raises(StatementInvalid):
        parse_statement(statement(authority=ifi))


def test_2_4_2_2_an_anonymous_group_has_members():
    good(actor={"objectType": "Group", "member": MEMBERS})
    refused(actor={"objectType": "Group"})
    refused(actor={"objectType": "Group", "member": []})
    refused(actor={"objectType": "Group", "member": {"mbox": "mailto:a@example.org"}})


def test_2_4_2_2_a_group_holds_no_group():
    refused(actor={"objectType": "Group", "member": [GROUP]})
    refused(actor={**GROUP, "member": [{"objectType": "Group", **MEMBERS[0]}]})


def test_2_4_2_an_agent_has_no_members():
    refused(actor={**AGENT, "member": MEMBERS})
    refused(actor={"member": MEMBERS})


@pytest.mark.parametrize(
    "verb",
    [
        {},
        {"id": "attended"},
        {"id": "ab=c://should.fail"},
        {"id": "/relative"},
        {"id": 1},
        {"id": VERB["id"], "display": "attended"},
        {"id": VERB["id"], "display": {}},
        {"id": VERB["id"], "display": ["x"]},
        {"id": VERB["id"], "display": {"fr": 1}},
    ],
)
def test_2_4_3_malformed_verbs_are_refused(verb):
    refused(verb=verb)


def test_2_4_3_display_is_optional():
    good(verb={"id": VERB["id"]})


@pytest.mark.parametrize(
    "definition",
    [
        "x",
        {"name": {}},
        {"name": "x"},
        {"description": 4},
        {"type": "meeting"},
        {"moreInfo": "page"},
        {"extensions": {"not an iri": 1}},
        {"extensions": []},
        {"interactionType": "quiz"},
        {"interactionType": "choice", "choices": [{"id": "a"}, {"id": "a"}]},
        {"interactionType": "choice", "choices": {"id": "a"}},
        {"interactionType": "choice", "choices": [{"description": MAP}]},
        {"interactionType": "choice", "choices": [{"id": 1}]},
        {"interactionType": "choice", "choices": [{"id": "a", "description": "x"}]},
        {"interactionType": "choice", "correctResponsesPattern": "a"},
        {"interactionType": "choice", "correctResponsesPattern": [1]},
        {"correctResponsesPattern": ["a"]},
        {"choices": [{"id": "a"}]},
        {"scale": [{"id": "a"}]},
        {"steps": [{"id": "a"}]},
        {"source": [{"id": "a"}], "target": [{"id": "b"}]},
    ],
)
def test_2_4_4_1_malformed_definitions_are_refused(definition):
    refused(object={"id": OBJECT["id"], "definition": definition})


@pytest.mark.parametrize(
    "definition",
    [
        {},
        DEFINITION,
        {"interactionType": "true-false", "correctResponsesPattern": ["true"]},
        {"interactionType": "choice", "choices": [{"id": "a", "description": MAP}, {"id": "b"}]},
        {"interactionType": "likert", "scale": [{"id": "1"}]},
        {"interactionType": "matching", "source": [{"id": "a"}], "target": [{"id": "b"}]},
        {"interactionType": "performance", "steps": [{"id": "a"}]},
        {"interactionType": "long-fill-in", "correctResponsesPattern": ["{lang=fr}texte"]},
    ],
)
def test_2_4_4_1_good_definitions_are_taken(definition):
    good(object={"id": OBJECT["id"], "definition": definition})


def test_2_4_4_1_an_activity_has_an_iri():
    refused(object={"objectType": "Activity"})
    refused(object={"id": "marsh"})
    refused(object={"id": "http://example.org/" + "é" * 1200})


def test_2_4_4_3_a_sub_statement_holds_no_sub_statement_nor_what_the_store_sets():
    inner = {"objectType": "SubStatement", **statement()}
    for wrong in (
        {**inner, "id": UUID},
        {**inner, "stored": "2026-01-01T00:00:00Z"},
        {**inner, "version": "1.0.0"},
        {**inner, "authority": AGENT},
        {**inner, "object": inner},
    ):
        with pytest.raises(StatementInvalid):
            parse_statement(statement(object=wrong))
    parse_statement(statement(object=inner))


def test_2_4_4_3_a_statement_reference_has_a_uuid():
    good(object={"objectType": "StatementRef", "id": UUID})
    refused(object={"objectType": "StatementRef", "id": "x"})
    refused(object={"objectType": "StatementRef"})
    refused(object={"objectType": "StatementRef", "id": UUID, "definition": {}})


@pytest.mark.parametrize(
    "result",
    [
        {"score": {"scaled": 1.01}},
        {"score": {"scaled": -1.00001}},
        {"score": {"raw": 5, "max": 4}},
        {"score": {"raw": 1, "min": 2}},
        {"score": {"min": 5, "max": 5}},
        {"score": {"min": 6, "max": 5, "raw": 5}},
        {"score": {"raw": True}},
        {"score": 5},
        {"duration": "PA1H"},
        {"duration": 12},
        {"extensions": {"x": 1}},
    ],
)
def test_2_4_5_malformed_results_are_refused(result):
    refused(result=result)


@pytest.mark.parametrize(
    "result",
    [
        {},
        {"score": {"scaled": -1.0}},
        {"score": {"scaled": 0.6767676, "raw": -3, "min": -5, "max": 8.5}},
        {"success": False, "completion": True, "response": "", "duration": "PT1H0M0.1S"},
        {"duration": "P3Y1M29DT4H35M59.14S"},
        {"duration": "P4W"},
        {"extensions": {}},
    ],
)
def test_2_4_5_good_results_are_taken(result):
    good(result=result)


@pytest.mark.parametrize(
    "context",
    [
        {"registration": "x"},
        {"instructor": {"name": "x"}},
        {"team": AGENT},
        {"contextActivities": {}},
        {"contextActivities": {"parents": [OBJECT]}},
        {"contextActivities": {"parent": "x"}},
        {"contextActivities": [OBJECT]},
        {"contextActivities": {"other": [{"id": "x"}]}},
        {"revision": 1},
        {"platform": 1},
        {"language": "not a tag"},
        {"statement": {"objectType": "StatementRef", "id": "x"}},
        {"statement": {"id": UUID}},
        {"statement": statement()},
        {"extensions": {"x": 1}},
    ],
)
def test_2_4_6_malformed_contexts_are_refused(context):
    refused(context=context)


def test_2_4_6_good_contexts_are_taken():
    good(
        context={
            "registration": UUID,
            "instructor": ACCOUNT_AGENT,
            "team": GROUP,
            "contextActivities": {"parent": OBJECT, "grouping": [OBJECT], "category": [], "other": [OBJECT]},
            "revision": "2",
            "platform": "Porte-Voix",
            "language": "fr-FR",
            "statement": {"objectType": "StatementRef", "id": UUID},
            "extensions": {"http://example.org/x": None},
        }
    )


@pytest.mark.parametrize("name", ["revision", "platform"])
def test_2_4_6_revision_and_platform_are_for_activities(name):
    refused(object=AGENT, context={name: "x"})
    refused(object={"objectType": "StatementRef", "id": UUID}, context={name: "x"})


@pytest.mark.parametrize("value", ["2199-01-01T00:00:00Z", "2013-05-18T05:32:34.804Z", "20130518T053234+0200"])
def test_2_4_7_timestamps_are_taken_even_from_the_future(value):
    good(timestamp=value)


@pytest.mark.parametrize("value", ["should fail", "01/011/2015", "2008-09-15T15:53:00-00:00", "2026-13-01T00:00:00Z"])
def test_2_4_7_malformed_timestamps_are_refused(value):
    refused(timestamp=value)


def test_2_4_9_an_authority_group_is_anonymous_and_of_two():
    parse_statement(statement(authority={"objectType": "Group", "member": MEMBERS}))
    for wrong in (
        {"objectType": "Group", "member": MEMBERS[:1]},
        {"objectType": "Group", "member": [*MEMBERS, {"mbox": "mailto:c@example.org"}]},
        GROUP,
        {"objectType": "Group", "mbox": "mailto:g@example.org", "member": MEMBERS},
    ):
        with pytest.raises(StatementInvalid):
            parse_statement(statement(authority=wrong))


@pytest.mark.parametrize(("version", "taken"), [("1.0.0", True), ("1.0.9", True), ("0.9", False), ("1.1.0", False)])
def test_2_4_10_versions_are_1_0_x(version, taken):
    if taken:
        parse_statement(statement(version=version))
    else:
        with pytest.raises(StatementInvalid):
            parse_statement(statement(version=version))


@pytest.mark.parametrize("name", ["usageType", "display", "contentType", "length", "sha2"])
def test_2_4_11_attachments_need_these(name):
    refused(attachments=[{key: value for key, value in ATTACHMENT.items() if key != name}])


@pytest.mark.parametrize(
    "wrong",
    [
        {"usageType": "x"},
        {"display": "x"},
        {"display": {}},
        {"description": 5},
        {"contentType": "should fail"},
        {"length": "27"},
        {"length": -1},
        {"length": 1.5},
        {"sha2": 12345},
        {"sha2": "abc"},
        {"fileUrl": "file"},
    ],
)
def test_2_4_11_malformed_attachments_are_refused(wrong):
    refused(attachments=[{**ATTACHMENT, **wrong}])


def test_2_4_11_good_attachments_are_taken():
    good(attachments=[ATTACHMENT, {**ATTACHMENT, "description": MAP}])
    refused(attachments=[12345])
    refused(attachments=["x"])
