"""In a real browser: find someone on the map, write to them, without and with JavaScript."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from courses.directory import rules


@pytest.fixture
def _patient(monkeypatch):
    """The browser is faster than a person: let it be."""
    monkeypatch.setattr(rules, "FASTEST", timedelta())


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


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_overflows(page, live_server, make_expert, width):
    expert = make_expert(
        "Claire Moreau", ["departement-29", "region-53"], organisation="Coopérative des Rives et des Marais"
    )
    page.set_viewport_size({"width": width, "height": 800})
    for address in ("/annuaire/", f"/annuaire/{expert.slug}/"):
        page.goto(live_server.url + address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
