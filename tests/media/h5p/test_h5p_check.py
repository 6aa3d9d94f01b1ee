import json

import pytest
from django.core.management import call_command

from tests.media.h5p.packages import library_files, package, zipped

pytestmark = pytest.mark.django_db


@pytest.fixture
def saved(tmp_path):
    def save(name, file):
        path = tmp_path / name
        path.write_bytes(file.getvalue())
        return str(path)

    return save


def lines(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_valid_package_gives_one_line_and_no_error(saved, capsys):
    path = saved("a.h5p", package())
    call_command("h5p_check", path)

    assert lines(capsys) == [{"file": path, "valid": True, "problems": []}]


def test_every_file_has_its_line_and_one_invalid_ends_with_1(saved, capsys):
    good, bad = saved("a.h5p", package()), saved("b.h5p", package(language=3))
    with pytest.raises(SystemExit) as ended:
        call_command("h5p_check", bad, good, "none.h5p")
    told = lines(capsys)

    assert ended.value.code == 1
    assert [line["valid"] for line in told] == [False, True, False]
    assert [set(problem) for problem in told[0]["problems"]] == [{"id", "where", "message"}]
    assert told[2]["problems"][0]["id"] == "file-unreadable"


def test_a_package_without_its_libraries_is_invalid_unless_the_site_has_them(saved, capsys):
    path = saved("a.h5p", package(libraries={}))
    with pytest.raises(SystemExit):
        call_command("h5p_check", path)

    assert lines(capsys)[0]["problems"][0]["id"] == "library-missing"


def test_a_damaged_picture_makes_a_package_invalid(saved, capsys):
    file = package(extra={"content/a.png": b"x" * 500, "content/b.png": bytes(range(250))})
    file.getbuffer()[file.getvalue().find(bytes(range(250))) + 20] ^= 1
    with pytest.raises(SystemExit):
        call_command("h5p_check", saved("a.h5p", file))

    assert [problem["where"] for problem in lines(capsys)[0]["problems"]] == ["content/b.png"]


def test_a_package_of_libraries_is_checked_as_such_when_asked(saved, capsys):
    path = saved("a.h5p", zipped(library_files()))
    call_command("h5p_check", "--libraries", path)

    assert lines(capsys)[0]["valid"]
