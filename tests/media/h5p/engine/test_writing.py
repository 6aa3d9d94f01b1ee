import zipfile
from io import BytesIO

import pytest

from media.h5p.engine import LibraryName, author_names, build_manifest, check_package, metadata_of, write_package
from tests.media.h5p.packages import as_bytes, h5p_json, library_files, package

TEXT = LibraryName("H5P.Text", 1, 0)
LIBRARY_FILES = {name.partition("/")[2]: as_bytes(value) for name, value in library_files().items()}


def written(**changes):
    out = BytesIO()
    options = {
        "manifest": build_manifest(metadata={"title": "Le chêne", "language": "fr"}, main=TEXT, preloaded=[TEXT]),
        "content": {"text": "été"},
        "files": {"images/a.png": b"\x89PNG"},
        "libraries": {TEXT: LIBRARY_FILES},
    }
    write_package(out, **(options | changes))
    return out


def test_what_is_written_is_a_valid_package():
    result = check_package(written())

    assert result.problems == ()
    assert result.package.content_json() == {"text": "été"}
    assert result.package.content_files == ["images/a.png"]
    assert result.package.manifest["mainLibrary"] == "H5P.Text"


def test_the_same_package_is_always_the_same_bytes():
    reversed_files = dict(reversed(LIBRARY_FILES.items()))

    assert written().getvalue() == written(libraries={TEXT: reversed_files}).getvalue()


def test_sources_may_be_paths_or_functions(tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(b"from a path")
    out = written(files={"a.png": path, "b.png": lambda: BytesIO(b"from a function")})
    opened = check_package(out).package

    assert (opened.read("content/a.png"), opened.read("content/b.png")) == (b"from a path", b"from a function")


def test_a_package_is_written_to_a_path(tmp_path):
    path = tmp_path / "out.h5p"
    write_package(path, manifest=h5p_json(), content={}, libraries={TEXT: LIBRARY_FILES})

    with check_package(path).package as opened:
        assert opened.manifest == h5p_json()


def test_hidden_files_of_a_library_are_left_out():
    names = zipfile.ZipFile(written(libraries={TEXT: LIBRARY_FILES | {".git/HEAD": b""}})).namelist()

    assert not any(".git" in name for name in names)


@pytest.mark.parametrize("name", ["../a.png", "/a.png", "a.svg", "a", "_a.png", "a\\b.png", "a\0.png", "a/", ""])
def test_a_name_that_hosts_refuse_is_refused(name):
    with pytest.raises(ValueError, match="name"):
        written(files={name: b""})


def test_a_value_that_is_no_json_is_refused():
    with pytest.raises(ValueError):
        written(content={"a": float("nan")})


def test_the_manifest_lists_the_main_library_first_and_each_once():
    other = LibraryName("H5P.B", 2, 1)
    manifest = build_manifest(metadata={"title": "x"}, main=TEXT, preloaded=[other, TEXT, other], dynamic=[other])

    assert manifest["preloadedDependencies"] == [TEXT.as_dependency(), other.as_dependency()]
    assert manifest["dynamicDependencies"] == [other.as_dependency()]
    assert (manifest["language"], manifest["license"]) == ("und", "U")


def test_metadata_that_hosts_would_refuse_are_told():
    with pytest.raises(ValueError, match="license"):
        build_manifest(metadata={"title": "x", "license": "mine"}, main=TEXT, preloaded=[])


def test_metadata_survive_a_round_trip():
    told = {"title": "x", "authors": [{"name": "A", "role": "Author"}], "license": "CC BY-SA", "licenseVersion": "4.0"}
    manifest = build_manifest(metadata=told | {"source": "", "changes": []}, main=TEXT, preloaded=[])

    assert metadata_of(manifest) == told | {"language": "und"}


@pytest.mark.parametrize(
    ("manifest", "names"),
    [
        ({"authors": [{"name": "A"}, {"name": ""}, {}, "B"]}, ["A"]),
        ({"author": "A"}, ["A"]),
        ({"authors": [], "author": "A"}, ["A"]),
        ({"authors": "A", "author": 3}, []),
    ],
)
def test_authors_are_named(manifest, names):
    assert author_names(manifest) == names


def test_a_package_read_and_written_again_is_valid():
    opened = check_package(package()).package
    out = BytesIO()
    libraries = {
        library.name: {file: opened.read(library.path(file)) for file in library.files} for library in opened.libraries
    }
    write_package(out, manifest=opened.manifest, content=opened.content_json(), libraries=libraries)

    assert check_package(out).valid
