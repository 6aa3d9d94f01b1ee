"""Someone drawn by lot types the code of a letter, follows their path on a phone, and prints their booklet."""

import io
import re

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from courses.learning.models import CoursePage, Enrolment
from modules.assemblies.models import Membership
from modules.living.models import Prediction
from tests.axe import assert_accessible, assert_fits
from tests.modules.assemblies.test_inviting import CODE

pytestmark = pytest.mark.browser
PASSWORD = "haie-loutre-aulne"
PATH = "/formations/porter-une-voix/votre-parcours"
UNITS = ["bienvenue", "dehors-vingt-minutes", "mon-espece", "mon-milieu", "nos-interdependances", "ma-voix"]


@pytest.fixture
def letter(seeded_live, client):
    """The code on the letter that the coordinator printed for Abel, and his place: he has no e-mail address."""
    person = Membership.objects.select_related("assembly", "species", "college").get(name="Abel Fournier")
    client.force_login(get_user_model().objects.get(email="coordination@demo.test"))
    address = reverse("assemblies:letters", args=[person.assembly.slug])
    printed = client.post(address, {"people": [person.pk], "shown": "0"})
    (page,) = PdfReader(io.BytesIO(printed.content)).pages
    text = page.extract_text()
    assert "Abel Fournier" in text
    return CODE.search(text)[0], person


def enter(page: Page, base: str, code: str) -> None:
    page.goto(f"{base}/assemblees/entrer/")
    page.get_by_label("Votre code").fill(code)
    page.keyboard.press("Enter")
    page.get_by_label("Un mot de passe à vous").fill(PASSWORD)
    page.get_by_label("Le même, encore une fois").fill(PASSWORD)
    page.get_by_role("button", name="Entrer dans l’assemblée").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Aulnaie")


def go_on(page: Page) -> None:
    page.locator("[data-going-on] form button").click()
    page.wait_for_load_state()


def test_from_the_letter_to_the_booklet(page, live_server, letter, picture):
    code, person = letter
    base, species = live_server.url, person.species
    page.set_viewport_size({"width": 360, "height": 740})
    enter(page, base, code)
    person.refresh_from_db()
    course = CoursePage.objects.get(slug="porter-une-voix")
    assert Enrolment.objects.filter(user=person.user, course=course).exists()

    # The dashboard says where to begin; each unit shows what the lot gave to this person.
    page.goto(f"{base}/mon-parcours/")
    page.get_by_role("link", name=re.compile("Bienvenue parmi les voix")).first.click()
    for slug in UNITS:
        page.goto(f"{base}{PATH}/{slug}/")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        if slug == "mon-espece":
            expect(page.get_by_text(f"Vous parlez pour {species.short_name}")).to_be_visible()
        if slug == "mon-milieu":
            expect(page.get_by_role("heading", name="Un temps à vivre ensemble")).to_be_visible()
        assert_accessible(page)
        assert_fits(page)
        picture(page, f"parcours-{slug}")
        page.set_viewport_size({"width": 360, "height": 740})
        if slug != UNITS[-1]:
            go_on(page)

    # Their own loss: foreseen first.
    page.goto(f"{base}{PATH}/nos-interdependances/")
    page.get_by_role("link", name="Et si je disparaissais ?").click()
    page.get_by_label("Avec vos mots").fill("Je crois que quelqu’un perdra son abri.")
    page.get_by_role("button", name="Voir ce que répond la toile").click()
    expect(page.get_by_role("heading", name="Ce qui arrive")).to_be_visible()
    assert Prediction.objects.get(user=person.user).losses == species.slug

    # The notebook, then the booklet to bring.
    page.goto(f"{base}/mon-parcours/carnet/parole/")
    page.locator("#texte").fill("Je vous demande de laisser les vieux arbres debout.")
    expect(page.locator("[data-status]")).to_contain_text("Enregistré")
    page.goto(f"{base}/mon-parcours/carnet/")
    address = page.get_by_role("link", name=re.compile("Mon livret")).get_attribute("href")
    booklet = PdfReader(io.BytesIO(page.context.request.get(base + address).body()))
    text = " ".join("".join(sheet.extract_text() for sheet in booklet.pages).split())
    assert "laisser les vieux arbres debout" in text
