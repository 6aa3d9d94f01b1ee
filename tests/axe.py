"""What a page must pass for those who do not see it, do not use a mouse, or read it on a small phone."""

import json
from pathlib import Path

AXE = Path(__file__).resolve().parents[1] / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (tags) => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}});
  return found.violations.map((violation) => ({
    id: violation.id, help: violation.help,
    nodes: violation.nodes.slice(0, 4).map((node) => node.target.join(" ") + " " + node.failureSummary)}));
}"""
FOCUSED = """() => {
  const element = document.activeElement, style = getComputedStyle(element);
  return {name: element.innerText || element.name || element.tagName, outline: style.outlineStyle,
          width: parseFloat(style.outlineWidth), tag: element.tagName};
}"""
SCREENS = (320, 360, 768, 1280)


def violations(page):
    """What axe finds in the page, the strict Content Security Policy notwithstanding."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(RUN, RULES)


def assert_accessible(page):
    """Axe finds nothing, in the page as it stands."""
    found = violations(page)
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)


def assert_fits(page):
    """Nothing makes the page scroll sideways."""
    widest = page.evaluate(
        """() => [...document.querySelectorAll('body *')]
          .filter((element) => element.getBoundingClientRect().right > innerWidth + 1
                    && !element.closest('.tableau, .paysage, .visuellement-cache'))
          .slice(0, 5).map((element) => element.tagName + '.' + element.className)"""
    )
    room = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert room <= 0, f"scrolls sideways by {room} px at {page.viewport_size['width']} px: {widest}"


def assert_accessible_everywhere(page, url, *, screens=SCREENS, schemes=("light", "dark")):
    """Axe finds nothing and nothing overflows, on every screen, by day and by night."""
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for width in screens:
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(url)
            assert_fits(page)
            assert_accessible(page)


def focused(page):
    """Name, tag and outline of the element that has the focus."""
    return page.evaluate(FOCUSED)
