"""A spokesperson writes on a telephone, loses the network, shares a page; the facilitator projects the table."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from modules.assemblies.data import Role
from modules.assemblies.models import College, NotebookPage
from modules.living.models import Interaction, Milieu, Species
from tests.axe import assert_accessible, assert_accessible_everywhere, assert_fits

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("PV_SCREENSHOTS", "")
PATIENCE = 15_000


def shot(page, name):
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


@pytest.fixture
def people(transactional_db, living_world, assembly, make_member):
    """A college of the river: otter, pike and beaver, and the facilitator from outside."""
    river = College.objects.create(assembly=assembly, milieu=Milieu.objects.get(slug="riviere"), name="Rivière")
    voices = {
        slug: make_member(name, college=river, species=Species.objects.get(slug=slug))
        for slug, name in (("loutre", "Odile Garnier"), ("brochet", "Malik Benali"), ("castor", "Sofia Rey"))
    }
    Interaction.objects.filter(code="I004").update(reference="Kruuk H., 2006. Otters: ecology and conservation.")
    return {**voices, "facilitator": make_member("Inès Roy", Role.FACILITATOR), "river": river}


def enter(page, client, live_server, member):
    client.force_login(member.user)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )


def test_from_the_first_word_to_the_projected_table(page, context, client, live_server, people):
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    book = f"{live_server.url}/mon-parcours/carnet/"
    enter(page, client, live_server, people["loutre"])
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(book)
    expect(page.get_by_role("heading", level=1)).to_have_text("Mon carnet, avec la loutre")
    assert_accessible(page)
    assert_fits(page)
    shot(page, "carnet-360")

    # Typed on the telephone, kept without a button.
    page.get_by_role("link", name="Une lettre de mon espèce").click()
    page.get_by_label("Sa lettre").press_sequentially("Chers voisins de la berge")
    expect(page.locator("[data-status]")).to_contain_text("Enregistré", timeout=PATIENCE)
    shot(page, "lettre-360")
    assert_accessible(page)

    # The same page in a second tab: both texts stay.
    other = context.new_page()
    other.goto(f"{book}lettre/")
    expect(other.get_by_label("Sa lettre")).to_have_value("Chers voisins de la berge")
    page.get_by_label("Sa lettre").fill("Chers voisins de la berge, je dors.")
    expect(page.locator("[data-status]")).to_contain_text("Enregistré", timeout=PATIENCE)
    page.wait_for_timeout(2500)
    other.get_by_label("Sa lettre").fill("Chers habitants du pont")
    expect(other.locator("[data-status]")).to_contain_text("Vous avez aussi écrit ailleurs", timeout=PATIENCE)
    both = NotebookPage.objects.get().text
    assert "je dors." in both
    assert "Chers habitants du pont" in both
    other.close()

    # Without the network, the text waits in the browser and leaves when it returns.
    page.goto(f"{book}besoins/")
    context.set_offline(True)
    page.get_by_label("Ses besoins").fill("Une berge tranquille, du noir la nuit.")
    expect(page.locator("[data-status]")).to_contain_text("Pas encore envoyé", timeout=PATIENCE)
    context.set_offline(False)
    expect(page.locator("[data-status]")).to_contain_text("Enregistré", timeout=PATIENCE)
    assert "du noir la nuit" in NotebookPage.objects.get(kind="besoins").text

    # The speech: its length as one types, its timer.
    page.goto(f"{book}parole/")
    page.get_by_label("Ce que je dirai").fill("Je suis la loutre. " * 40)
    expect(page.locator("[data-speech-words]")).to_have_text("160 mots, environ 1 min 15 à voix haute.")
    page.get_by_role("button", name="Lancer le minuteur").click()
    expect(page.locator("[data-speech-said]")).to_have_text("Le minuteur tourne : deux minutes.")
    expect(page.locator("[data-speech-time]")).to_have_text("1:58", timeout=PATIENCE)
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Reprendre")).to_be_visible()
    shot(page, "parole-360")
    assert_accessible(page)
    assert_fits(page)

    # Shared, then projected by the facilitator.
    page.goto(f"{book}lettre/")
    page.get_by_role("button", name="La partager avec mon collège, Rivière").click()
    expect(page.get_by_text("Votre collège la lit")).to_be_visible()
    page.goto(f"{live_server.url}/mon-parcours/")
    expect(page.get_by_text("3 pages écrites, sur 8")).to_be_visible()
    booklet = page.context.request.get(f"{book}livret.pdf")
    assert booklet.ok
    assert booklet.body().startswith(b"%PDF")

    enter(page, client, live_server, people["facilitator"])
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{live_server.url}/assemblees/val-d-ambre/tables/")
    expect(page.get_by_role("heading", level=1)).to_have_text("La table du collège Rivière")
    shot(page, "table-1280")
    page.get_by_role("link", name="La projeter dans la salle").click()
    expect(page.get_by_text("Chers habitants du pont")).to_be_visible()
    expect(page.get_by_text("La loutre chasse le brochet.").first).to_be_visible()
    assert page.get_by_text("du noir la nuit").count() == 0
    shot(page, "projection-1280")
    assert_accessible(page)
    assert errors == []


def test_the_pages_are_for_everyone(page, client, live_server, people):
    enter(page, client, live_server, people["loutre"])
    for address in ("mon-parcours/carnet/", "mon-parcours/carnet/observer/", "mon-parcours/carnet/parole/"):
        assert_accessible_everywhere(page, f"{live_server.url}/{address}", screens=(320, 1280))
    enter(page, client, live_server, people["facilitator"])
    table = f"{live_server.url}/assemblees/val-d-ambre/tables/{people['river'].pk}/"
    for address in (table, f"{table}projection/", f"{live_server.url}/vivant/donnees/"):
        assert_accessible_everywhere(page, address, screens=(320, 1280))
