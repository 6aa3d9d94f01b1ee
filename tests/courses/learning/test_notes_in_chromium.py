"""A learner writes in the margin of a lesson, offline, in two tabs, on a phone, in a real Chromium."""

import os
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from courses.learning import api
from courses.learning.models import LessonPage, Note
from tests.axe import assert_accessible, assert_fits
from tests.slow import scripts_late

from .conftest import units_of

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("PV_SCREENSHOTS", "")


def shot(page, name):
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png")


@pytest.fixture
def lesson_url(course, live_server):
    lesson = LessonPage.objects.get(pk=units_of(course)[0].page_id)
    lines = "".join(f"<p>Phrase {number} de la leçon, pour qu’elle soit longue.</p>" for number in range(30))
    text = {"type": "text", "value": f"<h2>La rivière</h2>{lines}", "id": str(uuid4())}
    lesson.body = [text]
    lesson.save_revision().publish()
    return live_server.url + lesson.get_url()


@pytest.fixture
def signed_in(page, live_server, client, course):
    user = get_user_model().objects.create_user(email="ana@example.org", password="secret-de-test", first_name="Ana")
    api.enrol(user=user, course_id=course.pk)
    client.force_login(user)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    return user


def opened(page, url):
    page.goto(url)
    page.locator("[data-margin] > summary").click()
    return page.get_by_label("Votre note sur cette leçon")


def test_what_is_typed_offline_is_kept_and_sent_at_the_next_visit(page, lesson_url, signed_in):
    page.set_viewport_size({"width": 360, "height": 740})
    note = opened(page, lesson_url)
    note.type("Revenir au gué.")
    expect(page.get_by_text("Enregistré à")).to_be_visible()
    page.context.set_offline(True)
    note.type(" Et demander à Lucie.")
    expect(page.get_by_text("Pas encore envoyé")).to_be_visible()
    shot(page, "note-offline-360")
    assert_fits(page)
    assert_accessible(page)
    page.goto("about:blank")
    page.context.set_offline(False)
    note = opened(page, lesson_url)
    expect(note).to_have_value("Revenir au gué. Et demander à Lucie.")
    expect(page.get_by_text("Enregistré à")).to_be_visible()
    assert Note.objects.get().text == "Revenir au gué. Et demander à Lucie."
    page.wait_for_function("!Object.keys(localStorage).some((key) => key.startsWith('pv:note'))")


def test_two_tabs_that_write_at_once_lose_nothing(page, lesson_url, signed_in):
    first = opened(page, lesson_url)
    second_page = page.context.new_page()
    second = opened(second_page, lesson_url)
    first.type("Dans le premier onglet.")
    expect(page.get_by_text("Enregistré à")).to_be_visible()
    second.type("Dans le second.")
    expect(second_page.get_by_text("les deux textes sont gardés")).to_be_visible()
    shot(second_page, "note-two-tabs")
    expect(second).to_have_value(Note.objects.get().text)
    second.press("Control+End")
    second.type(" Puis la suite.")
    expect(second_page.get_by_text("Enregistré à")).to_be_visible()
    kept = Note.objects.get().text
    assert kept.startswith("Dans le premier onglet.")
    assert kept.endswith("Dans le second. Puis la suite.")
    first.type(" Et encore.")
    expect(page.get_by_text("les deux textes sont gardés")).to_be_visible()
    kept = Note.objects.get().text
    assert "Dans le second. Puis la suite." in kept
    assert "Et encore." in kept


def test_without_javascript_the_note_and_the_bookmark_are_buttons(browser, live_server, lesson_url, signed_in, client):
    context = browser.new_context(java_script_enabled=False, locale="fr-FR", viewport={"width": 1280, "height": 800})
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    context.add_cookies([cookie])
    page = context.new_page()
    note = opened(page, lesson_url)
    note.fill("Sans script.")
    page.get_by_role("button", name="Enregistrer ma note").click()
    expect(page.get_by_text("Enregistré à").first).to_be_visible()
    page.locator("[data-margin] > summary").click()
    shot(page, "note-without-script")
    page.get_by_role("button", name="Marquer cette leçon").click()
    page.goto(f"{live_server.url}/mon-parcours/notes/")
    expect(page.get_by_text("Sans script.")).to_be_visible()
    expect(page.get_by_role("link", name="Toute la leçon")).to_be_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_notebook_is_accessible_on_every_screen(page, live_server, lesson_url, signed_in, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    opened(page, lesson_url).fill("Une phrase à retrouver.")
    expect(page.get_by_text("Enregistré à")).to_be_visible()
    for address in ("/mon-parcours/notes/?texte=phrase", "/mon-parcours/notes/", "/mon-parcours/"):
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(live_server.url + address)
            assert_fits(page)
            assert_accessible(page)
            shot(page, f"notebook-{scheme}-{width}")


def test_what_is_typed_before_the_scripts_have_come_is_kept(page, lesson_url, signed_in):
    with scripts_late(page, lesson_url):
        page.locator("[data-margin] > summary").click()
        page.get_by_label("Votre note sur cette leçon").fill("Écrit dans le train.")
    expect(page.get_by_text("Enregistré à")).to_be_visible()
    assert Note.objects.get().text == "Écrit dans le train."
