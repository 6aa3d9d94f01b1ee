"""A closed lesson says why, opens under one's eyes, and the next visit begins where one was, in a real Chromium."""

import os
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from playwright.sync_api import expect

from courses.learning import api
from courses.learning.models import ChapterPage, LessonPage, OpeningCondition, Session, SessionPage
from tests.axe import assert_accessible, assert_fits

from .conftest import units_of

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("PV_SCREENSHOTS", "")


def shot(page, name):
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


@pytest.fixture
def signed_in(page, live_server, client, course):
    user = get_user_model().objects.create_user(email="ana@example.org", password="secret-de-test", first_name="Ana")
    api.enrol(user=user, course_id=course.pk)
    client.force_login(user)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    return user


@pytest.fixture
def lessons(course):
    """Two lessons: the second waits for the first."""
    first, second = (LessonPage.objects.get(pk=unit.page_id) for unit in units_of(course)[:2])
    lines = "".join(f"<p>Phrase {number}, pour que la leçon soit longue.</p>" for number in range(40))
    first.body = [
        {"type": "text", "value": f"<h2>La rive</h2>{lines}<h2>Le gué</h2>{lines}", "id": str(uuid4())},
    ]
    first.save_revision().publish()
    second.opening_conditions = [OpeningCondition(kind="unit", required_page=first)]
    second.save_revision().publish()
    return first, second


@pytest.fixture
def meeting(course, signed_in):
    chapter = ChapterPage.objects.child_of(course).last()
    page = chapter.add_child(instance=SessionPage(title="Première pratique", slug="pratique", minutes=60))
    page.save_revision().publish()
    now = timezone.now()
    return Session.objects.create(
        course=course,
        page=page,
        title="Première pratique",
        starts_at=now,
        ends_at=now + timedelta(hours=1),
        place="Salle des fêtes",
        code="KMPRT",
    )


def test_a_closed_lesson_says_why_then_opens(page, live_server, lessons, signed_in):
    first, second = lessons
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(live_server.url + second.get_url())
    expect(page.get_by_text("Il reste à terminer")).to_be_visible()
    assert_fits(page)
    assert_accessible(page)
    shot(page, "locked-360")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(live_server.url + first.get_url())
    outline = page.get_by_role("navigation", name="Plan de la formation")
    expect(outline.locator("li.locked")).to_have_count(1)
    expect(outline.get_by_text("Il reste à terminer")).to_be_visible()
    page.locator(".suite").get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(second.title)
    expect(page.locator("li.locked")).to_have_count(0)


def test_one_finds_the_very_place_again(page, live_server, lessons, signed_in):
    url = live_server.url + lessons[0].get_url()
    page.goto(url)
    page.get_by_role("heading", name="Le gué").scroll_into_view_if_needed()
    page.evaluate("scrollBy(0, 300)")
    with page.expect_request("**/presence/"):
        page.evaluate(
            """() => {
              Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true});
              document.dispatchEvent(new Event('visibilitychange'));
            }"""
        )
    page.wait_for_timeout(500)
    page.goto(f"{live_server.url}/mon-parcours/")
    page.get_by_role("link", name="Reprendre").click()
    expect(page.get_by_role("heading", name="Le gué")).to_be_in_viewport()


def test_a_learner_confirms_presence_and_reads_their_way(page, live_server, lessons, meeting):
    page.goto(f"{live_server.url}/mon-parcours/")
    shot(page, "dashboard-dates")
    page.get_by_role("link", name="Première pratique").first.click()
    page.get_by_label("Code donné en séance").fill("kmprt")
    page.get_by_role("button", name="Je suis là").click()
    expect(page.get_by_text("Votre présence est enregistrée")).to_be_visible()
    shot(page, "session-confirmed")
    page.goto(f"{live_server.url}/mon-parcours/chronologie/")
    expect(
        page.get_by_text("Séance « Première pratique »".replace("« ", "«\u202f").replace(" »", "\u202f»"))
    ).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_dates_are_accessible_on_every_screen(page, live_server, lessons, meeting, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    names = {
        "dashboard": "/mon-parcours/",
        "agenda": "/mon-parcours/agenda/",
        "session": f"/mon-parcours/seances/{meeting.uuid}/",
        "session-page": meeting.page.get_url(),
        "timeline": "/mon-parcours/chronologie/",
        "attempts": "/mon-parcours/tentatives/",
    }
    for name, address in names.items():
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(live_server.url + address)
            assert_fits(page)
            assert_accessible(page)
            shot(page, f"{name}-{scheme}-{width}")
