"""In a real browser: find someone on the map, write to them, without and with JavaScript."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from playwright.sync_api import expect

from courses.directory import rules
from tests.axe import assert_accessible, assert_accessible_everywhere


@pytest.fixture
def _patient(monkeypatch):
    """The browser is faster than a person: let it be."""
    monkeypatch.setattr(rules, "FASTEST", timedelta())


@pytest.fixture
def sign_in(live_server):
    def enter(page, person):
        client = Client()
        client.force_login(person)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([cookie])

    return enter


@pytest.mark.usefixtures("_patient")
def test_an_agent_finds_someone_in_their_departement_and_writes(page, live_server, make_expert, mailoutbox):
    make_expert("Claire Moreau", ["departement-29"])
    make_expert("Luc Loire", ["departement-44"])
    page.goto(f"{live_server.url}/annuaire/")
    page.get_by_label("Département", exact=True).select_option("29")
    page.get_by_role("button", name="Chercher").click()
    expect(page.get_by_role("heading", name="1 personne")).to_be_visible()
    page.get_by_role("link", name="Claire Moreau").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Claire Moreau")
    page.get_by_label("Votre nom").fill("Jean Kerbrat")
    page.get_by_label("Votre adresse e-mail").fill("jean@quimper.example")
    page.get_by_label("Votre message", exact=False).last.fill("Nous préparons un microparlement de l’Odet.")
    page.get_by_role("button", name="Envoyer le message").click()
    expect(page.get_by_text("Votre message est en route vers Claire Moreau")).to_be_visible()
    assert mailoutbox[0].reply_to == ["jean@quimper.example"]


def test_the_map_leads_to_the_same_filter(page, live_server, make_expert):
    make_expert("Claire Moreau", ["departement-29"])
    refused = []
    page.on(
        "console", lambda message: refused.append(message.text) if "Content Security Policy" in message.text else None
    )
    page.goto(f"{live_server.url}/annuaire/")
    page.get_by_text("Choisir sur la carte").click()
    shape = page.get_by_role("link", name="Finistère (29)")
    expect(shape).to_have_class("couvert")
    shape.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"departement=29"))
    expect(page.get_by_role("link", name="Claire Moreau")).to_be_visible()
    assert not refused


def test_pages_are_accessible_on_every_screen(page, live_server, make_expert, make_person, certify):
    expert = make_expert(
        "Claire Moreau", ["departement-29", "region-53"], organisation="Coopérative des Rives et des Marais"
    )
    page.goto(f"{live_server.url}/annuaire/")
    page.get_by_text("Choisir sur la carte").click()
    expect(page.get_by_role("link", name="Finistère (29)")).to_be_visible()
    assert_accessible(page)
    for address in ("/annuaire/", f"/annuaire/{expert.slug}/", "/annuaire/?q=personne"):
        assert_accessible_everywhere(page, live_server.url + address, screens=(320, 1280))


@pytest.mark.usefixtures("_territories")
def test_the_listing_is_accessible_and_works_by_keyboard(page, live_server, make_person, certify, sign_in):
    person = make_person()
    certify(person)
    sign_in(page, person)
    assert_accessible_everywhere(page, f"{live_server.url}/mon-parcours/annuaire/", screens=(320, 1280))
    page.get_by_label("Votre présentation").fill("J’anime des assemblées en Bretagne.")
    page.get_by_text("Bretagne", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_label("Finistère (29)").press("Space")
    page.get_by_label("Je veux apparaître dans l’annuaire public").check()
    page.get_by_role("button", name="Enregistrer ma fiche").click()
    expect(page.get_by_text("Vous apparaissez dans l’annuaire.").first).to_be_visible()
    page.get_by_role("link", name="Voir ma page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Claire Moreau")


def test_the_listing_of_an_expert_fits_a_phone(page, live_server, make_expert, client):
    client.force_login(make_expert("Claire Moreau", ["departement-29"]).user)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{live_server.url}/mon-parcours/annuaire/")
    expect(page.get_by_label("Finistère (29)")).to_be_checked()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
