"""A coordinator brings a list, invites, prints; someone without e-mail enters on a telephone, meets their species."""

import io
import os
import re
from pathlib import Path

import pytest
from django.core import mail
from playwright.sync_api import expect
from pypdf import PdfReader

from modules.assemblies.data import Role
from modules.assemblies.models import Assembly, College, Membership
from modules.living.models import Milieu, Species
from tests.axe import assert_accessible, assert_accessible_everywhere, assert_fits
from tests.modules.assemblies.test_inviting import CODE
from tests.modules.assemblies.test_notebook_in_chromium import enter

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("PV_SCREENSHOTS", "")
PASSWORD = "haie-loutre-aulne"
LIST = "Prénom;Nom;E-mail;Adresse;Ville;Collège\nOdile;GARNIER;;12 rue du Moulin;Val-d’Ambre;Rivière\n"
BAD = f"{LIST}Malik;BENALI;malik.example.org;;;Océan\n"
GOOD = f"{LIST}Malik;BENALI;malik@example.org;;;Rivière\n"


def shot(page, name):
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


@pytest.fixture
def led(transactional_db, living_world, assembly, make_member):
    """An assembly with a college and a coordinator, whose list is still empty."""
    College.objects.create(assembly=assembly, milieu=Milieu.objects.get(slug="riviere"), name="Rivière")
    coordinator = make_member("Claire Morvan", Role.COORDINATOR)
    Assembly.objects.update(last_number=1)
    return coordinator


def bring(page, text):
    page.get_by_label("Votre liste").set_input_files(
        {"name": "liste.csv", "mimeType": "text/csv", "buffer": text.encode("cp1252")}
    )
    page.get_by_role("button", name="Lire cette liste").click()


def test_from_the_spreadsheet_to_the_species(page, browser, client, live_server, led, settings):
    settings.SITE_URL = live_server.url
    space = f"{live_server.url}/assemblees/{led.assembly.slug}"
    enter(page, client, live_server, led)
    page.set_viewport_size({"width": 1280, "height": 900})

    # A first file has a line to put right: nobody is added.
    page.goto(f"{space}/membres/importer/")
    assert_accessible(page)
    bring(page, BAD)
    expect(page.get_by_text("Une ligne est à corriger")).to_be_visible()
    expect(page.get_by_role("row", name="Malik Benali")).to_contain_text("le collège")
    assert_accessible(page)
    shot(page, "liste-refusee-1280")
    assert Membership.objects.count() == 1
    page.get_by_role("link", name="Envoyer le fichier corrigé").click()
    bring(page, GOOD)
    page.get_by_role("button", name="Ajouter 2 personnes à la liste").click()
    expect(page.get_by_text("2 personnes ajoutées à la liste")).to_be_visible()

    # One has an address, the other gets a letter.
    assert_accessible_everywhere(page, f"{space}/invitations/", screens=(320, 1280))
    page.get_by_role("button", name="Envoyer 1 e-mail").click()
    expect(page.locator("[data-progress]")).to_contain_text("L’envoi est fini")
    assert [letter.to for letter in mail.outbox] == [["malik@example.org"]]
    with page.expect_download() as waited:
        page.get_by_role("button", name="Imprimer 1 lettre").click()
    letter = PdfReader(io.BytesIO(Path(waited.value.path()).read_bytes())).pages[0].extract_text()
    page.reload()
    expect(page.get_by_role("row", name="Odile Garnier")).to_contain_text("imprimée le")
    shot(page, "invitations-1280")
    Membership.objects.filter(name="Odile Garnier").update(species=Species.objects.get(slug="loutre"))

    # Odile, on her telephone, with the letter on her knees.
    code = CODE.search(letter)[0]
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="fr-FR")
    phone = context.new_page()
    phone.goto(f"http://{re.search(r'localhost:[0-9]+/assemblees/entrer/', letter)[0]}")
    assert_accessible(phone)
    assert_fits(phone)
    shot(phone, "entrer-360")
    phone.get_by_label("Votre code").fill("2222 2222 2222")
    phone.get_by_role("button", name="Ouvrir mon invitation").click()
    expect(phone.get_by_role("alert")).to_contain_text("Ce code n’ouvre rien")
    assert_accessible(phone)
    phone.get_by_label("Votre code").fill(code.lower().replace("-", " "))
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Bienvenue, Odile Garnier")
    expect(phone.get_by_text("Vous y parlerez pour la loutre")).to_be_visible()
    assert_accessible(phone)
    assert_fits(phone)
    shot(phone, "bienvenue-360")
    phone.get_by_label("Un mot de passe à vous").fill(PASSWORD)
    phone.get_by_label("Le même, encore une fois").fill(PASSWORD)
    phone.get_by_role("button", name="Entrer dans l’assemblée").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(led.assembly.name)
    phone.get_by_role("link", name="Faire connaissance").click()
    expect(phone).to_have_url(re.compile("/vivant/especes/loutre/$"))

    # Another day: the same letter, and the password.
    context.clear_cookies()
    phone.goto(f"{live_server.url}/assemblees/entrer/")
    phone.get_by_label("Votre code").fill(code)
    phone.keyboard.press("Enter")
    phone.get_by_label("Votre mot de passe").fill(PASSWORD)
    assert_accessible(phone)
    phone.get_by_role("button", name="Entrer").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(led.assembly.name)
    context.close()

    page.reload()
    expect(page.get_by_role("row", name="Odile Garnier")).to_contain_text("acceptée le")


def test_on_a_phone_the_pages_of_the_assembly_are_folded(page, client, live_server, led):
    enter(page, client, live_server, led)
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{live_server.url}/assemblees/{led.assembly.slug}/dates/")
    folded = page.locator("summary", has_text="Pages de l’assemblée · Dates")
    expect(page.get_by_role("link", name="Documents", exact=True)).to_have_count(0)
    folded.press("Enter")
    assert_accessible(page)
    assert_fits(page)
    page.keyboard.press("Escape")
    expect(folded).to_be_focused()
    folded.press("Enter")
    page.get_by_role("link", name="Documents", exact=True).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Documents")
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(page.locator("summary", has_text="Pages de l’assemblée")).to_be_hidden()
    expect(page.get_by_role("link", name="Dates", exact=True)).to_be_visible()
