import pytest

from tests.axe import assert_accessible_everywhere, assert_fits

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_home_page_is_accessible_by_day_and_by_night_on_every_screen(page, live_server, home):
    assert_accessible_everywhere(page, f"{live_server.url}/")


def test_search_is_accessible(page, live_server, home):
    assert_accessible_everywhere(page, f"{live_server.url}/recherche/?q=loutre", screens=(320, 1280))


def test_the_home_page_bears_letters_twice_as_large(page, live_server, home):
    page.set_viewport_size({"width": 640, "height": 800})
    page.goto(f"{live_server.url}/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert_fits(page)


def test_a_door_opens_wherever_it_is_touched(page, live_server, home):
    page.goto(f"{live_server.url}/")
    page.get_by_text("De A à Z.").nth(3).click(force=True)  # the link lies over the text
    page.wait_for_url(f"{live_server.url}/annuaire/")


def test_the_night_turns_the_sun_into_a_moon(page, live_server, home):
    """The drawing takes its colours from the page, across the file that holds it."""
    moods = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{live_server.url}/")
        moods[scheme] = page.evaluate(
            "getComputedStyle(document.querySelector('.paysage use')).getPropertyValue('--astre').trim()"
        )
    assert moods == {"light": "#F2B632", "dark": "#F4EBCB"}


def test_the_first_page_is_light(page, live_server, home):
    """What a phone downloads before it shows the home page: fonts, styles, scripts and the drawing."""
    sizes = {}
    page.on("response", lambda response: sizes.__setitem__(response.url, len(response.body())))
    page.goto(f"{live_server.url}/")
    page.wait_for_load_state("networkidle")
    assert sum(sizes.values()) < 260_000, sizes
