import pytest

from tests.axe import assert_accessible, assert_accessible_everywhere, assert_fits, focused

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_component_is_accessible_by_day_and_by_night_on_every_screen(page, live_server):
    assert_accessible_everywhere(page, f"{live_server.url}/style/")


def test_a_missing_page_is_accessible(page, live_server):
    assert_accessible_everywhere(page, f"{live_server.url}/nulle-part/", screens=(320, 1280))


def test_the_menu_opens_and_closes_by_keyboard(page, live_server):
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{live_server.url}/nulle-part/")
    page.keyboard.press("Tab")
    assert focused(page)["name"] == "Aller au contenu"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert focused(page)["tag"] == "SUMMARY"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page)["name"] == "Formations"
    assert_fits(page)
    assert_accessible(page)
    page.keyboard.press("Escape")
    assert focused(page)["tag"] == "SUMMARY"
    assert not page.get_by_role("link", name="Annuaire", exact=True).is_visible()


def test_the_skip_link_leads_to_the_content(page, live_server):
    page.goto(f"{live_server.url}/nulle-part/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"


def test_the_focus_is_seen_wherever_it_goes(page, live_server):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{live_server.url}/style/")
    page.evaluate("document.getElementById('contenu').focus()")
    for _ in range(24):
        page.keyboard.press("Tab")
        spot = focused(page)
        if spot["tag"] == "A" and page.evaluate("!!document.activeElement.closest('.carte')"):
            continue  # the whole card is outlined
        assert spot["outline"] == "solid", spot
        assert spot["width"] >= 3, spot


def test_the_menu_works_without_javascript(browser, live_server):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 700})
    page = context.new_page()
    page.goto(f"{live_server.url}/nulle-part/")
    page.locator("summary", has_text="Menu").click()
    assert page.get_by_role("link", name="Annuaire", exact=True).is_visible()
    context.close()


def test_no_page_breaks_the_content_security_policy(page, live_server):
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(f"{live_server.url}/style/")
    page.wait_for_load_state("networkidle")
    assert complaints == []


def test_the_fonts_are_those_of_the_site(page, live_server):
    page.goto(f"{live_server.url}/style/")
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.fonts.check('560 40px \"Fraunces Titres\"')")
    loaded = page.evaluate("[...document.fonts].filter((font) => font.status === 'loaded').map((font) => font.family)")
    assert {"Fraunces Titres", "Atkinson Hyperlegible Next"} <= {name.strip('"') for name in loaded}


def test_the_narrow_space_of_french_is_seen(page, live_server):
    """Neither font has U+202F; without ours, « séance : » closes up."""
    page.goto(f"{live_server.url}/style/")
    page.evaluate("""() => Promise.all(["Atkinson Hyperlegible Next", "Fraunces Titres"].map(
      (family) => document.fonts.load(`16px "${family}"`, "a\\u202f")))""")
    widths = page.evaluate("""() => ["Atkinson Hyperlegible Next", "Fraunces Titres"].map((family) => {
      const pen = document.createElement("canvas").getContext("2d");
      pen.font = `100px "${family}"`;
      return pen.measureText("aa\u202faa").width - pen.measureText("aaaa").width;
    })""")
    assert all(18 <= width <= 25 for width in widths), widths
