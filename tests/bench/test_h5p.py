"""H5P packages: what importing costs beside unzipping, what a bomb costs, how soon a content is ready."""

import io
import json
import random
import time
import tracemalloc
import zipfile

import pytest
from django.templatetags.static import static

from media.h5p import api, playing, storage
from media.h5p.models import Content, Library
from tests.media.h5p.playable import PIXEL, library, package

LIBRARIES = 12
FILES_EACH = 11


@pytest.fixture(autouse=True)
def h5p_dir(settings, tmp_path):
    settings.PV_H5P_DIR = tmp_path / "h5p"


def big_package(run=0):
    """About 150 files, 6 MB: a content with media, and a dozen libraries."""
    chance = random.Random(3)
    libraries = []
    main = f"Essai{run}.Mot" if run else "Essai.Mot"
    for number in range(LIBRARIES):
        name = f"Essai{run}.Socle{number}" if number else main
        files = {
            f"assets/{index}.js": f"/* {index} */" + chance.randbytes(20_000).hex() for index in range(FILES_EACH - 5)
        }
        needs = tuple(f"Essai{run}.Socle{index} 1.0" for index in range(1, LIBRARIES)) if not number else ()
        libraries.append(library(name, needs=needs, files=files))
    media = {f"images/{index}.png": PIXEL + chance.randbytes(60_000) for index in range(16)}
    return package(*libraries, main=f"{main} 1.0", files=media)


def seconds(act, runs=5):
    times = []
    for number in range(runs):
        start = time.perf_counter()
        act(number)
        times.append(time.perf_counter() - start)
    return min(times)


@pytest.mark.django_db
def test_import_beside_unzipping(figure, tmp_path):
    packages = [big_package(run) for run in range(6)]

    def unzip(number):
        packages[0].seek(0)
        with zipfile.ZipFile(packages[0]) as archive:
            archive.extractall(tmp_path / f"plain{number}")

    def install(number):
        api.import_package(file=packages[number], allow_libraries=True)

    def again(_number):
        packages[5].seek(0)
        api.import_package(file=packages[5], allow_libraries=True)

    count = len(zipfile.ZipFile(packages[0]).namelist())
    unzip(9)
    plain, first = seconds(unzip), seconds(install)
    again(0)
    second = seconds(again)
    figure(f"import of {count} files over unzipping them (bar 2)", f"{first / plain:.2f}")
    figure("import again over the first import (bar 0.5)", f"{second / first:.2f}")
    assert first / plain < 2
    assert second / first < 0.5


@pytest.mark.django_db
def test_ten_imports_add_content_files_only(figure):
    packed = big_package()
    api.import_package(file=packed, allow_libraries=True)
    before = sum(path.is_file() for path in storage.root().rglob("*"))
    for _ in range(10):
        packed.seek(0)
        api.import_package(file=packed, allow_libraries=True)
    added = sum(path.is_file() for path in storage.root().rglob("*")) - before
    figure("files added by ten imports of 16 media (bar 160)", added)
    assert added == 160
    assert Library.objects.count() == LIBRARIES


@pytest.mark.django_db
def test_refusing_a_bomb(figure):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("h5p.json", json.dumps({"title": "x"}))
        with archive.open("content/content.json", "w", force_zip64=True) as entry:
            for _ in range(512):
                entry.write(b"\0" * 1024 * 1024)
    tracemalloc.start()
    start = time.perf_counter()
    with pytest.raises(api.PackageInvalid):
        api.import_package(file=out, allow_libraries=True)
    spent = time.perf_counter() - start
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    figure("refusing a 512 MB bomb (bar 0.5 s, 50 MB)", f"{spent * 1000:.0f} ms, {peak:.1f} MB")
    assert spent < 0.5
    assert peak < 50
    assert not Content.objects.exists()


BARE = """<!doctype html><html><body><div id="h5p"></div><script src="%(main)s"></script>
<script src="/bare.js"></script></body></html>"""
BARE_START = """new H5PStandalone.H5P(document.getElementById('h5p'), {
  id: '1', h5pJsonPath: '/h5p/bibliotheques/bare', librariesPath: '/h5p/bibliotheques/bare', embedType: 'div',
  frameJs: '%(frame)s', frameCss: '%(css)s' }).then(() => { window.bareReady = performance.now(); });"""


@pytest.mark.django_db(transaction=True)
def test_ready_to_answer_beside_a_bare_page(figure, page, live_server):
    packed = big_package()
    content_id = api.import_package(file=packed, allow_libraries=True).content_id
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(storage.libraries_root() / "bare")
    serve_bare(page)
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    address = live_server.url + playing.player_address(content_id)

    def ours(_number):
        page.goto(address)
        page.wait_for_selector("label >> text=Mot")

    def bare(_number):
        page.goto(f"{live_server.url}/bare.html")
        page.wait_for_function("window.bareReady")

    ours(0)
    requests.clear()
    ours(0)
    count = len(requests)
    bare(0)
    mine, theirs = seconds(ours), seconds(bare)
    figure("requests until a content is ready (bar 15)", count)
    figure("time until ready over a bare h5p-standalone page (bar 1)", f"{mine / theirs:.2f}")
    assert count <= 15
    assert mine <= theirs


def serve_bare(page):
    urls = {
        "main": static("h5p-standalone/main.bundle.js"),
        "frame": static("h5p-standalone/frame.bundle.js"),
        "css": static("h5p-standalone/styles/h5p.css"),
    }
    page.route("**/bare.html", lambda route: route.fulfill(body=BARE % urls, content_type="text/html"))
    page.route("**/bare.js", lambda route: route.fulfill(body=BARE_START % urls, content_type="text/javascript"))
