"""Bundles do not pile up, and none that a player wants goes."""

import os
import time
from pathlib import Path

import pytest

from media.h5p import api, bundling, playing, storage
from media.h5p.models import Content, Library
from tests.media.h5p.playable import library, package

pytestmark = pytest.mark.django_db


def bundle_of(name: str) -> list[Path]:
    packed = package(library(name), main=f"{name} 1.0")
    content_id = api.import_package(file=packed, allow_libraries=True).content_id
    return play(content_id)


def play(content_id: int) -> list[Path]:
    made = bundling.bundle_of(playing.libraries_of(Content.objects.get(pk=content_id)))
    return [storage.bundles_root() / f"{made.digest}.{kind}" for kind in ("js", "css")]


def age(path: Path, days: int) -> None:
    moment = time.time() - days * storage.ONE_DAY
    os.utime(path, (moment, moment))


def test_a_bundle_that_nobody_played_for_two_months_goes_when_another_is_made() -> None:
    first = bundle_of("Essai.Mot")
    for path in first:
        age(path, storage.BUNDLE_DAYS + 1)
    left = storage.bundles_root() / ".coupe.js"
    left.write_text("")
    age(left, 2)
    second = bundle_of("Essai.Autre")
    assert sorted(storage.bundles_root().iterdir()) == sorted(second)
    first_again = play(Content.objects.get(library__machine_name="Essai.Mot").pk)
    assert first_again == first
    assert all(path.exists() for path in first)


def test_an_old_bundle_that_is_played_stays() -> None:
    first = bundle_of("Essai.Mot")
    for path in first:
        age(path, storage.BUNDLE_DAYS + 1)
    play(Content.objects.get().pk)
    bundle_of("Essai.Autre")
    assert all(path.exists() for path in first)


def test_imports_come_first_with_whole_addresses_and_those_in_comments_stay_there() -> None:
    css = "\ufeff@charset 'utf-8'; .a { color: red } @import 'b.css' screen; /* @import 'c.css'; */"
    more = '@import url("d.css?v=1;2"); @import url(//fonts.example/e); .f::after { content: "@import" }'
    more += "@font-face { font-family: E; src: url(http://fonts.example/e.woff) }"
    files = {"styles/mot.css": css, "styles/more.css": more}
    sheets = [{"path": "styles/mot.css"}, {"path": "styles/more.css"}]
    packed = package(library(files=files, preloadedCss=sheets))
    content_id = api.import_package(file=packed, allow_libraries=True).content_id
    style = play(content_id)[1].read_text()
    folder = Library.objects.get().path
    first, second, rest = style.split("\n", 2)
    assert first == f'@import url("/h5p/bibliotheques/{folder}/styles/b.css") screen;'
    assert second == f'@import url("/h5p/bibliotheques/{folder}/styles/d.css?v=1;2");'
    assert "fonts.example" not in style
    assert "/* @import" in rest
    assert "\ufeff" not in style


@pytest.mark.parametrize("path", ["mot.js", "/mot.js", "./mot.js"])
def test_a_script_is_found_however_its_path_begins(path: str) -> None:
    packed = package(library(preloadedJs=[{"path": path}]))
    content_id = api.import_package(file=packed, allow_libraries=True).content_id
    assert Library.objects.get().speaks
    assert "triggerXAPIScored" in play(content_id)[0].read_text()
