from copy import deepcopy

import pytest

from media.h5p.engine import LibraryName, filter_parameters

ID = "12345678-abcd-4000-8000-1234567890ab"
LIBRARIES = {
    "H5P.AdvancedText 1.1": [{"name": "text", "type": "text", "tags": ["strong"]}],
    "H5P.Column 1.0": [
        {
            "name": "content",
            "type": "list",
            "field": {
                "name": "content",
                "type": "group",
                "fields": [
                    {"name": "content", "type": "library", "options": ["H5P.AdvancedText 1.1", "H5P.Column 1.0"]},
                    {"name": "useSeparator", "type": "select", "options": [{"value": "auto"}, {"value": "disabled"}]},
                ],
            },
        }
    ],
    "H5P.Single 1.0": [{"name": "only", "type": "text"}],
}


def semantics_of(name):
    return LIBRARIES.get(str(name))


def filtered(parameters, *fields):
    return filter_parameters(parameters, list(fields), library_semantics=semantics_of)


def value_of(value, **field):
    return filtered({"x": value}, {"name": "x", **field}).parameters.get("x", "gone")


def test_keys_that_no_field_names_are_removed():
    kept = filtered({"a": "1", "b": "2", "__proto__": {}}, {"name": "a", "type": "text"})

    assert kept.parameters == {"a": "1"}


def test_the_parameters_given_are_left_as_they_are():
    given = {"a": "<b>", "l": [1, 2, 3]}
    before = deepcopy(given)
    filtered(given, {"name": "a", "type": "text"}, {"name": "l", "type": "list", "max": 1, "field": {}})

    assert given == before


@pytest.mark.parametrize("parameters", [None, [], "text", 3, [{"a": 1}]])
def test_parameters_that_are_no_object_give_an_empty_one(parameters):
    assert filtered(parameters, {"name": "a", "type": "text"}).parameters == {}


@pytest.mark.parametrize(
    "field",
    [None, 3, [], {}, {"name": "x"}, {"type": "text"}, {"name": 3, "type": "text"}, {"name": "x", "type": "unknown"}],
)
def test_a_field_that_semantics_describe_badly_is_left_out(field):
    assert filtered({"x": "a"}, field).parameters == {}


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("a < b & c", "a &lt; b &amp; c"),
        ("&lt;déjà&gt; &#233; &#xe9; &eacute;", "&lt;déjà&gt; &#233; &#xe9; &eacute;"),
        ("<b>\"quote\" 'x'</b>", "&lt;b&gt;&quot;quote&quot; &#039;x&#039;&lt;/b&gt;"),
        ("*mot:indice* *autre*", "*mot:indice* *autre*"),
        ({"a": 1}, ""),
        (["a"], ""),
        (True, ""),
        (12, "12"),
    ],
)
def test_a_text_without_tags_is_escaped_once(value, kept):
    assert value_of(value, type="text") == kept


@pytest.mark.parametrize(
    ("value", "tags", "kept"),
    [
        ("<p>é <strong>a</strong> <em>b</em></p>", ["strong"], "<p>é <strong>a</strong> b</p>"),
        ("<b>a</b><strong>b</strong>", ["b"], "<b>a</b><strong>b</strong>"),
        ("<ul><li>a</li></ul>", ["ul"], "<ul><li>a</li></ul>"),
        ("<strike>a</strike><s>b</s>", ["strike"], "<strike>a</strike><s>b</s>"),
        ("<div><span>a</span><br></div>", [], "<div><span>a</span><br></div>"),
        ('<p onclick="x()">a</p>', [], "<p>a</p>"),
        ('<p class="c" lang="la" title="t">a</p>', [], '<p class="c" lang="la" title="t">a</p>'),
        ('<a href="javascript:alert(1)">a</a>', ["a"], "<a>a</a>"),
        ('<a href="java\nscript:alert(1)">a</a>', ["a"], "<a>a</a>"),
        ('<a href="data:text/html,x">a</a>', ["a"], "<a>a</a>"),
        ('<a href="/formations/" target="_blank">a</a>', ["a"], '<a href="/formations/" target="_blank">a</a>'),
        ('<a href="mailto:a@b.fr">a</a>', ["a"], '<a href="mailto:a@b.fr">a</a>'),
        ("a<script>alert(1)</script>b", ["script"], "ab"),
        ('<img src="x" onerror="alert(1)">', ["p"], ""),
        ('<img src="x" onerror="alert(1)">', ["img"], '<img src="x">'),
        ("<svg><script>alert(1)</script></svg>a", ["p"], "a"),
        ('<p style="text-align: center;">a</p>', [], '<p style="text-align:center">a</p>'),
        ('<span style="color: #ff0000">a</span>', [], '<span style="color:#ff0000">a</span>'),
        ('<p style="background: url(https://evil.org)">a</p>', [], "<p>a</p>"),
        ('<p style="position: fixed; inset: 0">a</p>', [], '<p style="">a</p>'),
        ("<!-- c --><p>a", [], "<p>a</p>"),
        ("5 &lt; 6 \\(a&lt;b\\)", ["strong"], "5 &lt; 6 \\(a&lt;b\\)"),
    ],
)
def test_a_text_with_tags_keeps_harmless_html(value, tags, kept):
    assert value_of(value, type="text", tags=tags) == kept


def test_a_table_keeps_its_parts():
    head = '<thead><tr><th scope="col">a</th></tr></thead>'
    table = f'<table class="t">{head}<tbody><tr><td colspan="2">b</td></tr></tbody></table>'

    assert value_of(table, type="text", tags=["table"]) == table


@pytest.mark.parametrize("tags", ["strong", None, 3, [3, None, "strong"]])
def test_odd_tags_never_break(tags):
    assert "a" in value_of("<strong>a</strong>", type="text", tags=tags)


def test_a_text_is_cut_then_matched():
    assert value_of("abcdef", type="text", maxLength=3) == "abc"
    assert value_of("#fff", type="text", regexp={"pattern": "^#[0-9a-f]{3}$", "modifiers": "i"}) == "#fff"
    assert value_of("red", type="text", regexp={"pattern": "^#[0-9a-f]{3}$"}) == ""


@pytest.mark.parametrize(
    ("value", "field", "kept"),
    [
        (5, {}, 5),
        ("5", {}, 5),
        ("5.5", {}, 5.5),
        ("abc", {}, 0),
        (None, {}, "gone"),
        ([], {}, 0),
        (True, {}, 0),
        (-3, {"min": 0}, 0),
        (12, {"max": 10}, 10),
        (7, {"min": 0, "max": 10, "step": 5}, 5),
        (8, {"min": 1, "step": 5}, 6),
        (0.35, {"step": 0.1}, 0.3),
        (1.23456, {"decimals": 2}, 1.23),
        (2.5, {"decimals": 0}, 3),
        ("1e3", {}, 1000),
        (1e300, {}, 0),
        (10**400, {}, 0),
        (1, {"step": 0}, 1),
        (1, {"step": 1e-300, "min": -1e15}, 1),
        (1, {"min": "zero", "decimals": 99}, 1),
        ("９", {}, 0),
    ],
)
def test_a_number_is_held_in_its_bounds(value, field, kept):
    result = value_of(value, type="number", **field)

    assert result == kept
    assert type(result) is type(kept)


@pytest.mark.parametrize(
    ("value", "kept"),
    [(True, True), (False, False), ("true", True), ("false", False), ("0", False), (1, True), ([1], False)],
)
def test_a_boolean_is_one(value, kept):
    assert value_of(value, type="boolean") is kept


OPTIONS = [
    {"value": "a", "label": "A"},
    {"type": "optgroup", "options": [{"value": "b"}, {"value": 3}]},
    "wrong",
]


@pytest.mark.parametrize(
    ("value", "field", "kept"),
    [
        ("a", {}, "a"),
        ("b", {}, "b"),
        (3, {}, 3),
        ("3", {}, "3"),
        ("z", {}, "a"),
        (["b", "a"], {}, "b"),
        ([], {}, "a"),
        ({"a": 1}, {}, "a"),
        ("<z>", {"optional": True}, "&lt;z&gt;"),
        (["a", "z", 3, {}], {"multiple": True}, ["a", 3]),
        ("a", {"multiple": True}, ["a"]),
        ("z", {"multiple": True}, []),
    ],
)
def test_a_choice_is_among_the_options(value, field, kept):
    assert value_of(value, type="select", options=OPTIONS, **field) == kept


def test_a_choice_without_options_is_escaped():
    assert value_of("<a>", type="select") == "&lt;a&gt;"


def test_a_list_is_cut_and_its_items_filtered():
    assert value_of(["a", "<b>", "c"], type="list", max=2, field={"name": "i", "type": "text"}) == ["a", "&lt;b&gt;"]


@pytest.mark.parametrize(
    ("value", "field"), [({"0": "a"}, {"type": "text"}), ("a", {"type": "text"}), ([], {"type": "text"}), (["a"], None)]
)
def test_a_list_that_is_none_is_left_out(value, field):
    assert value_of(value, type="list", field=field) == "gone"


def test_a_group_of_one_field_is_stored_without_its_key():
    group = {"type": "group", "fields": [{"name": "only", "type": "text"}]}

    assert value_of("a<", **group) == "a&lt;"


def test_a_group_of_one_field_that_is_sub_content_keeps_its_key_and_id():
    group = {"type": "group", "isSubContent": True, "fields": [{"name": "only", "type": "text"}]}

    assert value_of({"only": "a", "subContentId": ID, "x": 1}, **group) == {"only": "a", "subContentId": ID}
    assert value_of({"only": "a", "subContentId": "nope"}, **group) == {"only": "a"}


def test_a_group_keeps_the_fields_it_names():
    fields = [{"name": "a", "type": "text"}, {"name": "b", "type": "boolean"}]

    assert value_of({"a": "1", "b": True, "c": 1}, type="group", fields=fields) == {"a": "1", "b": True}
    assert value_of("text", type="group", fields=fields) == "gone"


LIBRARY = {"type": "library", "options": ["H5P.AdvancedText 1.1", "H5P.Single 1.0", "H5P.Gone 1.0"]}


def test_an_embedded_library_keeps_its_known_keys():
    value = {
        "library": "H5P.AdvancedText 1.1",
        "params": {"text": "<p>a</p>", "z": 1},
        "subContentId": ID,
        "metadata": {"title": "T<"},
        "other": 1,
    }
    kept = filtered({"x": value}, {"name": "x", **LIBRARY})

    assert kept.parameters["x"] == {
        "library": "H5P.AdvancedText 1.1",
        "params": {"text": "<p>a</p>"},
        "subContentId": ID,
        "metadata": {"title": "T&lt;"},
    }
    assert kept.dependencies == (LibraryName("H5P.AdvancedText", 1, 1),)


def test_a_library_of_one_field_keeps_its_key():
    kept = value_of({"library": "H5P.Single 1.0", "params": {"only": "a"}}, **LIBRARY)

    assert kept == {"library": "H5P.Single 1.0", "params": {"only": "a"}}


@pytest.mark.parametrize(
    "library",
    ["H5P.Column 1.0", "H5P.AdvancedText 1.0", "H5P.Gone 1.0", "H5P.AdvancedText", "", None, 3, ["H5P.Single 1.0"]],
)
def test_a_library_outside_the_options_or_the_site_is_left_out(library):
    kept = filtered({"x": {"library": library, "params": {}}}, {"name": "x", **LIBRARY})

    assert kept.parameters == {}
    assert kept.dependencies == ()


def test_the_options_of_a_library_may_be_objects():
    kept = value_of({"library": "H5P.Single 1.0"}, type="library", options=[{"name": "H5P.Single 1.0"}])

    assert kept == {"library": "H5P.Single 1.0", "params": {}}


def test_contents_and_semantics_nested_without_end_are_cut():
    column = {"library": "H5P.Column 1.0", "params": {}}
    for _ in range(400):
        column = {"library": "H5P.Column 1.0", "params": {"content": [{"content": column}]}}
    metadata = {}
    for _ in range(800):
        metadata = {"a": metadata}
    group = {"name": "g", "type": "text"}
    for _ in range(800):
        group = {"name": "g", "type": "group", "fields": [group]}
    field = {"name": "x", "type": "library"}
    value = {"library": "H5P.Single 1.0", "metadata": metadata}

    assert filtered({"x": column}, field).parameters["x"]["library"] == "H5P.Column 1.0"
    assert filtered({"x": value}, field).parameters["x"]["metadata"]["a"]
    assert filtered({"g": "a"}, group).parameters == {}


def text_item(text):
    return {"content": {"library": "H5P.AdvancedText 1.1", "params": {"text": text}}, "useSeparator": "never"}


def test_nested_contents_are_walked_and_their_libraries_collected_in_order():
    inner = {"library": "H5P.Column 1.0", "params": {"content": [text_item("b")]}}
    parameters = {"content": [{"content": inner}, text_item("<i>c</i>")]}
    kept = filter_parameters(parameters, LIBRARIES["H5P.Column 1.0"], library_semantics=semantics_of)

    assert kept.dependencies == (LibraryName("H5P.Column", 1, 0), LibraryName("H5P.AdvancedText", 1, 1))
    assert kept.parameters["content"][1] == {
        "content": {"library": "H5P.AdvancedText 1.1", "params": {"text": "c"}},
        "useSeparator": "auto",
    }


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("images/a.png", "images/a.png"),
        ("images/a.png#tmp", "images/a.png"),
        ("../12/images/a.png", "images/a.png"),
        ("https://example.org/a.mp4?x=1&y=2", "https://example.org/a.mp4?x=1&y=2"),
        ('images/l\'eau "vive".png', "images/l%27eau %22vive%22.png"),
        ("data:image/png;base64,AAAA", "data:image/png;base64,AAAA"),
    ],
)
def test_the_path_of_a_file_is_cleaned(path, kept):
    assert value_of({"path": path}, type="image")["path"] == kept


@pytest.mark.parametrize(
    "path",
    ["", "javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "blob:x", "images/../../x.png", None, 3],
)
def test_a_file_whose_path_could_run_or_climb_is_left_out(path):
    assert value_of({"path": path}, type="file") == "gone"


def test_a_file_keeps_the_keys_of_its_type():
    value = {
        "path": "a.png",
        "mime": "image/png",
        "width": 3,
        "height": "4",
        "originalImage": {"path": "o.png"},
        "codecs": "x",
        "copyright": {"license": "CC BY", "title": "<T>", "other": 1},
        "evil": "<script>",
    }
    kept = value_of(value, type="image", extraAttributes=["zoom"])

    assert kept == {
        "path": "a.png",
        "mime": "image/png",
        "width": 3,
        "height": "4",
        "originalImage": {"path": "o.png"},
        "copyright": {"license": "CC BY", "title": "&lt;T&gt;"},
    }


def test_a_video_is_a_list_of_sources():
    source = {"path": "a.mp4", "mime": "video/mp4", "quality": {"level": 0, "label": "720p"}, "metadata": {"a": "b"}}
    field = {"type": "video", "extraAttributes": ["metadata"]}

    assert value_of([source, {"path": "javascript:x"}, 3], **field) == [source]
    assert value_of({"0": source}, **field) == [source]
    assert value_of("a.mp4", **field) == "gone"
