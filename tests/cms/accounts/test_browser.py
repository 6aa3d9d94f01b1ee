"""In a real browser: open an account, confirm it from the message, complete the profile."""

import re

from django.test import Client
from playwright.sync_api import expect

from tests.axe import assert_accessible_everywhere
from tests.cms.accounts.conftest import PASSWORD


def test_someone_opens_an_account_and_completes_their_profile(page, live_server, mailoutbox):
    page.goto(f"{live_server.url}/compte/inscription/")
    page.get_by_label("Prénom").fill("Claire")
    page.get_by_label("Nom", exact=False).nth(1).fill("Moreau")
    page.get_by_label("Je suis").select_option("consultant")
    page.locator("#id_email").fill("claire@example.org")
    page.locator("#id_password1").fill(PASSWORD)
    page.locator("#id_password2").fill(PASSWORD)
    page.get_by_role("button", name="Créer mon compte").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Un message à ouvrir")
    link = re.search(r"/compte/confirmation/\S+", mailoutbox[0].body).group(0)
    page.goto(live_server.url + link)
    page.get_by_role("button", name="Confirmer mon adresse").click()
    expect(page.get_by_text("L’adresse claire@example.org est confirmée.")).to_be_visible()
    page.goto(f"{live_server.url}/compte/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mon compte")
    page.get_by_label("Organisation").fill("Coopérative des Rives")
    page.get_by_role("button", name="Enregistrer mon profil").click()
    expect(page.get_by_text("Votre profil est à jour.")).to_be_visible()
    expect(page.get_by_label("Organisation")).to_have_value("Coopérative des Rives")


def test_account_pages_are_accessible_on_every_screen(page, live_server, person):
    for name in ("inscription", "connexion", "mot-de-passe/oublie"):
        assert_accessible_everywhere(page, f"{live_server.url}/compte/{name}/", screens=(320, 1280))
    client = Client()
    client.force_login(person)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    for name in ("", "donnees/", "double-verification/", "adresse/"):
        assert_accessible_everywhere(page, f"{live_server.url}/compte/{name}", screens=(320,))
