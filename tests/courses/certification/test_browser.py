"""The exam in a real Chromium: two tabs, the back button, a lost connection, no JavaScript."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from courses.assessment.models import ExamAttempt
from courses.certification import api as certification
from tests.axe import assert_accessible, assert_fits
from tests.slow import scripts_late

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCREENSHOTS = os.environ.get("PV_SCREENSHOTS")


def picture(page, name):
    if SCREENSHOTS:
        page.screenshot(path=str(Path(SCREENSHOTS) / f"{name}.png"), full_page=True)


def look(page, name):
    """The page passes axe and fits, at 360 and 1280 px, in light and dark."""
    for width in (360, 1280):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 800})
            assert_fits(page)
            assert_accessible(page)
            picture(page, f"{name}-{width}-{scheme}")


def cookie_of(user, live_server):
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}


@pytest.fixture
def sheet(live_server, page, learner, exam):
    """The learner's attempt, open in a first tab; its address."""
    page.context.add_cookies([cookie_of(learner, live_server)])
    page.goto(live_server.url + exam.get_url())
    page.get_by_role("button", name="Commencer l’examen").click()
    page.wait_for_url("**/tentatives/**")
    return page.url


def answer(page, number, position):
    page.locator(f"#question-{number} .choix label").nth(position).click()


def saved(page):
    page.locator("[data-exam-status][data-state=saved]").wait_for()


def ticked(page, number):
    return page.locator(f"#question-{number} input:checked").count()


def test_two_tabs_keep_both_answers(page, sheet):
    other = page.context.new_page()
    other.goto(sheet)
    answer(page, 1, 0)
    saved(page)
    answer(other, 2, 1)
    other.get_by_text("Les réponses données dans un autre onglet").wait_for()
    assert (ticked(other, 1), ticked(other, 2)) == (1, 1)
    page.reload()
    assert (ticked(page, 1), ticked(page, 2)) == (1, 1)
    assert page.locator("[data-exam-left]").inner_text() == "8"


def test_the_other_tab_learns_that_the_attempt_was_submitted(page, sheet):
    other = page.context.new_page()
    other.goto(sheet)
    page.get_by_role("button", name="Envoyer mon examen").click()
    page.get_by_role("button", name="Envoyer en l’état").click()
    page.get_by_role("heading", name="Pas cette fois.").wait_for()
    answer(other, 1, 0)
    other.get_by_text("Cette tentative a été envoyée").wait_for()
    assert other.locator("fieldset:not([disabled])").count() == 0


def test_going_back_shows_the_answers_given(page, sheet, live_server, exam):
    answer(page, 3, 1)
    saved(page)
    page.goto(live_server.url + exam.get_url())
    page.go_back()
    page.locator("[data-exam]").wait_for()
    assert ticked(page, 3) == 1


def test_an_answer_given_offline_is_told_then_saved_when_the_connection_returns(page, sheet):
    page.context.set_offline(True)
    answer(page, 1, 0)
    page.get_by_text("Pas encore enregistrée").wait_for()
    answer(page, 2, 0)
    page.context.set_offline(False)
    saved(page)
    page.reload()
    assert (ticked(page, 1), ticked(page, 2)) == (1, 1)


def test_the_whole_exam_by_keyboard_without_javascript_earns_the_certificate(
    browser, live_server, learner, exam, course, browser_context_args
):
    certification.define_achievement(
        title="Attestation de connaissances – premiers chapitres",
        description="Connaît le cadre, les rôles et la préparation d’un microparlement du vivant.",
        criteria="Réussir l’examen : sept bonnes réponses sur dix.",
        course_id=course.pk,
        exam_page_id=exam.pk,
    )
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    context.add_cookies([cookie_of(learner, live_server)])
    page = context.new_page()
    page.goto(live_server.url + exam.get_url())
    page.get_by_role("button", name="Commencer l’examen").press("Enter")
    for question in ExamAttempt.objects.get().drawn():
        for key in question.right_keys:
            page.locator(f"[value='{key}']").press("Space")
    page.get_by_role("button", name="Envoyer mon examen").press("Enter")
    page.get_by_role("heading", name="C’est réussi.").wait_for()
    page.goto(f"{live_server.url}/mon-parcours/")
    page.get_by_role("link", name="Attestation de connaissances").click()
    page.get_by_text("Ana Roux").wait_for()
    page.get_by_text("Valide", exact=True).wait_for()
    context.close()


def test_every_page_of_an_exam_is_accessible_and_fits(page, sheet, live_server, exam, learner, achievement):
    look(page, "examen-copie")
    answer(page, 1, 0)
    saved(page)
    page.get_by_role("button", name="Envoyer mon examen").click()
    page.get_by_role("heading", name="Avant d’envoyer").wait_for()
    look(page, "examen-confirmation")
    page.get_by_role("button", name="Envoyer en l’état").click()
    page.get_by_role("heading", name="Pas cette fois.").wait_for()
    look(page, "examen-resultat")
    page.goto(live_server.url + exam.get_url())
    look(page, "examen-page")


def test_certificate_pages_are_accessible_and_fit(page, live_server, learner, credential):
    page.goto(live_server.url + credential.url)
    look(page, "certificat")
    certification.revoke(uuid=credential.uuid, reason="Identité usurpée", now=credential.issued_at)
    page.reload()
    look(page, "certificat-retire")
    page.goto(f"{live_server.url}/certificats/?numero={credential.number}")
    look(page, "certificat-recherche")
    page.goto(live_server.url + reverse("certification:credential", args=["6f9619ff-8b86-4011-842d-00c04fc964ff"]))
    look(page, "certificat-inconnu")
    page.context.add_cookies([cookie_of(learner, live_server)])
    page.goto(f"{live_server.url}/mon-parcours/")
    look(page, "tableau-de-bord")


def test_an_answer_given_before_the_scripts_have_come_is_saved(page, sheet):
    with scripts_late(page, sheet):
        answer(page, 1, 0)
    saved(page)
    page.reload()
    assert (ticked(page, 1), ticked(page, 2)) == (1, 0)
