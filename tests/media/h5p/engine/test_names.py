from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.h5p.engine import LibraryName


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("H5P.MultiChoice 1.16", LibraryName("H5P.MultiChoice", 1, 16)),
        ("H5P.MultiChoice-1.16", LibraryName("H5P.MultiChoice", 1, 16)),
        ("jQuery.ui 1.10", LibraryName("jQuery.ui", 1, 10)),
        ("H5P-Odd-Name-0.5", LibraryName("H5P-Odd-Name", 0, 5)),
    ],
)
def test_a_name_is_read_with_a_space_or_a_hyphen(text, name):
    assert LibraryName.parse(text) == name


@pytest.mark.parametrize(
    "text",
    ["", "H5P.X", "H5P.X 1", "H5P.X 1.2.3", "H5P.X 1.a", "H5P/X 1.2", " 1.2", "H5P.X 1.123456", "é 1.0", "H5P.X 1.٢"],
)
def test_what_is_no_name_raises_value_error(text):
    with pytest.raises(ValueError):
        LibraryName.parse(text)


def test_a_name_is_written_for_parameters_folders_and_manifests():
    name = LibraryName("H5P.X", 1, 2, 3)

    assert (str(name), name.folder) == ("H5P.X 1.2", "H5P.X-1.2")
    assert name.as_dependency() == {"machineName": "H5P.X", "majorVersion": 1, "minorVersion": 2}


def test_the_patch_takes_no_part_in_equality():
    assert {LibraryName("H5P.X", 1, 2, 3)} == {LibraryName("H5P.X", 1, 2)}


def test_versions_of_a_dependency_may_be_integers_or_digits():
    text = {"machineName": "H5P.X", "majorVersion": "1", "minorVersion": "02", "patchVersion": "7"}

    assert LibraryName.of_dependency(text) == LibraryName("H5P.X", 1, 2)
    assert LibraryName.of_dependency(text).patch == 7


@pytest.mark.parametrize("version", [True, 1.0, -1, None, "1.0", "1\n", [], 123456])
def test_other_versions_are_refused(version):
    with pytest.raises(ValueError):
        LibraryName.of("H5P.X", version, 0)


@given(st.from_regex(r"[A-Za-z0-9_.\-]{1,60}", fullmatch=True), st.integers(0, 99999), st.integers(0, 99999))
def test_what_is_written_is_read_back(machine_name, major, minor):
    name = LibraryName(machine_name, major, minor)

    assert LibraryName.parse(str(name)) == LibraryName.parse(name.folder) == name


@given(st.text(max_size=80))
def test_any_text_is_a_name_or_a_value_error(text):
    with suppress(ValueError):
        LibraryName.parse(text)
