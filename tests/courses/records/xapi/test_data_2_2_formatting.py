"""xAPI-Data 2.2: what every statement must look like."""

import pytest

from courses.records.data import StatementInvalid
from courses.records.parsing import load_json, parse_statement
from tests.courses.records.xapi.conftest import AGENT, OBJECT, VERB, statement, sub_statement


def problem_of(raw) -> str:
    with pytest.raises(StatementInvalid) as caught:
        parse_statement(raw)
    return caught.value.id


@pytest.mark.parametrize("name", ["actor", "verb", "object"])
def test_actor_verb_and_object_are_required(name):
    assert problem_of(statement(**{name: None})) == "missing"
    assert problem_of(sub_statement(**{name: None})) == "missing"


@pytest.mark.parametrize(
    "raw",
    [
        statement(actor={**AGENT, "name": None}),
        statement(verb={**VERB, "display": {"fr": None}}),
        statement(context={"registration": None}),
        statement(object={**OBJECT, "definition": {"moreInfo": None}}),
        statement(result={"score": None}),
    ],
)
def test_null_is_no_value(raw):
    assert problem_of(raw) in {"null", "not-a-string"}


@pytest.mark.parametrize("extension", [None, "", {}, [], 0, False, {"deep": [None]}])
def test_null_and_empty_values_are_allowed_in_extensions(extension):
    extensions = {"extensions": {"http://example.org/x": extension}}
    parse_statement(statement(result=extensions, context=extensions))
    parse_statement(statement(object={**OBJECT, "definition": extensions}))


@pytest.mark.parametrize(
    "parts",
    [
        {"result": {"score": {"max": "100"}}},
        {"result": {"success": "true"}},
        {"result": {"completion": 1}},
        {"result": {"response": 5}},
        {"result": []},
        {"attachments": {}},
        {"context": "x"},
        {"actor": [AGENT]},
        {"verb": "attended"},
        {"id": 12345},
        {"id": {"key": "x"}},
        {"version": 1.0},
    ],
)
def test_wrong_data_types_are_refused(parts):
    assert problem_of(statement(**parts)).startswith("not-")


@pytest.mark.parametrize(
    "raw",
    [
        statement(Verb=VERB),
        statement(foo="bar"),
        statement(actor={**AGENT, "objecttype": "Agent"}),
        statement(verb={**VERB, "Display": {}}),
        statement(object={**OBJECT, "Definition": {}}),
        statement(result={"Score": {}}),
        statement(context={"Platform": "x"}),
    ],
)
def test_keys_that_the_specification_does_not_know_are_refused(raw):
    assert problem_of(raw) == "unknown-property"


@pytest.mark.parametrize("kind", ["agent", "AGENT", "Person", "activity", "Statementref", ""])
def test_enumerated_values_are_case_sensitive(kind):
    assert problem_of(statement(object={**OBJECT, "objectType": kind})) == "wrong-object-type"


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity"])
def test_numbers_that_json_forbids_are_refused(text):
    with pytest.raises(StatementInvalid) as caught:
        load_json(f'{{"a": {text}}}')
    assert caught.value.id == "not-finite"
    assert problem_of(statement(result={"score": {"raw": float(text)}})) == "not-finite"


@pytest.mark.parametrize("text", ["", "{", "[1,]", "{'a': 1}", '{"a": 1} x', b"\xff\xfe\x00", "[" * 100_000])
def test_what_is_no_json_is_refused(text):
    with pytest.raises(StatementInvalid) as caught:
        load_json(text)
    assert caught.value.id == "not-json"


def test_a_key_twice_is_refused():
    with pytest.raises(StatementInvalid) as caught:
        load_json('{"id": 1, "id": 2}')
    assert caught.value.id == "duplicate-key"


@pytest.mark.parametrize("raw", [None, [], "x", 3])
def test_only_objects_are_statements(raw):
    assert problem_of(raw) == "not-an-object"


def test_sizes_are_limited():
    assert problem_of(statement(verb={"id": "http://example.org/" + "v" * 300})) == "not-a-verb"
    assert problem_of(statement(result={"response": "x" * 300_000})) == "too-large"
    deep: list = []
    for _ in range(80):
        deep = [deep]
    assert problem_of(statement(result={"extensions": {"http://example.org/x": deep}})) == "too-deep"


def test_numbers_keep_their_precision(lrs):
    score = {"min": 0.12123434, "raw": 12.125, "max": 45.45}
    (statement_id,) = lrs.keep(statement(result={"score": score}))
    assert lrs.get("statements", {"statementId": statement_id}).json()["result"]["score"] == score
