"""A wrong detail of a content type loses no answer, and no part passes for the whole."""

import copy

import pytest

from courses.records.data import StatementInvalid
from courses.records.parsing import parse_statement
from courses.records.repairing import repaired

NOBODY = {"objectType": "Agent", "account": {"homePage": "https://localhost", "name": "nobody"}}
SAID = {
    "id": "d6323e6b-725a-481d-b7ce-223cf70c057c",
    "timestamp": "2026-11-28T07:45:40.369Z",
    "actor": {"account": {"name": "x"}},
    "verb": {"id": "http://adlnet.gov/expapi/verbs/answered", "display": {"en-US": "answered"}},
    "object": {
        "id": "http://localhost:8000/h5p/1/",
        "objectType": "Activity",
        "definition": {
            "name": {"en-US": "Quiz"},
            "description": {"en-US": "La loutre nage-t-elle ?"},
            "interactionType": "choice",
            "choices": [{"id": "0", "description": {"en-US": "Oui"}}],
            "correctResponsesPattern": ["0"],
            "extensions": {"http://h5p.org/x-api/h5p-local-content-id": 1},
        },
    },
    "context": {
        "contextActivities": {
            "parent": [{"id": "http://localhost:8000/h5p/2/", "objectType": "Activity"}],
            "category": [{"id": "http://h5p.org/libraries/H5P.MultiChoice-1.16", "objectType": "Activity"}],
        }
    },
    "result": {
        "score": {"min": 0, "max": 2, "raw": 1, "scaled": 0.5},
        "completion": True,
        "success": False,
        "duration": "PT1.5S",
        "response": "0",
    },
}


def changed(path, value):
    """The statement with another value at a path of keys."""
    said = copy.deepcopy(SAID)
    *way, last = path.split("/")
    part = said
    for name in way:
        part = part[int(name) if name.isdigit() else name]
    part[last] = value
    return said


def part_at(statement, path):
    for name in path.split("/"):
        statement = statement.get(name, "left out") if isinstance(statement, dict) else "left out"
    return statement


def test_what_is_right_stays_as_it_is_but_for_the_actor():
    assert repaired(SAID, actor=NOBODY) == {**SAID, "actor": NOBODY}


@pytest.mark.parametrize(
    ("path", "value", "gone"),
    [
        ("object/definition/interactionType", "compound", "object/definition"),
        ("object/definition/description", {"en-US": None}, "object/definition/description"),
        ("object/definition/description", {"en-US": 3}, "object/definition/description"),
        ("object/definition/name", {}, "object/definition/name"),
        ("object/definition/choices", [{"id": 0, "description": {"en-US": "Oui"}}], "object/definition/choices"),
        ("object/definition/choices", [{"id": "0", "description": {}}], "object/definition/choices"),
        ("object/definition/correctResponsesPattern", "0", "object/definition/correctResponsesPattern"),
        ("object/definition/extensions", {"local id": 1}, "object/definition/extensions"),
        ("object/definition/title", "Quiz", "object/definition/title"),
        ("object/definition", None, "object/definition"),
        ("object/title", "Quiz", "object/title"),
        ("verb/display", {"en-US": None}, "verb/display"),
        ("result/success", None, "result/success"),
        ("result/completion", "true", "result/completion"),
        ("result/duration", "PTNaNS", "result/duration"),
        ("result/score/raw", None, "result/score/raw"),
        ("result/attempts", 3, "result/attempts"),
        ("context/contextActivities/category", [{"objectType": "Activity"}], "context/contextActivities/category"),
        ("context/platform", None, "context/platform"),
        ("attachments", [{}], "attachments"),
        ("extra", 1, "extra"),
    ],
)
def test_a_wrong_detail_is_left_out_and_the_rest_is_kept(path, value, gone):
    kept = repaired(changed(path, value), actor=NOBODY)
    parse_statement(kept)
    assert part_at(kept, gone) == "left out"
    assert kept["verb"]["id"] == SAID["verb"]["id"]
    assert kept["context"]["contextActivities"]["parent"] == SAID["context"]["contextActivities"]["parent"]
    if not path.startswith("result"):
        assert kept["result"] == SAID["result"]


@pytest.mark.parametrize(
    ("name", "value", "kept"), [("raw", 5, 2), ("raw", -1, 0), ("scaled", 2.5, 1), ("scaled", -3, -1), ("raw", 1, 1)]
)
def test_points_beyond_what_there_are_count_as_the_most_or_the_least(name, value, kept):
    said = repaired(changed(f"result/score/{name}", value), actor=NOBODY)
    assert parse_statement(said)
    assert said["result"] == {**SAID["result"], "score": {**SAID["result"]["score"], name: kept}}


@pytest.mark.parametrize(("response", "kept"), [(3, "3"), (["a", "é"], '["a", "é"]'), (True, "true"), ("x", "x")])
def test_a_response_that_is_no_text_is_written_as_one(response, kept):
    assert repaired(changed("result/response", response), actor=NOBODY)["result"]["response"] == kept


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("id", "x"),
        ("timestamp", "yesterday"),
        ("verb", 3),
        ("verb/id", "http://example.org/" + "v" * 300),
        ("verb/id", "answered"),
        ("object", []),
        ("object/id", "quiz"),
        ("object/id", None),
        ("context/contextActivities/parent", [{"objectType": "Activity"}]),
    ],
)
def test_who_did_what_to_which_activity_of_which_whole_is_never_guessed(path, value):
    with pytest.raises(StatementInvalid):
        repaired(changed(path, value), actor=NOBODY)


@pytest.mark.parametrize("path", ["context/extra", "context/contextActivities/extra"])
def test_a_part_never_passes_for_the_whole(path):
    kept = repaired(changed(path, [3]), actor=NOBODY)
    assert parse_statement(kept).context.parents == ("http://localhost:8000/h5p/2/",)
