"""A consultant signs up, studies, passes, is certified and listed; a local authority finds her and writes."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from courses.assessment.models import ExamAttempt, Question
from courses.certification.models import Credential
from courses.directory import rules as directory_rules
from courses.learning.models import Enrolment
from media.h5p.models import Content

COURSE = "/formations/animer-de-a-a-z/"
EMAIL = "claire.moreau@rives.example"
PASSWORD = "la loutre remonte la nuit"


@pytest.fixture(autouse=True)
def _patient_forms(monkeypatch):
    """The browser fills a form faster than a person may."""
    monkeypatch.setattr(directory_rules, "FASTEST", timedelta())


def sign_up(page: Page, base: str, mailoutbox) -> None:
    page.goto(f"{base}{COURSE}")
    page.get_by_role("link", name="Créer mon compte").click()
    page.locator("#id_first_name").fill("Claire")
    page.locator("#id_last_name").fill("Moreau")
    page.locator("#id_role").select_option("consultant")
    page.locator("#id_email").fill(EMAIL)
    page.locator("#id_password1").fill(PASSWORD)
    page.locator("#id_password2").fill(PASSWORD)
    page.get_by_role("button", name="Créer mon compte").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Un message à ouvrir")
    link = re.search(r"/compte/confirmation/\S+", mailoutbox[-1].body).group(0)
    page.goto(base + link)
    page.get_by_role("button", name="Confirmer mon adresse").click()
    page.wait_for_load_state()
    page.goto(f"{base}{COURSE}")
    if page.get_by_role("link", name="J’en ai déjà un").count():
        page.get_by_role("link", name="J’en ai déjà un").click()
        page.locator("#id_login").fill(EMAIL)
        page.locator("#id_password").fill(PASSWORD)
        page.locator("#id_password").press("Enter")
        page.wait_for_url(f"**{COURSE}")


def questions_of(page: Page):
    content = Content.objects.get(pk=page.locator("[data-h5p]").first.get_attribute("data-content-id"))
    return content.parameters["questions"]


def answer(frame, question) -> None:
    for number, choice in enumerate(question["choices"]):
        if choice["correct"]:
            # The frame takes its new height while the question appears: aim at the choice, not at its place.
            box = frame.locator(f"input[value='{number}']")
            box.dispatch_event("click")
            expect(box).to_be_checked()
    frame.get_by_role("button", name="Vérifier").dispatch_event("click")
    expect(frame.locator(".pv-quiz__word")).to_contain_text("C’est juste")


def play(page: Page, start: int = 0) -> None:
    """Plays the quiz of the lesson on screen from question `start` to its result."""
    frame = page.frame_locator("[data-h5p] iframe").first
    questions = questions_of(page)
    for index in range(start, len(questions)):
        answer(frame, questions[index])
        last = index == len(questions) - 1
        with page.expect_response(lambda response: "/enonces" in response.url and response.ok):
            frame.get_by_role("button", name="Voir mon résultat" if last else "Question suivante").dispatch_event(
                "click"
            )
    expect(frame.locator(".pv-quiz__score")).to_contain_text(f"{len(questions)} sur {len(questions)}")


def lesson_addresses(page: Page, base: str) -> list[str]:
    page.goto(f"{base}{COURSE}")
    links = page.locator("[data-unit] a")
    return [base + link.get_attribute("href") for link in links.all() if link.get_attribute("href")]


def study(page: Page, base: str, picture) -> None:
    page.goto(f"{base}{COURSE}")
    picture(page, "03-course")
    page.locator("form[action*='/mon-parcours/inscription/'] button").first.click()
    done = set()
    while left := [address for address in lesson_addresses(page, base) if address not in done]:
        page.goto(left[0])
        done.add(left[0])
        if page.locator("[data-h5p]").count():
            play_with_a_break(page, picture) if len(done) == 1 else play(page)
            expect(page.locator("[data-unit]:has([aria-current=page]) [data-label]").first).to_have_text("Terminé")


def play_with_a_break(page: Page, picture) -> None:
    """Answers one question, leaves, comes back: the answer is still there."""
    picture(page, "04-lesson")
    frame = page.frame_locator("[data-h5p] iframe").first
    answer(frame, questions_of(page)[0])
    with page.expect_response(lambda response: "/etat" in response.url and response.ok):
        frame.get_by_role("button", name="Question suivante").dispatch_event("click")
    page.wait_for_timeout(4000)
    page.reload()
    expect(frame.locator(".pv-quiz__counter")).to_contain_text("Question 2")
    play(page, start=1)
    picture(page, "05-lesson-done")


def pass_exam(page: Page, base: str, picture) -> None:
    page.goto(f"{base}/mon-parcours/")
    picture(page, "06-dashboard")
    page.get_by_role("link", name=re.compile("Examen")).first.click()
    picture(page, "07-exam")
    page.locator("form[action*='/commencer/'] button").click()
    expect(page.locator("fieldset[data-question]")).to_have_count(10)
    html = page.content()
    for fieldset in page.locator("fieldset[data-question]").all():
        question = Question.objects.get(pk=fieldset.get_attribute("data-question"))
        assert question.explanation
        assert question.explanation not in html
        for choice in question.choices:
            if choice.value["correct"]:
                fieldset.get_by_label(choice.value["text"], exact=True).check()
    expect(page.locator("[data-exam-status]")).to_contain_text("enregistrée")
    page.wait_for_timeout(500)
    page.reload()
    expect(page.locator("[data-exam-left]")).to_have_text("0")
    picture(page, "08-exam-paper")
    page.locator("button[name=submit]").dblclick()
    expect(page.get_by_role("heading", level=1)).to_contain_text("C’est réussi")
    picture(page, "09-exam-result")


def be_listed(page: Page, base: str, picture) -> None:
    page.goto(f"{base}/mon-parcours/annuaire/")
    page.locator("[name=presentation]").fill(
        "J’accompagne les vallées bretonnes et leurs habitants, tous leurs habitants."
    )
    page.get_by_text("Bretagne", exact=True).click()
    page.get_by_label("Finistère (29)").check()
    page.locator("[name=listed]").check()
    page.get_by_role("button", name="Enregistrer ma fiche").click()
    expect(page.get_by_text("Vous apparaissez dans l’annuaire").first).to_be_visible()
    picture(page, "11-listing")


def find_and_write(page: Page, base: str, mailoutbox, picture) -> str:
    page.goto(f"{base}/annuaire/")
    page.get_by_label("Département", exact=True).select_option("29")
    page.get_by_role("button", name="Chercher").click()
    picture(page, "12-directory")
    page.get_by_role("link", name="Claire Moreau").click()
    expert = page.url
    assert EMAIL not in page.content()
    picture(page, "13-expert")
    page.locator("a[href*='/certificats/']").first.click()
    expect(page.locator("main")).to_contain_text("Valide")
    expect(page.locator("main")).to_contain_text("Attestation de connaissances – premiers chapitres")
    picture(page, "14-certificate-seen-by-the-authority")
    page.goto(expert)
    page.get_by_label("Votre nom").fill("Jean Kerbrat")
    page.get_by_label("Votre adresse e-mail").fill("jean@quimper.example")
    page.locator("textarea").last.fill("Nous préparons un microparlement de l’Odet. Seriez-vous libre en mars ?")
    page.get_by_role("button", name="Envoyer le message").click()
    expect(page.get_by_text("Votre message est en route").first).to_be_visible()
    assert mailoutbox[-1].to == [EMAIL]
    assert mailoutbox[-1].reply_to == ["jean@quimper.example"]
    return expert


def test_from_sign_up_to_the_directory(page, browser, live_server, seeded_live, mailoutbox, picture):
    base = live_server.url
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(base)
    picture(page, "01-home")
    page.goto(f"{base}/formations/")
    picture(page, "02-catalogue")

    sign_up(page, base, mailoutbox)
    study(page, base, picture)
    pass_exam(page, base, picture)

    enrolment = Enrolment.objects.get(user__email=EMAIL)
    assert enrolment.completed_at is not None
    credential = Credential.objects.get(user__email=EMAIL)
    assert ExamAttempt.objects.filter(user__email=EMAIL).count() == 1
    page.goto(f"{base}/certificats/{credential.uuid}/")
    expect(page.locator("main")).to_contain_text(credential.number)
    picture(page, "10-certificate")
    pdf = page.request.get(f"{base}/certificats/{credential.uuid}.pdf")
    assert pdf.body().startswith(b"%PDF")

    be_listed(page, base, picture)
    authority = browser.new_context(locale="fr-FR").new_page()
    expert = find_and_write(authority, base, mailoutbox, picture)

    page.goto(f"{base}/mon-parcours/annuaire/")
    page.get_by_role("button", name="Sortir de l’annuaire").click()
    expect(page.get_by_text("Personne ne voit cette fiche").first).to_be_visible()
    assert authority.goto(expert).status == 404
    authority.goto(f"{base}/annuaire/?departement=29")
    expect(authority.get_by_role("link", name="Claire Moreau")).to_have_count(0)
    assert not errors
