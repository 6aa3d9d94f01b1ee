"""From the sign-up form to the confirmed account, and back in after a forgotten password."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model

from tests.cms.accounts.conftest import PASSWORD

FORM = {
    "first_name": "Aïcha",
    "last_name": "Benali",
    "role": "agent",
    "organisation": "Ville de Quimper",
    "email": "Aicha@Example.org",
    "password1": PASSWORD,
    "password2": PASSWORD,
}
ENGLISH = re.compile(r"\b(the|your|password|sign (in|up|out)|please|email address|confirm)\b", re.I)


def text_of(response):
    """What a person reads of a page: no markup, no attribute."""
    html = re.sub(r"<(script|svg|style)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"<[^>]+>", " ", html)


def link_in(mail):
    return re.search(r"https?://[^/]+(/compte/\S+)", mail.body).group(1)


@pytest.mark.django_db
def test_sign_up_keeps_who_the_person_says_they_are(client, mailoutbox):
    response = client.post("/compte/inscription/", FORM, follow=True)
    assert response.redirect_chain[-1][0] == "/compte/confirmation/"
    user = get_user_model().objects.get(email="aicha@example.org")
    assert (user.first_name, user.role, user.organisation) == ("Aïcha", "agent", "Ville de Quimper")
    assert not EmailAddress.objects.get(user=user).verified
    assert len(mailoutbox) == 1


@pytest.mark.django_db
def test_confirmation_link_opens_the_account(client, mailoutbox):
    client.post("/compte/inscription/", FORM)
    mail = mailoutbox[0]
    assert mail.subject == "Confirmez votre adresse pour entrer à Porte-Voix"
    assert not ENGLISH.search(mail.body), mail.body
    page = client.get(link_in(mail))
    assert "Confirmer mon adresse" in text_of(page)
    inside = client.post(link_in(mail), follow=True)
    assert inside.redirect_chain[-1][0] == "/mon-parcours/"
    assert EmailAddress.objects.get(email="aicha@example.org").verified
    client.logout()
    client.post("/compte/connexion/", {"login": FORM["email"], "password": PASSWORD})
    assert "Aïcha" in client.get("/compte/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("missing", ["first_name", "last_name", "role", "email", "password1"])
def test_sign_up_without_a_required_answer_keeps_the_others(client, missing):
    response = client.post("/compte/inscription/", {**FORM, missing: ""})
    assert response.status_code == 200
    assert not get_user_model().objects.exists()
    assert "Ville de Quimper" in response.content.decode()


@pytest.mark.django_db
def test_an_unconfirmed_person_cannot_enter(client):
    client.post("/compte/inscription/", FORM)
    client.logout()
    response = client.post("/compte/connexion/", {"login": FORM["email"], "password": PASSWORD})
    assert response.url == "/compte/confirmation/"
    assert client.get("/compte/").status_code == 302


@pytest.mark.django_db
def test_sign_up_with_a_known_address_says_nothing_on_the_page(client, person, mailoutbox):
    response = client.post("/compte/inscription/", {**FORM, "email": person.email}, follow=True)
    assert response.redirect_chain[-1][0] == "/compte/confirmation/"
    assert get_user_model().objects.count() == 1
    assert mailoutbox[0].subject == "Vous avez déjà un compte"


@pytest.mark.django_db
def test_forgotten_password_is_replaced_from_the_message(client, person, mailoutbox):
    client.post("/compte/mot-de-passe/oublie/", {"email": person.email})
    assert mailoutbox[0].subject == "Choisir un nouveau mot de passe"
    page = client.get(link_in(mailoutbox[0]), follow=True)
    form_url = page.redirect_chain[-1][0]
    response = client.post(form_url, {"password1": "un-autre-secret-42", "password2": "un-autre-secret-42"})
    assert response.status_code == 302
    person.refresh_from_db()
    assert person.check_password("un-autre-secret-42")


@pytest.mark.django_db
def test_a_used_reset_link_says_so(client, person):
    page = client.get("/compte/mot-de-passe/nouveau/1-set-xyz/")
    assert "plus valable" in text_of(page)


@pytest.mark.django_db
def test_wrong_passwords_pause_sign_in_with_a_french_page(client, person, settings):
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        response = client.post("/compte/connexion/", {"login": person.email, "password": "non"})
    assert response.status_code == 429
    assert "Connexion en pause" in text_of(response)
    response = client.post("/compte/connexion/", {"login": person.email.upper(), "password": PASSWORD})
    assert response.status_code == 429


@pytest.mark.django_db
def test_a_paused_address_does_not_pause_its_neighbour(client, person, settings):
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        client.post("/compte/connexion/", {"login": "nobody@example.org", "password": "non"})
    response = client.post("/compte/connexion/", {"login": person.email, "password": PASSWORD})
    assert response.status_code == 302


@pytest.mark.django_db
def test_wagtail_sends_to_our_sign_in_page(client):
    assert client.get("/admin/").url.startswith("/compte/connexion/?next=/admin/")
    assert client.get("/admin/login/").url.startswith("/compte/connexion/")


PAGES_OUTSIDE = [
    "/compte/inscription/",
    "/compte/connexion/",
    "/compte/confirmation/",
    "/compte/confirmation/inconnu/",
    "/compte/mot-de-passe/oublie/",
    "/compte/mot-de-passe/oublie/envoye/",
    "/compte/mot-de-passe/nouveau/fait/",
    "/compte/inactif/",
]
PAGES_INSIDE = [
    "/compte/",
    "/compte/donnees/",
    "/compte/adresse/",
    "/compte/deconnexion/",
    "/compte/mot-de-passe/modifier/",
    "/compte/double-verification/",
    "/compte/verification/",
]


def assert_is_ours(response):
    html = response.content.decode()
    assert response.status_code == 200
    assert "theme/css/tokens.css" in html
    assert not ENGLISH.search(text_of(response)), ENGLISH.search(text_of(response))
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", html)
    assert html.count("<h1") == 1


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES_OUTSIDE)
def test_page_outside_is_ours_and_french(client, address):
    assert_is_ours(client.get(address))


@pytest.mark.parametrize("address", PAGES_INSIDE)
def test_page_inside_is_ours_and_french(signed_in, address):
    assert_is_ours(signed_in.get(address))


@pytest.mark.parametrize("address", ["/compte/", "/compte/donnees/", "/compte/donnees/export.zip"])
def test_account_pages_ask_to_sign_in(client, db, address):
    assert client.get(address).url == f"/compte/connexion/?next={address}"


def test_wagtail_leaves_addresses_and_passwords_to_our_pages(admin_client):
    html = admin_client.get("/admin/account/").content.decode()
    assert 'name="name_email-first_name"' in html
    assert 'name="name_email-email"' not in html
    assert "new_password" not in html


@pytest.mark.django_db
def test_texts_of_django_and_allauth_are_said_in_our_words(client):
    assert "Mot de passe oublié\u202f?" in client.get("/compte/connexion/").content.decode()
    refused = client.post("/compte/inscription/", {"email": "pas-une-adresse"}).content.decode()
    assert "adresse e-mail entière" in refused
    assert "courriel" not in refused
