"""Packages changed at random: the answer is always a list of problems, at a bounded price."""

import json
import tracemalloc
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from media.h5p.engine import (
    Dependencies,
    LibraryName,
    PackageInvalid,
    check_package,
    dependencies_in,
    filter_parameters,
    open_package,
    resolve,
)
from media.h5p.engine.limits import MIB
from media.h5p.engine.texts import FRENCH
from tests.media.h5p.packages import h5p_json, library_json, package_files, zipped

SLOWLY = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
PACKED = zipped(package_files() | {"content/images/a.png": b"x" * 3000}).getvalue()
STORED = zipped(package_files() | {"content/images/a.png": b"x" * 300}, compression=0).getvalue()

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just("H5P.Text 1.0")
json_values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
names = st.text(min_size=1, max_size=40) | st.from_regex(
    r"[./\\_a-zA-Z:\x00-\x1f]{1,30}(\.png|\.js|/)?", fullmatch=True
)


def answered(data, **options):
    """The result of a check, whatever the bytes are; what it says is whole, what it lets in can be read."""
    tracemalloc.start()
    result = check_package(BytesIO(data), **options)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100 * MIB
    for problem in result.problems:
        assert problem.id in FRENCH
        json.dumps(problem.as_dict(), ensure_ascii=False).encode()
    assert result.valid == (result.package is not None)
    return result


def read_all(package):
    """Reads everything as an import does; only ``PackageInvalid`` may come."""
    for name in package.archive.entries:
        assert not name.startswith("/")
        assert ".." not in name.split("/")
        try:
            for _chunk in package.chunks(name):
                pass
        except PackageInvalid:
            continue


def spliced(data, cuts):
    changed = bytearray(data)
    for at, value in cuts:
        changed[at % len(changed)] = value
    return bytes(changed)


cuts = st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 255)), min_size=1, max_size=12)


@SLOWLY
@given(cuts, st.sampled_from([PACKED, STORED]))
def test_bytes_changed_anywhere(changes, data):
    result = answered(spliced(data, changes))

    if result.package:
        read_all(result.package)


@SLOWLY
@given(cuts, st.sampled_from([PACKED, STORED]))
def test_bytes_changed_in_the_directory(changes, data):
    start = data.find(b"PK\x01\x02")
    result = answered(data[:start] + spliced(data[start:], changes))

    if result.package:
        read_all(result.package)


@SLOWLY
@given(st.integers(0, 20_000), st.integers(0, 20_000), st.binary(max_size=200))
def test_a_piece_cut_out_or_put_in(start, length, inserted):
    at = start % len(PACKED)
    result = answered(PACKED[:at] + inserted + PACKED[at + length :])

    if result.package:
        read_all(result.package)


@SLOWLY
@given(st.binary(max_size=3000))
def test_any_bytes(data):
    assert not answered(data).valid


@pytest.mark.filterwarnings("ignore:Duplicate name")
@SLOWLY
@given(st.lists(names, max_size=6))
def test_any_names(given_names):
    # Python's zipfile cuts a name at its first NUL and cannot write an empty one.
    written = [name for name in given_names if name.split("\0")[0]]
    result = answered(zipped([*package_files().items(), *[(name, b"{}") for name in written]]).getvalue())

    if result.package:
        read_all(result.package)


def dumped(value):
    return json.dumps(value).encode("utf-8", "surrogatepass")


@SLOWLY
@given(st.dictionaries(st.sampled_from([*h5p_json(), "authors", "license", "changes", "w"]), json_values, min_size=1))
def test_any_values_in_h5p_json(changes):
    answered(zipped(package_files() | {"h5p.json": dumped(h5p_json() | changes)}).getvalue())


@SLOWLY
@given(
    st.dictionaries(
        st.sampled_from([*library_json(), "coreApi", "editorDependencies", "metadataSettings"]), json_values, min_size=1
    )
)
def test_any_values_in_library_json(changes):
    file = zipped(package_files() | {"H5P.Text-1.0/library.json": dumped(library_json() | changes)})
    result = answered(file.getvalue())

    if result.package:
        library = result.package.libraries[0]
        wanted = list(dependencies_in(library.metadata, ["preloadedDependencies"]))
        assert resolve([library.name], dependencies_of={library.name: Dependencies(tuple(wanted))}.get).order


@SLOWLY
@given(st.sampled_from(list(package_files())), st.binary(max_size=300) | json_values.map(dumped))
def test_any_data_in_any_file(entry, data):
    answered(zipped(package_files() | {entry: data}).getvalue())


@SLOWLY
@given(
    st.sampled_from(list(package_files())), st.sampled_from(["[", '{"a":', "[[],", '{"a":[']), st.integers(1, 200_000)
)
def test_any_nesting(entry, opening, times):
    answered(zipped(package_files() | {entry: (opening * times).encode()}, compression=0).getvalue())


field_types = st.sampled_from(
    ["text", "number", "boolean", "group", "list", "select", "library", "image", "file", "video", "audio", "x"]
)
ATTRIBUTES = ["tags", "options", "min", "max", "step", "decimals", "regexp", "maxLength", "extraAttributes"]
fields = st.recursive(
    st.fixed_dictionaries({"name": st.sampled_from("ab"), "type": field_types})
    | st.fixed_dictionaries(
        {"name": st.sampled_from("ab"), "type": field_types},
        optional=dict.fromkeys(ATTRIBUTES, json_values),
    )
    | json_values,
    lambda inner: (
        st.fixed_dictionaries(
            {"name": st.sampled_from("ab"), "type": st.just("group"), "fields": st.lists(inner, max_size=3)}
        )
        | st.fixed_dictionaries({"name": st.sampled_from("ab"), "type": st.just("list"), "field": inner})
    ),
    max_leaves=6,
)
parameters = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["a", "b", "library", "params", "path", "subContentId"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@SLOWLY
@given(parameters, st.lists(fields, max_size=4))
def test_any_parameters_with_any_semantics_and_filtering_twice_changes_nothing_of_plain_values(
    given_parameters, semantics
):
    def filtered(value):
        return filter_parameters(value, semantics, library_semantics=lambda name: semantics)

    once = filtered(given_parameters)
    json.dumps(once.parameters, allow_nan=False)
    twice = filtered(once.parameters)

    assert all(isinstance(name, LibraryName) for name in once.dependencies)
    json.dumps(twice.parameters, allow_nan=False)


@SLOWLY
@given(
    st.text(max_size=300), st.lists(st.sampled_from(["a", "b", "ul", "table", "img", "script", "style"]), max_size=4)
)
def test_any_html_comes_out_without_scripts_and_stable(text, tags):
    semantics = [{"name": "x", "type": "text", "tags": tags}]
    once = filter_parameters({"x": text}, semantics, library_semantics=lambda name: None).parameters
    twice = filter_parameters(once, semantics, library_semantics=lambda name: None).parameters

    assert "<script" not in once["x"].lower()
    assert twice == once


@SLOWLY
@given(st.binary(max_size=400))
def test_opening_any_bytes_gives_a_package_or_its_problems(data):
    with suppress(PackageInvalid):
        open_package(BytesIO(data)).close()
