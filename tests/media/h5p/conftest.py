"""Each test has its own folder of libraries and contents."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Page

from media.h5p import api
from tests.media.h5p.lessons import HOST, Lesson


@pytest.fixture(autouse=True)
def h5p_dir(settings: object, tmp_path: Path) -> Path:
    settings.PV_H5P_DIR = tmp_path / "h5p"  # type: ignore[attr-defined]
    return tmp_path / "h5p"


@pytest.fixture
def lesson_of(page: Page, live_server: Any, settings: Any) -> Callable[..., Lesson]:
    settings.SITE_URL = live_server.url

    def make(content_id: int, **options: Any) -> Lesson:
        lesson = Lesson(page, live_server.url)
        info = api.content_info(content_ids=[content_id])[content_id]
        followed = {"statements_url": "/recu/s", "state_url": "/recu/e", "owner": "1"} | options
        player = api.player_payload(info=info, **followed)
        html = HOST % render_to_string("h5p/block.html", {"player": player})
        page.unroute("**/lecon")
        page.route("**/lecon", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
        page.unroute("**/recu/*")
        page.route("**/recu/*", lesson.receive)
        page.on("console", lambda line: lesson.errors.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: lesson.errors.append(str(error)))
        page.on("request", lambda request: lesson.requests.append(request.url))
        lesson.open()
        return lesson

    return make
