import json
from io import BytesIO

import pytest

from media.h5p.engine import LibraryName, check_package
from tests.media.h5p.packages import DELETE, dependency, library_files, package, package_files, zipped

TEXT = LibraryName("H5P.Text", 1, 0)


def found(result):
    return [(problem.id, problem.where) for problem in result.problems]


def ids(result):
    return [problem.id for problem in result.problems]


def test_a_small_real_package_is_valid():
    result = check_package(package())

    assert result.problems == ()
    assert result.package.manifest["title"] == "Le chêne"
    assert result.package.content_json() == {"text": "Bonjour"}
    assert [str(library.name) for library in result.package.libraries] == ["H5P.Text 1.0"]
    assert result.package.libraries[0].preloaded_js == ("text.js",)
    assert result.package.content_files == []


@pytest.mark.parametrize(
    "changes",
    [
        {"unknown": {"key": [1]}, "extraTitle": "x", "reportingScore": True},
        {"title": "é" * 255},
        {"title": 2024},
        {"language": "und"},
        {"language": "pt-BR"},
        {"embedTypes": ["div", "iframe"]},
        {"author": "CALL Learning (2020)", "authors": [{"name": "A", "role": "Author"}]},
        {"authors": [], "changes": [], "license": None, "source": ""},
        {"license": "CC BY-SA", "licenseVersion": "4.0", "licenseExtras": "Une\nligne"},
        {"yearsFrom": 1990, "yearsTo": "2024"},
        {"changes": [{"date": "02-11-25 9:05:00", "author": "A", "log": "x\ny"}]},
        {"source": "https://example.org/page?a=é"},
        {"w": 800, "h": "600", "metaKeywords": "a, b", "metaDescription": "x" * 1000},
        {"dynamicDependencies": []},
        {"preloadedDependencies": [{"machineName": "H5P.Text", "majorVersion": "1", "minorVersion": "0"}]},
        {"yearFrom": "vers 2019", "yearTo": "", "defaultLanguage": "fr", "license": "U"},
        {"editorDependencies": [dependency("H5P.Gone 1.0")]},
    ],
)
def test_what_the_specification_allows_in_h5p_json_is_accepted(changes):
    assert found(check_package(package(**changes))) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("title", ""),
        ("title", "x" * 256),
        ("title", "a\nb"),
        ("title", {"a": 1}),
        ("title", True),
        ("language", "français"),
        ("language", "fr_FR"),
        ("language", "a" * 11),
        ("language", "fr\n"),
        ("mainLibrary", "1Text"),
        ("mainLibrary", ["H5P.Text"]),
        ("embedTypes", "iframe"),
        ("embedTypes", ["window"]),
        ("embedTypes", {"0": "iframe"}),
        ("preloadedDependencies", {"machineName": "H5P.Text", "majorVersion": 1, "minorVersion": 0}),
        ("preloadedDependencies", ["H5P.Text 1.0"]),
        ("license", "cc-by"),
        ("license", ["U"]),
        ("licenseVersion", "5.0"),
        ("licenseVersion", 4.0),
        ("source", "example.org"),
        ("source", "javascript:alert(1)"),
        ("yearsFrom", "12345"),
        ("yearsTo", 3.5),
        ("authors", [{"name": "A", "role": "no role"}]),
        ("authors", "A"),
        ("changes", [{"date": "hier"}]),
        ("licenseExtras", "x" * 5001),
        ("w", "80%"),
        ("contentType", 1.5),
        ("dynamicDependencies", [{"machineName": "H5P.X"}]),
    ],
)
def test_a_field_of_h5p_json_that_breaks_its_rule_is_told_with_its_place(key, value):
    result = check_package(package(**{key: value}))

    assert result.problems[0].id in ("field-invalid", "field-missing")
    assert result.problems[0].where.startswith(f"h5p.json#/{key}")
    assert key in result.problems[0].message


@pytest.mark.parametrize("key", ["title", "language", "mainLibrary", "embedTypes", "preloadedDependencies"])
def test_a_required_field_of_h5p_json_is_missed(key):
    assert found(check_package(package(**{key: DELETE})))[0] == ("field-missing", f"h5p.json#/{key}")


def test_the_problem_points_at_the_wrong_item_of_a_list():
    items = [dependency("H5P.Text 1.0"), {"machineName": "H5P.B", "majorVersion": 1, "minorVersion": "x"}]

    assert found(check_package(package(preloadedDependencies=items))) == [
        ("field-invalid", "h5p.json#/preloadedDependencies/1/minorVersion")
    ]


@pytest.mark.parametrize(
    ("entry", "value", "problem"),
    [
        ("h5p.json", DELETE, "h5p-json-missing"),
        ("h5p.json", b"{", "json-invalid"),
        ("h5p.json", b'{"title": NaN}', "json-invalid"),
        ("h5p.json", "été".encode("latin-1"), "json-invalid"),
        ("h5p.json", b"[]", "json-not-object"),
        ("content/content.json", DELETE, "content-json-missing"),
        ("content/content.json", b"{text: 1}", "json-invalid"),
        ("content/content.json", b"3", "json-not-object"),
        ("content/content.json", b'"text"', "json-not-object"),
        ("content/content.json", b"[" * 100_000, "json-too-deep"),
        ("content/content.json", b"[" * 200 + b"]" * 200, "json-too-deep"),
        ("content/content.json", b'{"a": "' + b"x" * 5_000_000 + b'"}', "json-too-large"),
        ("content/content.json", b"[" + b"[]," * 500_000 + b"[]]", "json-too-large"),
        ("content/content.json", rb'{"a": "\ud800"}', "json-invalid"),
        ("content/content.json", rb'{"a": "\u0000"}', "json-invalid"),
        ("content/content.json", b'{"a": 1e999}', "json-invalid"),
        ("content/content.json", b'{"a": ' + b"9" * 5000 + b"}", "json-invalid"),
        ("H5P.Text-1.0/library.json", DELETE, "library-json-missing"),
        ("H5P.Text-1.0/library.json", b"{", "json-invalid"),
        ("H5P.Text-1.0/library.json", b"[1]", "json-not-object"),
        ("H5P.Text-1.0/semantics.json", b"[", "json-invalid"),
        ("H5P.Text-1.0/semantics.json", b"3", "semantics-invalid"),
        ("H5P.Text-1.0/language/fr.json", b"{,}", "json-invalid"),
        ("H5P.Text-1.0/language/français.json", b"{}", "language-name-invalid"),
        ("H5P.Text-1.0/language/fr2.json", b"{}", "language-name-invalid"),
        ("H5P.Text-1.0/language/readme.txt", b"{}", "language-name-invalid"),
        ("H5P.Text-1.0/language/bs. json", b"{}", "library-file-forbidden"),
        ("H5P.Text-1.0/language/old/fr.json", b"{}", "language-name-invalid"),
        ("H5P.Text-1.0/text.js", DELETE, "preloaded-file-missing"),
        ("H5P.Text-1.0/text.css", DELETE, "preloaded-file-missing"),
        ("content/a.svg", b"<svg/>", "content-file-forbidden"),
        ("content/a.html", b"", "content-file-forbidden"),
        ("content/a.js", b"", "content-file-forbidden"),
        ("content/a.webp", b"", "content-file-forbidden"),
        ("content/a.xml", b"", "content-file-forbidden"),
        ("content/Makefile", b"", "content-file-forbidden"),
        ("content/a.png.php", b"", "content-file-forbidden"),
        ("H5P.Text-1.0/a.php", b"", "library-file-forbidden"),
        ("H5P.Text-1.0/LICENSE", b"", "library-file-forbidden"),
        ("H5P.Text-1.0/a.html", b"", "library-file-forbidden"),
        ("no library/a.js", b"", "folder-name-invalid"),
        ("H5P.Lost-1.0/a.js", b"", "library-json-missing"),
    ],
)
def test_an_entry_that_breaks_a_rule_is_told(entry, value, problem):
    result = check_package(zipped(package_files() | {entry: value}, compression=0))

    assert problem in ids(result)
    assert result.package is None
    assert all(each.message for each in result.problems)


@pytest.mark.parametrize(
    "extra",
    [
        {"README.md": b"x", "virus.exe": b"x", "LICENSE": b"x"},
        {"__MACOSX/content/a.exe": b"x", "content/.DS_Store": b"x", "_x/library.json": b"{", ".git/HEAD": b"x"},
        {"content/": b"", "content/images/": b"", "H5P.Text-1.0/language/": b"", "empty/": b""},
        {"content/images/A.PNG": b"x", "content/video.WebM": b"x", "content/a.vtt": b"x", "content/m.glb": b"x"},
        {"H5P.Text-1.0/icon.svg": b"<svg/>", "H5P.Text-1.0/a.xml": b"<a/>", "H5P.Text-1.0/upgrades.js": b""},
        {"H5P.Text-1.0/presave.js": b"", "H5P.Text-1.0/README.MD": b"", "H5P.Text-1.0/fonts/A.WOFF": b""},
        {"H5P.Text-1.0/language/.en.json": b"{", "H5P.Text-1.0/language/pt-br.json": b"{}"},
        {"H5P.Text-1.0/language/zh-hans.json": b"{}", "H5P.Text-1.0/language/-x.json": b"{}"},
        {"H5P.Text-1.0/semantics.json": DELETE},
        {"H5P.Text-1.0/semantics.json": b"{}"},
        {"h5p.json": b"\xef\xbb\xbf" + json.dumps(package_files()["h5p.json"]).encode()},
        {"content/content.json": b"\xef\xbb\xbf{}"},
        {"content/content.json": b"[]"},
        library_files("H5P.Unused 2.0"),
        library_files("H5P.Text 1.0", folder="H5P.Text"),
        library_files("H5P.Text 1.1"),
    ],
)
def test_what_official_hosts_take_or_leave_alone_is_accepted(extra):
    files = {name: value for name, value in (package_files() | extra).items() if value is not DELETE}

    assert found(check_package(zipped(files))) == []


def library_package(**changes):
    return zipped(package_files() | library_files("H5P.Text 1.0", **changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"runnable": "1", "patchVersion": "12", "majorVersion": "1"},
        {"coreApi": {"majorVersion": 1, "minorVersion": 28}},
        {"coreApi": {"majorVersion": "1", "minorVersion": "9"}},
        {"preloadedCss": [], "editorDependencies": [], "dynamicDependencies": None},
        {"preloadedJs": [{"path": "/text.js", "other": 1}]},
        {"preloadedJs": [{"path": "\\text.js"}]},
        {"preloadedJs": [{"path": "./text.js"}]},
        {"preloadedJs": [{"path": "language/../text.js"}]},
        {"metadataSettings": {"disable": 0, "disableExtraTitleField": 1, "x": 2}},
        {"license": "cc-by-sa", "author": "Amendor AS", "contentType": "question"},
        {"embedTypes": ["iframe"], "fullscreen": 1, "w": 100, "h": 100},
        {"dropLibraryCss": [{"machineName": "H5P.X"}]},
        {"description": "a\nb"},
        {"addTo": {"content": {"types": [{"text": {"regex": "/x/"}}]}}},
    ],
)
def test_what_the_specification_allows_in_library_json_is_accepted(changes):
    assert found(check_package(library_package(**changes))) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("title", DELETE),
        ("runnable", DELETE),
        ("runnable", True),
        ("runnable", 2),
        ("patchVersion", "1.0"),
        ("machineName", "H5P Text"),
        ("majorVersion", -1),
        ("license", "Apache"),
        ("fullscreen", "yes"),
        ("preloadedJs", [{"path": "text.css"}]),
        ("preloadedJs", [{"path": "é.js"}]),
        ("preloadedJs", [{"path": "http://evil.org/a.js"}]),
        ("preloadedJs", [{"path": "a//b.js"}]),
        ("preloadedJs", [{}]),
        ("preloadedJs", ["text.js"]),
        ("preloadedJs", "text.js"),
        ("preloadedCss", [{"path": 3}]),
        ("preloadedDependencies", [{"machineName": "X", "majorVersion": None, "minorVersion": 0}]),
        ("coreApi", {"majorVersion": 1}),
        ("coreApi", "1.0"),
        ("metadataSettings", {"disable": "yes"}),
        ("dropLibraryCss", ["H5P.X"]),
        ("embedTypes", ["frame"]),
    ],
)
def test_a_field_of_library_json_that_breaks_its_rule_is_told(key, value):
    result = check_package(library_package(**{key: value}))

    assert result.problems[0].id in ("field-invalid", "field-missing")
    assert result.problems[0].where.startswith(f"H5P.Text-1.0/library.json#/{key}")


@pytest.mark.parametrize("path", ["../../h5p.js", "language/../../a.js", "none.js", "Text.js"])
def test_a_preloaded_file_outside_the_folder_or_absent_is_missed(path):
    assert ids(check_package(library_package(preloadedJs=[{"path": path}]))) == ["preloaded-file-missing"]


def test_a_preloaded_file_may_have_spaces_in_its_name():
    files = library_files("H5P.Text 1.0", preloadedJs=[{"path": "my scripts/a b.js"}])
    extra = {"H5P.Text-1.0/my scripts/a b.js": b""}

    assert check_package(zipped(package_files() | files | extra)).valid
    assert ids(check_package(zipped(package_files() | files))) == ["preloaded-file-missing"]


def test_a_path_of_many_parts_is_judged_at_once():
    path = "a" * 480 + "!.js"

    assert ids(check_package(library_package(preloadedJs=[{"path": path}]))) == ["field-invalid"]


def test_a_folder_must_carry_the_name_of_its_library():
    files = package_files(libraries={}) | library_files("H5P.Text 1.0", folder="H5P.Text-1.1")
    result = check_package(zipped(files))

    assert found(result) == [("folder-name-differs", "H5P.Text-1.1")]
    assert "H5P.Text-1.0" in result.problems[0].message


@pytest.mark.parametrize("needed", [(1, 29), (2, 0)])
def test_a_library_that_needs_a_newer_core_is_refused(needed):
    core = {"majorVersion": needed[0], "minorVersion": needed[1]}
    result = check_package(library_package(coreApi=core))

    assert ids(result) == ["core-api-too-new"]
    assert "1.28" in result.problems[0].message
    assert check_package(library_package(coreApi=core), core_api=(2, 0)).valid


def test_the_main_library_must_be_listed():
    result = check_package(package(mainLibrary="H5P.Other"))

    assert ids(result) == ["main-library-unlisted"]


@pytest.mark.parametrize("kind", ["preloadedDependencies", "dynamicDependencies", "editorDependencies"])
def test_a_dependency_that_nobody_has_is_missing(kind):
    file = library_package(**{kind: [dependency("H5P.Gone 1.5")]})
    result = check_package(file)

    assert found(result) == [("library-missing", "H5P.Text-1.0/library.json")]
    assert result.missing == (LibraryName("H5P.Gone", 1, 5),)
    assert "H5P.Gone 1.5" in result.problems[0].message
    assert check_package(file, installed={LibraryName("H5P.Gone", 1, 5)}).valid


def test_another_minor_version_is_still_missing():
    files = package_files() | library_files("H5P.B 1.4") | library_files("H5P.Text 1.0", depends=["H5P.B 1.5"])

    assert check_package(zipped(files)).missing == (LibraryName("H5P.B", 1, 5),)


def test_a_package_with_content_only_needs_its_libraries_on_the_site():
    file = package(libraries={})

    assert found(check_package(file)) == [("library-missing", "h5p.json")]
    assert check_package(file, installed=[TEXT]).valid


def test_who_may_not_install_brings_the_content_only():
    file = zipped(package_files() | {"H5P.Text-1.0/a.exe": b"", "H5P.Text-1.0/library.json": b"{"})

    assert not check_package(file, installed=[TEXT]).valid
    assert check_package(file, installed=[TEXT], may_install=False).valid


def test_who_may_not_install_is_told_that_the_package_has_the_library():
    result = check_package(package(), may_install=False)

    assert ids(result) == ["library-install-forbidden"]
    assert result.missing == (TEXT,)


def test_a_package_of_libraries_needs_no_content_when_asked_so():
    file = zipped(library_files() | {"content/a.svg": b""})

    assert "h5p-json-missing" in ids(check_package(file))
    assert check_package(file, require_content=False).valid


def test_libraries_installed_at_the_same_patch_are_not_examined_again():
    file = zipped(package_files() | library_files(patch=3) | {"H5P.Text-1.0/language/fr.json": b"{"})

    assert check_package(file, installed={TEXT: 3}).valid
    assert ids(check_package(file, installed={TEXT: 2})) == ["json-invalid"]


def test_an_empty_zip_lacks_everything():
    assert ids(check_package(zipped({}))) == ["h5p-json-missing", "content-json-missing"]


def test_everything_wrong_is_told_at_once():
    files = package_files(language=3) | {"content/a.svg": b"", "foo/a.js": b"", "H5P.Text-1.0/text.js": DELETE}

    assert ids(check_package(zipped(files))) == [
        "content-file-forbidden",
        "field-invalid",
        "preloaded-file-missing",
        "library-json-missing",
    ]


def test_many_large_library_files_are_refused_before_they_fill_the_memory():
    padding = {"x": "a" * 100_000}
    files = {f"H5P.L{number}-1.0/library.json": padding for number in range(30)}
    result = check_package(zipped(package_files() | files, compression=0))

    assert "json-too-large" in ids(result)


def test_the_messages_are_french_and_quote_nothing_dangerous():
    result = check_package(zipped(package_files(title={"a": "\x07" * 500}) | {"content/\u202e.svg": b""}))

    assert all("\x07" not in problem.message and "\u202e" not in problem.message for problem in result.problems)
    assert all(len(problem.message) < 600 for problem in result.problems)


def test_a_check_reads_nothing_of_the_media_but_when_asked():
    data = zipped(package_files() | {"content/a.png": b"x" * 5000}, compression=0).getvalue()
    at = data.find(b"x" * 5000)
    damaged = data[:at] + b"y" + data[at + 1 :]

    assert check_package(BytesIO(damaged)).valid
    assert found(check_package(BytesIO(damaged), read_everything=True)) == [("zip-damaged", "content/a.png")]
