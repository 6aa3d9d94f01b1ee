"""Every page of the living world, for those who do not see it, do not use a mouse, or read it on a small phone."""

import pytest

from modules.living.models import Milieu, Species
from tests.axe import assert_accessible, assert_fits

pytestmark = pytest.mark.django_db(transaction=True)
ONE_OF_EACH_KIND = (
    "/vivant/especes/",
    "/vivant/especes/loutre/",
    "/vivant/milieux/riviere/",
    "/vivant/donnees/",
    "/vivant/toile/",
    "/vivant/toile/?vue=phrases",
    "/vivant/toile/?vue=tableau&de=loutre&vers=brochet",
    "/vivant/toile/?vue=cascade",
    "/vivant/toile/?autour=loutre&pas=2",
    "/vivant/perte/",
    "/vivant/perte/?perte=bois-mort",
    "/vivant/perte/?perte=bois-mort&vu=1&autre=geai",
)
LOOKS = ((320, "light"), (1280, "dark"), (320, "dark"), (1280, "light"))
UNREACHABLE = """() => [...document.querySelectorAll("main a[href], main button, main select, main summary")]
  .filter((element) => element.checkVisibility() && element.tabIndex < 0).map((element) => element.outerHTML)"""


@pytest.mark.parametrize("address", ONE_OF_EACH_KIND)
def test_each_kind_of_page_is_accessible_by_day_and_by_night(page, live_server, portraits, address):
    for width, scheme in LOOKS[:2]:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.goto(live_server.url + address)
        assert_fits(page)
        assert_accessible(page)
    assert page.evaluate(UNREACHABLE) == []


def test_every_voice_and_milieu_is_accessible_in_one_of_these_looks(page, live_server, portraits):
    spoken_for, others = Species.objects.spoken_for(), Species.objects.filter(milieu=None)
    # Supporting nodes have one short page between them: one in nine is looked at.
    found = [*spoken_for, *Milieu.objects.all(), *others[::9]]
    addresses = [one.get_absolute_url() for one in found]
    assert len(addresses) >= 30
    for number, address in enumerate(addresses):
        width, scheme = LOOKS[number % len(LOOKS)]
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.goto(live_server.url + address)
        assert_fits(page)
        assert_accessible(page)


def test_a_page_read_at_night_is_printed_with_the_colours_of_day(page, live_server, portraits):
    inks = []
    for media, scheme in (("screen", "light"), ("screen", "dark"), ("print", "dark")):
        page.emulate_media(media=media, color_scheme=scheme)
        page.goto(live_server.url + "/vivant/perte/?perte=bois-mort&vu=1")
        inks.append(page.locator(".cascade .petit").first.evaluate("one => getComputedStyle(one).color"))
    day, night, paper = inks
    assert night != day
    assert paper == day


def test_the_keyboard_passes_over_a_drawing_in_one_step_or_follows_its_names(page, live_server, portraits):
    page.goto(live_server.url + "/vivant/toile/")
    skip = page.get_by_role("link", name="Passer le dessin")
    skip.focus()
    assert skip.bounding_box()["height"] > 20
    skip.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('svg')") is None
    assert page.evaluate("document.activeElement.textContent") == "Vivre une perte"
    name = page.get_by_role("link", name="azuré du serpolet")
    name.focus()
    assert page.locator("[data-web-says]").inner_text().startswith("L’azuré du serpolet ")
    name.press("Enter")
    page.wait_for_url("**autour=azure**")
