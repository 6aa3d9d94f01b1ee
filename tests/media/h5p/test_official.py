"""An official content type, with the official libraries under it: checked, imported, played, exported, refused."""

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from playwright.sync_api import expect

from media.h5p import api
from media.h5p.engine import PackageInvalid, check_package
from media.h5p.models import Content, Library
from tests.media.h5p import official
from tests.media.h5p.lessons import Lesson, bring
from tests.media.h5p.playable import zipped

pytestmark = pytest.mark.django_db(transaction=True)
REQUESTS_AT_MOST = 15


@pytest.fixture
def lesson(lesson_of: Callable[..., Lesson]) -> Lesson:
    return lesson_of(bring(zipped(official.entries())))


def results(statements: Iterable[Any]) -> list[tuple[Any, ...]]:
    said = [each["result"] for each in statements]
    return [(each["score"]["raw"], each["success"], each["completion"], each["response"]) for each in said]


def test_it_is_taken_and_its_libraries_are_installed_once() -> None:
    for _twice in range(2):
        bring(zipped(official.entries()))
    assert Library.objects.count() == official.LIBRARIES
    sent = json.loads(official.entries()["content/content.json"])
    for content in Content.objects.all():
        assert content.parameters == content.original_parameters == sent


def test_it_leaves_as_a_package_that_another_site_takes() -> None:
    out = io.BytesIO()
    api.export_package(content_id=bring(zipped(official.entries())), out=out)
    names = set(zipfile.ZipFile(out).namelist())
    assert {name for name in official.entries() if not name.startswith("H5PEditor")} <= names
    checked = check_package(out, installed={}, may_install=True)
    assert checked.problems == ()


def test_which_of_its_libraries_say_what_happens_is_known() -> None:
    bring(zipped(official.entries()))
    speaking = Library.objects.filter(speaks=True).values_list("machine_name", flat=True)
    assert "H5P.TrueFalse" in speaking
    assert not {"H5P.JoubelUI", "FontAwesome", "Drop"} & set(speaking)
    info = api.content_info(content_ids=Content.objects.values_list("pk", flat=True))
    assert [each.scores for each in info.values()] == [True]


def test_what_other_hosts_would_refuse_is_put_right_when_it_leaves() -> None:
    content_id = bring(zipped(official.entries()))
    untidy = {
        "authors": [{"name": "Ada"}, {"name": "", "role": "Editor"}],
        "changes": [{"date": "01-02-26 10:00:00", "author": "Ada"}],
        "author": "",
        "licenseExtras": None,
        "coreApi": {"majorVersion": 1, "minorVersion": 99},
    }
    content = Content.objects.get(pk=content_id)
    Content.objects.filter(pk=content_id).update(title="é" * 200, metadata=content.metadata | untidy)
    out = io.BytesIO()
    api.export_package(content_id=content_id, out=out)
    manifest = json.loads(zipfile.ZipFile(out).read("h5p.json"))
    assert manifest["title"] == "é" * 127
    assert manifest["authors"] == [{"name": "Ada", "role": "Author"}]
    assert not {"changes", "author", "licenseExtras", "coreApi"} & manifest.keys()
    assert check_package(out, installed={}, may_install=True).problems == ()


@pytest.mark.parametrize(
    ("taken_out", "refusal"),
    [
        ("H5P.TrueFalse-1.6/library.json", "library-json-missing"),
        ("H5P.Question-1.4/scripts/question.js", "preloaded-file-missing"),
        ("content/content.json", "content-json-missing"),
        ("h5p.json", "h5p-json-missing"),
    ],
)
def test_without_one_of_its_files_it_is_refused(taken_out: str, refusal: str) -> None:
    files = official.entries()
    del files[taken_out]
    with pytest.raises(PackageInvalid) as refused:
        bring(zipped(files))
    assert refusal in {problem.id for problem in refused.value.problems}
    assert not Library.objects.exists()


@pytest.mark.browser
def test_a_wrong_answer_then_the_right_one(lesson: Lesson) -> None:
    assert len(lesson.requests) <= REQUESTS_AT_MOST, lesson.requests
    lesson.frame.get_by_role("radio", name="True").click()
    lesson.frame.get_by_role("button", name="Check").click()
    expect(lesson.frame.get_by_text("You got 0 of 1 points", exact=True)).to_be_visible()
    lesson.frame.get_by_role("button", name="Retry").click()
    lesson.frame.get_by_role("radio", name="False").click()
    lesson.frame.get_by_role("button", name="Check").click()
    expect(lesson.frame.get_by_text("You got 1 of 1 points", exact=True)).to_be_visible()
    lesson.wait_until(lambda: len(lesson.statements("answered")) == 2)
    assert results(lesson.statements("answered")) == [(0, False, True, "true"), (1, True, True, "false")]
    assert len(lesson.statements("attempted")) >= 1
    assert lesson.errors == []


@pytest.mark.browser
def test_an_answer_not_yet_checked_comes_back(lesson: Lesson, lesson_of: Callable[..., Lesson]) -> None:
    lesson.frame.get_by_role("radio", name="False").click()
    lesson.wait_until(lambda: lesson.states()[-1:] == ['{"answer":false}'])
    back = lesson_of(Content.objects.get().pk, state='{"answer":false}', state_version=1)
    expect(back.frame.get_by_role("radio", name="False")).to_be_checked()
    assert back.errors == []


@pytest.mark.browser
def test_by_keyboard_on_a_phone(lesson: Lesson) -> None:
    lesson.page.set_viewport_size({"width": 360, "height": 740})
    lesson.frame.get_by_role("radio", name="True").focus()
    lesson.page.keyboard.press("ArrowRight")
    lesson.page.keyboard.press("Space")
    lesson.page.keyboard.press("Tab")
    lesson.page.keyboard.press("Enter")
    lesson.wait_until(lambda: lesson.statements("answered"))
    assert results(lesson.statements("answered")) == [(1, True, True, "false")]
    inside = lesson.page.frames[1]
    lesson.wait_until(lambda: inside.evaluate("document.documentElement.scrollHeight <= innerHeight"))
    assert inside.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.browser
def test_it_asks_before_an_answer_counts_when_the_trainer_wants_it(lesson_of: Callable[..., Lesson]) -> None:
    lesson = lesson_of(bring(zipped(official.with_behaviour(confirmCheckDialog=True))))
    lesson.frame.get_by_role("radio", name="False").click()
    lesson.frame.get_by_role("button", name="Check").click()
    lesson.frame.get_by_role("button", name="Finish").click()
    lesson.wait_until(lambda: lesson.statements("answered"))
    assert results(lesson.statements("answered")) == [(1, True, True, "false")]
    assert lesson.errors == []
