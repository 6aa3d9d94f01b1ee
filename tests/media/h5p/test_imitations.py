"""Libraries written as the official ones are use the core as the official ones do, in a real Chromium."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from media.h5p.player_texts import player_texts
from tests.media.h5p import imitations
from tests.media.h5p.lessons import Lesson, bring

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
CORE = """
    jQuery EventDispatcher Event XAPIEvent ContentType externalDispatcher newRunnable getPath getContentPath
    getLibraryPath setSource getCrossOrigin createTitle createUUID Dialog ConfirmationDialog Tooltip fullScreen
    semiFullScreen setFinished getUserData setUserData deleteUserData shuffleArray cloneObject trim error t
    RequestQueue OfflineRequestQueue ActionBar Coords MediaCopyright ContentCopyrights Thumbnail DefinitionList
    getCopyrights findCopyrights libraryFromString isEmpty communicator instances opened isFramed
"""


def is_nested(statement: dict[str, Any]) -> bool:
    parents = statement["context"]["contextActivities"].get("parent")
    return bool(parents) and "?subContentId=" in statement["object"]["id"]


def test_a_column_completes_with_what_it_embeds_and_its_state_comes_back(lesson_of: Callable[..., Lesson]) -> None:
    content_id = bring(imitations.packed(imitations.COLUMN, imitations.column("Un ?", "Deux ?")))
    lesson = lesson_of(content_id)
    parts = lesson.frame.locator(".h5p-column-content")
    for number in range(2):
        parts.nth(number).get_by_label("Oui").check()
        parts.nth(number).get_by_role("button").click()
    lesson.wait_until(lambda: lesson.statements("completed") and lesson.states())
    assert [is_nested(each) for each in lesson.statements("answered")] == [True, True]
    assert len(lesson.statements("progressed")) == 2
    (completed,) = lesson.statements("completed")
    assert completed["object"]["id"] == f"{lesson.address}/h5p/{content_id}/"
    assert completed["result"]["score"] == {"min": 0, "max": 2, "raw": 2, "scaled": 1}
    lesson.wait_until(lambda: json.loads(lesson.states()[-1]) == {"instances": [{"chosen": 0}, {"chosen": 0}]})
    lesson.wait_until(lambda: lesson.frame.locator("img").first.evaluate("image => image.naturalWidth") == 1)
    lesson_of(content_id, state='{"instances":[{"chosen":1},{"chosen":0}]}', state_version=1)
    expect(parts.nth(0).get_by_label("Non")).to_be_checked()
    expect(parts.nth(1).get_by_label("Oui")).to_be_checked()
    assert lesson.errors == []


def test_a_video_of_the_content_plays_with_questions_over_it(lesson_of: Callable[..., Lesson]) -> None:
    lesson = lesson_of(bring(imitations.packed(imitations.VIDEO, imitations.video("Un ?"))))
    box = lesson.frame.locator(".h5p-interactive-video")
    expect(box).to_have_attribute("data-seconds", "2")
    lesson.frame.get_by_role("button", name="Question 1").click()
    lesson.frame.get_by_label("Oui").check()
    lesson.frame.get_by_role("button", name="Check").click()
    lesson.frame.get_by_role("button", name="Terminer").click()
    expect(lesson.frame.get_by_role("dialog").get_by_text("1/1")).to_be_visible()
    lesson.wait_until(lambda: lesson.statements("completed"))
    assert [is_nested(each) for each in lesson.statements("answered")] == [True]
    assert lesson.statements("completed")[0]["result"]["score"]["scaled"] == 1
    lesson.wait_until(lambda: any(address.endswith("tracks/fr.vtt") for address in lesson.requests))
    assert lesson.errors == []


def test_a_content_takes_the_whole_screen_and_gives_it_back(lesson_of: Callable[..., Lesson]) -> None:
    lesson = lesson_of(bring(imitations.packed(imitations.VIDEO, imitations.video("Un ?"))))
    box = lesson.frame.locator(".h5p-interactive-video")
    lesson.frame.get_by_text("Plein écran").click()
    expect(box).to_have_attribute("data-full", "yes")
    lesson.page.frames[1].evaluate("H5P.exitFullScreen()")
    expect(box).to_have_attribute("data-full", "no")
    assert lesson.errors == []


def test_stylesheets_find_what_they_import_and_their_fonts(lesson_of: Callable[..., Lesson]) -> None:
    lesson = lesson_of(bring(imitations.packed(imitations.VIDEO, imitations.video("Un ?"))))
    expect(lesson.frame.locator(".h5p-overlay")).to_have_css("outline-color", "rgb(1, 2, 3)")
    loaded = "() => [...document.fonts].some(font => font.family === 'Essai' && font.status === 'loaded')"
    lesson.wait_until(lambda: lesson.page.frames[1].evaluate(loaded))
    assert lesson.errors == []


def test_a_dialog_of_the_core_asks_before_an_answer_counts(lesson_of: Callable[..., Lesson]) -> None:
    lesson = lesson_of(bring(imitations.packed(imitations.CHOICE, imitations.choice(confirm=True))))
    lesson.frame.get_by_label("Non").check()
    lesson.frame.get_by_role("button", name="Check").click()
    expect(lesson.frame.get_by_text("Vraiment ?")).to_be_visible()
    lesson.frame.get_by_role("button", name="Confirmer").click()
    lesson.wait_until(lambda: lesson.statements("answered"))
    answered = lesson.statements("answered")[0]
    assert not is_nested(answered)
    assert answered["result"]["score"]["raw"] == 0
    assert answered["object"]["definition"]["choices"][1]["description"]["en-US"] == "<p>Non</p>"
    assert lesson.errors == []


def test_what_the_core_and_its_host_promise_is_there(lesson_of: Callable[..., Lesson]) -> None:
    content_id = bring(imitations.packed(imitations.PROBE, {"names": CORE.split()}))
    lesson = lesson_of(content_id)
    found = json.loads(lesson.frame.locator(".sonde").inner_text())
    assert found["missing"] == []
    assert found["extras"]["standalone"]
    assert found["extras"]["metadata"]["title"] == found["metadata"]["title"] == "Un mot"
    texts = player_texts()
    assert found["words"] == [str(texts[key]) for key in ("fullscreen", "close", "confirmLabel", "contentChanged")]
    assert found["library"].startswith(f"{lesson.address}/h5p/bibliotheques/H5P.EssaiSonde-1.0/4-")
    assert found["path"].startswith(f"{lesson.address}/h5p/{content_id}/medias/")
    assert found["remote"] == "https://ailleurs.example/a.png"
    assert found["iri"] == f"{lesson.address}/h5p/{content_id}/"
    assert found["stored"] == ["1", "2", "3", True, ""]
    assert found["bookmark"] == [None, {"page": 3}]
    assert "Ada" in found["copyrights"]
    assert found["hash"] == "#h5pbookid=1&chapter=2"
    assert found["reach"] == "SecurityError"
    drawn = "() => [...document.images].map(image => image.naturalWidth > 0)"
    lesson.wait_until(lambda: lesson.page.frames[1].evaluate(drawn) == [True, True])
    assert lesson.errors == []


def test_on_a_second_origin_it_plays_the_same_and_keeps_that_origin(
    lesson_of: Callable[..., Lesson], settings: Any, live_server: Any
) -> None:
    settings.PLAYER_ORIGIN = live_server.url.replace("localhost", "127.0.0.1")
    content_id = bring(imitations.packed(imitations.COLUMN, imitations.column("Un ?")))
    lesson = lesson_of(content_id, state='{"instances":[{"chosen":1}]}', state_version=1)
    expect(lesson.frame.get_by_label("Non")).to_be_checked()
    lesson.frame.get_by_label("Oui").check()
    lesson.frame.get_by_role("button", name="Check").click()
    lesson.wait_until(lambda: lesson.statements("completed"))
    assert lesson.statements("completed")[0]["object"]["id"] == f"{lesson.address}/h5p/{content_id}/"
    assert lesson.page.frames[1].evaluate("self.origin") == settings.PLAYER_ORIGIN
    assert lesson.errors == []


def test_a_picture_of_another_site_that_the_content_names_is_let_in(
    page: Page, lesson_of: Callable[..., Lesson]
) -> None:
    picture = {"file": {"path": "https://images.example/a.png", "mime": "image/png"}, "alt": "Loutre"}
    content_id = bring(imitations.packed(imitations.IMAGE, picture))
    page.route(
        "https://images.example/**",
        lambda route: route.fulfill(body=imitations.PIXEL, content_type="image/png"),
    )
    lesson = lesson_of(content_id)
    lesson.wait_until(lambda: lesson.frame.locator("img").evaluate("image => image.naturalWidth") == 1)
    assert lesson.errors == []


@pytest.fixture
def habits() -> int:
    return bring(imitations.packed(imitations.HABITS, {"label": "Poser l'eau", "question": "Tout retirer ? " * 30}))


def test_that_a_content_which_says_nothing_was_opened_is_said_for_it(lesson_of: Callable[..., Lesson]) -> None:
    picture = {"file": {"path": "images/a.png", "mime": "image/png"}, "alt": "Loutre"}
    lesson = lesson_of(content_id := bring(imitations.packed(imitations.IMAGE, picture)))
    lesson.wait_until(lambda: lesson.statements("experienced"))
    (opened,) = lesson.statements("experienced")
    assert opened["object"]["id"] == f"{lesson.address}/h5p/{content_id}/"
    assert not is_nested_in(opened)
    assert lesson.errors == []


def is_nested_in(statement: dict[str, Any]) -> bool:
    return "parent" in statement.get("context", {}).get("contextActivities", {})


def test_a_content_that_speaks_is_left_to_speak(lesson_of: Callable[..., Lesson], habits: int) -> None:
    lesson = lesson_of(habits)
    lesson.wait_until(lambda: lesson.statements("attempted"))
    lesson.page.wait_for_timeout(500)
    assert lesson.statements("experienced") == []


def test_the_focus_stays_when_the_frame_grows_and_the_layout_follows_the_width(
    lesson_of: Callable[..., Lesson], habits: int
) -> None:
    lesson = lesson_of(habits)
    box = lesson.frame.locator(".boite")
    built = box.get_attribute("data-built")
    button = lesson.frame.get_by_role("button", name="Poser l’eau")
    for _line in range(3):
        button.press("Enter")
    lesson.page.wait_for_timeout(400)
    expect(button).to_be_focused()
    expect(box).to_have_attribute("data-built", str(built))
    lesson.page.set_viewport_size({"width": 600, "height": 700})
    expect(box).not_to_have_attribute("data-built", str(built))


def test_a_dialog_over_a_short_content_is_whole_on_a_phone(lesson_of: Callable[..., Lesson], habits: int) -> None:
    lesson = lesson_of(habits)
    lesson.page.set_viewport_size({"width": 360, "height": 740})
    inside = lesson.page.frames[1]
    before = inside.evaluate("innerHeight")
    lesson.frame.get_by_role("button", name="Vider").click()
    dialog = lesson.frame.locator(".h5p-confirmation-dialog-popup")
    expect(dialog).to_be_visible()
    whole = """() => [...document.querySelectorAll('.h5p-confirmation-dialog-popup *')]
      .every((part) => { const box = part.getBoundingClientRect();
        return box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight; })"""
    lesson.wait_until(lambda: inside.evaluate(whole))
    dialog.get_by_role("button", name="Vider").click()
    lesson.wait_until(lambda: inside.evaluate("innerHeight") == before)


def test_an_answer_said_anew_when_the_state_comes_back_is_no_new_answer(
    lesson_of: Callable[..., Lesson], habits: int
) -> None:
    lesson = lesson_of(habits, state='{"lines":2}', state_version=1)
    lesson.wait_until(lambda: lesson.statements("attempted"))
    lesson.page.wait_for_timeout(300)
    assert lesson.statements("answered") == []


def test_the_keyboards_focus_is_seen(lesson_of: Callable[..., Lesson], habits: int) -> None:
    lesson = lesson_of(habits)
    lesson.frame.get_by_role("button", name="Poser l’eau").focus()
    lesson.page.keyboard.press("Tab")
    lesson.page.keyboard.press("Shift+Tab")
    style = "() => getComputedStyle(document.activeElement).outlineWidth"
    assert lesson.page.frames[1].evaluate(style) == "3px"
