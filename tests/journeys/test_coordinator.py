"""Someone is put in charge of an assembly: colleges, members, lots, invitations, dates, a document, calls."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from modules.assemblies.models import Assembly, Delivery, Document, Invitation, Membership
from tests.axe import assert_accessible, assert_fits
from tests.conftest import DEMO_PASSWORD

pytestmark = pytest.mark.browser
PASSWORD = "haie-loutre-aulne"
LINK = re.compile(r"https?://\S+?(/assemblees/entrer/\S+)")
PEOPLE = """nom;e-mail;téléphone;rôle;collège
Odile Garnier;odile@example.org;02 61 91 00 01;membre;Rivière et zone humide
Abel Fournier;;02 61 91 00 02;membre;
Inès Chauvet;ines@example.org;;garant;
"""


@pytest.fixture
def opened(page, live_server, seeded_live):
    """The team of the site opens an assembly in the admin, and puts Ève in charge of it."""
    page.goto(f"{live_server.url}/admin/")
    page.locator("#id_login").fill("admin@demo.test")
    page.locator("#id_password").fill(DEMO_PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("Bienvenue|Porte-Voix")).first).to_be_visible()
    page.goto(f"{live_server.url}/admin/snippets/pv_assemblies/assembly/add/")
    page.locator("#id_name").fill("Microparlement du val d’Ambre")
    page.locator("#id_slug").fill("val-d-ambre")
    page.locator("#id_territory").fill("Trois communes du val d’Ambre")
    page.locator("#id_scale").select_option("communes")
    page.locator("#id_communes").fill("Ambre\nLe Pont\nSaint-Ouen")
    page.locator("#id_coordinator_name").fill("Ève Ker")
    page.locator("#id_coordinator_email").fill("eve@example.org")
    page.get_by_role("button", name="Enregistrer").first.click()
    expect(page.get_by_text("Microparlement du val d’Ambre").first).to_be_visible()
    page.context.clear_cookies()
    return f"{live_server.url}/assemblees/val-d-ambre/"


def seen(page: Page, picture, name: str) -> None:
    """The page as it stands is accessible and fits, on a telephone and at a desk."""
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert_accessible(page)
        assert_fits(page)
    picture(page, f"coordination-{name}")


def enter(page: Page, base: str) -> None:
    letter = next(letter for letter in mail.outbox if letter.to == ["eve@example.org"])
    page.goto(base + LINK.search(letter.body)[1])
    page.get_by_label("Un mot de passe à vous").fill(PASSWORD)
    page.get_by_label("Le même, encore une fois").fill(PASSWORD)
    page.get_by_role("button", name="Entrer dans l’assemblée").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Microparlement du val d’Ambre")


def bring_people(page: Page) -> None:
    page.get_by_role("link", name="Apporter la liste d’un tableur").click()
    page.get_by_label("Votre liste").set_input_files(
        {"name": "liste.csv", "mimeType": "text/csv", "buffer": PEOPLE.encode()}
    )
    page.get_by_role("button", name="Lire cette liste").click()
    page.get_by_role("button", name="Ajouter 3 personnes à la liste").click()


def local(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def test_from_the_admin_to_the_calls(page, live_server, opened, picture):
    page.set_viewport_size({"width": 1280, "height": 800})
    enter(page, live_server.url)
    seen(page, picture, "accueil")

    # What the assembly is asked.
    page.get_by_role("link", name="Écrire le mandat").click()
    page.get_by_label("Ce qu’on nous demande").fill("Éclairer le schéma d’aménagement.")
    page.get_by_label("La gestion de l’eau").check()
    seen(page, picture, "mandat")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Éclairer le schéma d’aménagement.")).to_be_visible()

    # Colleges first.
    page.get_by_role("link", name="Fixer les collèges").click()
    for milieu in ("Rivière", "Haie"):
        page.get_by_label(re.compile(milieu)).check()
    page.get_by_role("button", name="Créer ces collèges").click()
    expect(page.get_by_role("heading", name=re.compile("Rivière"))).to_be_visible()
    seen(page, picture, "colleges")

    # The members, from a spreadsheet.
    page.goto(opened)
    page.get_by_role("link", name="Écrire la liste des membres").click()
    bring_people(page)
    page.goto(f"{opened}membres/")
    expect(page.get_by_role("link", name="Odile Garnier")).to_be_visible()
    seen(page, picture, "membres")

    # Invitations: e-mails leave, letters are printed.
    page.goto(opened)
    page.get_by_role("link", name="Inviter tout le monde").click()
    seen(page, picture, "invitations")
    page.get_by_role("button", name="Envoyer 2 e-mails").click()
    expect(page.get_by_text("L’envoi est fini")).to_be_visible()
    with page.expect_download() as downloading:
        page.get_by_role("button", name=re.compile("Imprimer 1 lettre")).click()
    assert downloading.value.suggested_filename.endswith(".pdf")
    assert {letter.to[0] for letter in mail.outbox} >= {"odile@example.org", "ines@example.org"}

    # The draw, in the open.
    page.goto(opened)
    page.get_by_role("link", name="Donner ou tirer les espèces").click()
    page.get_by_label("La phrase dite en public").fill("Sous le pont Mirabeau")
    page.get_by_role("button", name="Tirer au sort").click()
    expect(page.get_by_text("Sous le pont Mirabeau").first).to_be_visible()
    seen(page, picture, "tirage")
    people = Membership.objects.filter(assembly__slug="val-d-ambre", speaks=True)
    assert people.count() == people.exclude(species=None).count() >= 2

    # A date, then a document to read before it.
    page.goto(opened)
    page.get_by_role("link", name="Fixer la prochaine rencontre").click()
    page.get_by_label("Titre").fill("Première rencontre")
    page.get_by_label("Début").fill(local(timezone.now() + timedelta(days=6)))
    page.get_by_role("button", name="Ajouter cette date").click()
    expect(page.get_by_text("Première rencontre").first).to_be_visible()
    seen(page, picture, "dates")
    page.goto(opened)
    page.get_by_role("link", name="Envoyer un premier document").click()
    expect(page.get_by_label("Quel collège")).to_be_hidden()
    page.get_by_label("Pour qui").select_option("college")
    expect(page.get_by_label("Quel collège")).to_be_visible()
    page.get_by_label("Pour qui").select_option("everybody")
    page.get_by_label("Titre").fill("Ce qui nous est demandé")
    page.get_by_label("Fichier").set_input_files(
        {"name": "mandat.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 le mandat"}
    )
    page.get_by_label("À lire avant").select_option(label="Première rencontre")
    page.get_by_role("button", name="Envoyer ce document").click()
    expect(page.get_by_role("heading", name="Ce qui a été envoyé")).to_be_visible()
    seen(page, picture, "documents")
    page.get_by_role("link", name=re.compile("Voir qui")).click()
    expect(page.get_by_role("row", name=re.compile("Odile Garnier"))).to_contain_text("pas encore")
    seen(page, picture, "lectures")

    call_those_who_wait(page, opened, picture)


def call_those_who_wait(page: Page, opened: str, picture) -> None:
    """Ten days go by without a word from anybody: the calls say so, and a call made is noted."""
    then = timezone.now() - timedelta(days=10)
    assembly = Assembly.objects.get(slug="val-d-ambre")
    Invitation.objects.filter(membership__assembly=assembly).update(sent_at=then)
    Document.objects.filter(assembly=assembly).update(added_at=then)
    Delivery.objects.filter(document__assembly=assembly).update(given_at=then)
    page.goto(opened)
    expect(page.get_by_role("heading", name="À faire maintenant")).to_be_visible()
    page.get_by_role("link", name="Voir qui appeler").click()
    expect(page.get_by_role("heading", name="3 personnes à appeler")).to_be_visible()
    assert page.get_by_role("link", name="02 61 91 00 01").get_attribute("href") == "tel:0261910001"
    seen(page, picture, "appels")
    page.get_by_role("link", name="Noter un appel à Odile Garnier").click()
    page.get_by_label("Quelques mots").fill("viendra mardi")
    seen(page, picture, "appel")
    page.get_by_role("button", name="Noter cet appel").click()
    expect(page.get_by_role("heading", name="2 personnes à appeler")).to_be_visible()
    expect(page.get_by_role("link", name="Noter un appel à Odile Garnier")).to_have_count(0)
