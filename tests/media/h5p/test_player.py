"""A content plays in its frame, in a real Chromium, and its page sends on what the learner does."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from media.h5p import api
from media.h5p.content_types import quiz_package
from tests.axe import violations
from tests.media.h5p.lessons import Lesson, bring
from tests.media.h5p.playable import PIXEL, library, package

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

# The lesson around the frame has the landmarks and the first title.
PAGE_RULES = ("landmark-one-main", "page-has-heading-one", "region")


def quiz() -> int:
    choices = [{"text": "Oui", "correct": True}, {"text": "Non", "correct": False}]
    question = {"type": "single", "text": "<p>La loutre nage-t-elle ?</p>", "choices": choices}
    packed = quiz_package(parameters={"questions": [question, question]}, title="La loutre")
    return bring(packed)


def test_a_quiz_is_answered_and_its_statements_and_state_reach_the_site(
    lesson_of: Callable[..., Lesson],
) -> None:
    content_id = quiz()
    lesson = lesson_of(content_id)
    for _ in range(2):
        lesson.frame.get_by_label("Oui").check()
        lesson.frame.locator("button").first.click()
        lesson.frame.locator("button").first.click()
    lesson.wait_until(lambda: lesson.statements("completed"))
    completed = lesson.statements("completed")[0]
    assert completed["object"]["id"] == f"{lesson.address}/h5p/{content_id}/"
    assert completed["result"]["score"]["scaled"] == 1
    assert re.fullmatch(r"[0-9a-f-]{36}", completed["id"])
    assert completed["timestamp"].endswith("Z")
    assert lesson.statements("attempted")
    lesson.wait_until(lambda: any('"finished":true' in state for state in lesson.states()))
    assert lesson.errors == []


def test_a_content_is_ready_within_fifteen_requests(lesson_of: Callable[..., Lesson]) -> None:
    lesson = lesson_of(quiz())
    assert len(lesson.requests) <= 15, lesson.requests


def test_the_frame_is_nobody_s_origin_and_cannot_reach_the_page(lesson_of: Callable[..., Lesson]) -> None:
    lesson = lesson_of(quiz())
    frame = lesson.page.frames[1]
    assert frame.evaluate("self.origin") == "null"
    reached = "() => { try { return parent.document.title } catch (error) { return error.name } }"
    assert frame.evaluate(reached) == "SecurityError"


def test_the_state_comes_back_before_the_content_starts(lesson_of: Callable[..., Lesson]) -> None:
    content_id = bring(package(library()))
    lesson = lesson_of(content_id, state='{"typed":"loutre"}', state_version=1)
    expect(lesson.frame.get_by_label("Mot")).to_have_value("loutre")


def test_a_state_of_another_version_is_left_and_the_learner_is_told(
    lesson_of: Callable[..., Lesson],
) -> None:
    content_id = bring(package(library()))
    lesson = lesson_of(content_id, state='{"typed":"loutre"}', state_version=7)
    expect(lesson.frame.get_by_text("Cette activité a changé depuis votre dernière visite.")).to_be_visible()
    expect(lesson.frame.get_by_label("Mot")).to_have_value("")


def test_what_is_typed_is_saved_within_seconds_without_any_statement(
    lesson_of: Callable[..., Lesson],
) -> None:
    lesson = lesson_of(bring(package(library())))
    lesson.frame.get_by_label("Mot").fill("lout")
    lesson.wait_until(lambda: '{"typed":"lout"}' in lesson.states())


def test_a_lost_connection_loses_nothing_even_when_the_page_is_closed(
    lesson_of: Callable[..., Lesson],
) -> None:
    lesson = lesson_of(bring(package(library())))
    lesson.wait_until(lambda: lesson.statements("attempted"))
    lesson.online = False
    lesson.frame.get_by_label("Mot").fill("loutre")
    lesson.frame.get_by_text("Finir").click()
    expect(lesson.page.get_by_text("Connexion perdue.")).to_be_visible()
    lesson.online = True
    lesson.open()
    lesson.wait_until(lambda: lesson.statements("completed") and lesson.states())
    expect(lesson.frame.get_by_label("Mot")).to_have_value("loutre")
    assert len({each["id"] for each in lesson.statements("completed")}) == 1
    lesson.wait_until(lambda: lesson.page.evaluate("localStorage.length") == 0)


def test_what_waited_offline_does_not_undo_what_another_device_saved_since(lesson_of: Callable[..., Lesson]) -> None:
    content_id = bring(package(library()))
    lesson = lesson_of(content_id)
    lesson.wait_until(lambda: lesson.states() and lesson.page.evaluate("localStorage.length") == 0)
    lesson.online = False
    lesson.frame.get_by_label("Mot").fill("ancien")
    expect(lesson.page.get_by_text("Connexion perdue.")).to_be_visible()
    lesson.online = True
    lesson.page.goto("about:blank")
    lesson.sent.clear()
    later = lesson_of(content_id, state='{"typed":"récent"}', state_version=1, state_mark=(2, "autre", 4))
    expect(later.frame.get_by_label("Mot")).to_have_value("récent")
    expect(later.page.get_by_text("ailleurs")).to_be_visible()
    assert '{"typed":"ancien"}' not in later.states() + lesson.states()


def test_a_page_that_another_device_has_overtaken_says_so_and_saves_no_more(lesson_of: Callable[..., Lesson]) -> None:
    lesson = lesson_of(bring(package(library())))
    lesson.wait_until(lambda: lesson.states())
    lesson.overtaken = True
    lesson.frame.get_by_label("Mot").fill("vieux")
    expect(lesson.page.get_by_text("Rechargez la page pour reprendre")).to_be_visible()
    saved = len(lesson.states())
    lesson.frame.get_by_label("Mot").fill("vieux mot")
    lesson.frame.get_by_text("Finir").click()
    lesson.wait_until(lambda: lesson.statements("completed"))
    assert len(lesson.states()) == saved
    expect(lesson.page.get_by_text("Rechargez la page pour reprendre")).to_be_visible()


def test_a_message_from_another_window_is_not_believed(lesson_of: Callable[..., Lesson]) -> None:
    lesson = lesson_of(bring(package(library())))
    lesson.wait_until(lambda: lesson.statements("attempted"))
    lesson.page.evaluate("window.postMessage({pv: 'statement', statement: {verb: {id: 'http://x/forged'}}}, '*')")
    lesson.page.wait_for_timeout(800)
    assert lesson.statements("forged") == []


def test_media_of_the_content_and_assets_of_the_library_load(lesson_of: Callable[..., Lesson]) -> None:
    picture = {"path": "images/a.png", "mime": "image/png", "width": 1, "height": 1}
    content_id = bring(package(library(), parameters={"text": "x", "picture": picture}, files={"images/a.png": PIXEL}))
    lesson = lesson_of(content_id)
    image = lesson.frame.locator("img")
    lesson.wait_until(lambda: image.evaluate("image => image.naturalWidth") == 1)
    lesson.wait_until(lambda: any(address.endswith("images/fond.svg") for address in lesson.requests))
    assert lesson.errors == []


def test_a_library_that_fails_does_not_stop_the_others(lesson_of: Callable[..., Lesson]) -> None:
    broken = library("Essai.Panne", files={"mot.js": "'use strict'; throw new Error('panne');"})
    lesson = lesson_of(bring(package(library(needs=("Essai.Panne 1.0",)), broken)))
    expect(lesson.frame.get_by_label("Mot")).to_be_visible()


def test_a_file_that_is_not_javascript_does_not_stop_the_others(lesson_of: Callable[..., Lesson]) -> None:
    broken = library("Essai.Panne", files={"mot.js": "import pas d'ici ("})
    lesson = lesson_of(bring(package(library(needs=("Essai.Panne 1.0",)), broken)))
    expect(lesson.frame.get_by_label("Mot")).to_be_visible()


def test_the_player_is_accessible(page: Page, live_server: Any) -> None:
    page.goto(live_server.url + api.player_url(content_id=quiz()))
    expect(page.get_by_label("Oui")).to_be_visible()
    assert [found for found in violations(page) if found["id"] not in PAGE_RULES] == []


def test_a_frame_takes_the_height_of_its_content(lesson_of: Callable[..., Lesson]) -> None:
    text = "<strong>" + "Une longue phrase qui prend de la place. " * 400 + "</strong>"
    lesson = lesson_of(bring(package(library(), parameters={"text": text})))
    frame = lesson.page.locator("iframe")
    lesson.wait_until(lambda: int(frame.get_attribute("height") or 0) > 600)
    shown = lesson.page.frames[1].evaluate("document.documentElement.scrollHeight > innerHeight + 1")
    assert not shown


def test_without_tracking_it_plays_and_sends_nothing(lesson_of: Callable[..., Lesson]) -> None:
    lesson = lesson_of(bring(package(library())), statements_url="", state_url="")
    lesson.frame.get_by_text("Finir").click()
    lesson.page.wait_for_timeout(800)
    assert lesson.sent == []


def test_without_javascript_it_says_so(browser: Any, live_server: Any) -> None:
    content_id = bring(package(library()))
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + api.player_url(content_id=content_id))
    assert "JavaScript" in page.content()
    context.close()


def test_opened_on_its_own_it_plays_and_keeps_no_origin(page: Page, live_server: Any) -> None:
    content_id = bring(package(library()))
    page.goto(live_server.url + api.player_url(content_id=content_id))
    expect(page.get_by_label("Mot")).to_be_visible()
    assert page.evaluate("self.origin") == "null"
