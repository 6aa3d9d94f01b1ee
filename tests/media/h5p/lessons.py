"""A page that plays one content in its frame, and what it sends."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import FrameLocator, Page, Route

from media.h5p import api

HOST = """<!doctype html><html lang="fr"><title>Leçon</title>
<form><input type="hidden" name="csrfmiddlewaretoken" value="jeton-csrf"></form>%s</html>"""


@dataclass
class Lesson:
    """A page that plays one content, and everything that it sent."""

    page: Page
    address: str
    online: bool = True
    overtaken: bool = False
    sent: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    @property
    def frame(self) -> FrameLocator:
        return self.page.frame_locator("iframe")

    def open(self) -> None:
        self.page.goto(f"{self.address}/lecon")
        self.page.wait_for_selector("[data-started]", state="attached")

    def statements(self, verb: str) -> list[dict[str, Any]]:
        every = [each for kind, body in self.sent if kind == "s" for each in body["statements"]]
        return [each for each in every if each["verb"]["id"].endswith(f"/{verb}")]

    def states(self) -> list[str]:
        return [body["state"] for kind, body in self.sent if kind == "e"]

    def wait_until(self, true: Callable[[], Any]) -> None:
        for _ in range(150):
            if true():
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"never happened; sent {self.sent}")

    def receive(self, route: Route) -> None:
        if not self.online:
            route.abort("internetdisconnected")
            return
        assert route.request.headers["x-csrftoken"] == "jeton-csrf"
        self.sent.append((route.request.url[-1], json.loads(route.request.post_data or "{}")))
        if self.overtaken and route.request.url.endswith("e"):
            route.fulfill(status=409, json={"id": "state-outdated"})
            return
        route.fulfill(json={"ok": True})


def bring(packed: bytes | Any) -> int:
    file = io.BytesIO(packed) if isinstance(packed, bytes) else packed
    return api.import_package(file=file, allow_libraries=True).content_id
