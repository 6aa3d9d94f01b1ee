"""What the stories need: screenshots kept where `PV_SCREENSHOTS` says, and a patience that suits a busy machine."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

SCREENSHOTS = os.environ.get("PV_SCREENSHOTS", "")
SIZES = {360: 740, 1280: 900}

expect.set_options(timeout=20_000)


@pytest.fixture
def picture() -> Callable[[Page, str], None]:
    """Keeps the whole page, at phone and desk width, when someone asked for pictures."""

    def keep(page: Page, name: str) -> None:
        if not SCREENSHOTS:
            return
        folder = Path(SCREENSHOTS)
        folder.mkdir(parents=True, exist_ok=True)
        for width, height in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            if page.locator("iframe").count():
                page.locator("iframe").first.scroll_into_view_if_needed()
            page.wait_for_timeout(800)
            page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)

    return keep
