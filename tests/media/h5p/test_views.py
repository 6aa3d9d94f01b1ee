"""Who may open a player and its files, and what the answers carry."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from media.h5p import api, storage, tokens
from media.h5p.models import Content, Library
from tests.media.h5p.playable import PIXEL, library, package

pytestmark = pytest.mark.django_db


@pytest.fixture
def content() -> Content:
    result = api.import_package(
        file=package(library(), files={"a.png": PIXEL, "page.txt": "<script>alert(1)</script>"}),
        allow_libraries=True,
    )
    return Content.objects.get(pk=result.content_id)


def policy_of(answer: Any) -> dict[str, str]:
    return dict(part.split(" ", 1) for part in answer["Content-Security-Policy"].split("; "))


def media_url(content: Content, name: str, token: str | None = None) -> str:
    return f"/h5p/{content.pk}/medias/{token or tokens.token_for(content.pk)}/{name}"


def test_a_player_opens_with_its_key_only(client: Client, content: Content) -> None:
    assert client.get(api.player_url(content_id=content.pk)).status_code == 200
    for address in (f"/h5p/{content.pk}/", f"/h5p/{content.pk}/?jeton=x", "/h5p/999999/?jeton=1~2"):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "Cette activité s’ouvre depuis sa leçon" in answer.content.decode()


def test_a_key_does_not_open_another_content(client: Client, content: Content) -> None:
    other = api.import_package(file=package(library()), allow_libraries=True).content_id
    token = tokens.token_for(other)
    assert client.get(f"/h5p/{content.pk}/?jeton={token}").status_code == 403
    assert client.get(media_url(content, "a.png", token)).status_code == 403


def test_a_deleted_content_is_not_found_even_with_its_key(client: Client, content: Content) -> None:
    address = api.player_url(content_id=content.pk)
    Content.objects.all().delete()
    assert client.get(address).status_code == 404


def test_the_document_is_held_by_a_strict_policy(client: Client, content: Content) -> None:
    answer = client.get(api.player_url(content_id=content.pk))
    policy = policy_of(answer)
    assert policy["default-src"] == "'none'"
    assert "allow-scripts" in policy["sandbox"]
    assert "allow-same-origin" not in policy["sandbox"]
    assert "unsafe" not in policy["script-src"]
    assert policy["script-src"].startswith("http://testserver/")
    assert "X-Frame-Options" not in answer
    assert not re.search(rb"<script(?![^>]*(src=|application/json))", answer.content)


def test_eval_is_allowed_only_where_a_library_is_known_to_need_it(client: Client) -> None:
    needy = package(library("EmbeddedJS"), main="EmbeddedJS 1.0")
    content_id = api.import_package(file=needy, allow_libraries=True).content_id
    policy = client.get(api.player_url(content_id=content_id))["Content-Security-Policy"]
    assert "'unsafe-eval'" in policy


def test_a_second_origin_serves_the_player(client: Client, content: Content, settings: Any) -> None:
    settings.PLAYER_ORIGIN = "https://jouer.example"
    address = api.player_url(content_id=content.pk)
    assert address.startswith(f"https://jouer.example/h5p/{content.pk}/?jeton=")
    answer = client.get(address.removeprefix("https://jouer.example"), headers={"host": "jouer.example"})
    policy = answer["Content-Security-Policy"]
    assert "allow-same-origin" in policy
    assert "https://www.youtube-nocookie.com" in policy
    assert "https://vimeo.com" in policy
    assert f"frame-ancestors http://jouer.example {settings.SITE_URL}" in policy


def test_media_come_with_ranges_types_and_no_sniffing(client: Client, content: Content) -> None:
    whole = client.get(media_url(content, "a.png"))
    assert (whole.status_code, whole["Content-Type"]) == (200, "image/png")
    assert b"".join(whole.streaming_content) == PIXEL
    assert whole["X-Content-Type-Options"] == "nosniff"
    assert whole["Access-Control-Allow-Origin"] == "*"
    assert "private" in whole["Cache-Control"]
    part = client.get(media_url(content, "a.png"), headers={"range": "bytes=1-3"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, PIXEL[1:4])
    assert client.get(media_url(content, "a.png"), headers={"range": "bytes=9999-"}).status_code == 416


@pytest.mark.parametrize(
    "name",
    [
        "../../a.png",
        "..%2f..%2f..%2fdb.sqlite3",
        "/etc/passwd",
        "%00",
        "",
        "absent.png",
        "x" * 3000,
    ],
)
def test_a_path_never_leaves_its_folder(client: Client, content: Content, name: str) -> None:
    (storage.root() / "db.sqlite3").write_text("secret")
    assert client.get(media_url(content, name)).status_code == 404
    assert client.get(f"/h5p/bibliotheques/{name}").status_code == 404
    assert client.get(f"/h5p/paquets/{name}").status_code == 404


def test_a_library_file_opened_alone_runs_nothing(client: Client, content: Content) -> None:
    path = Library.objects.get().path
    answer = client.get(f"/h5p/bibliotheques/{path}/images/fond.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Security-Policy"].startswith("sandbox;")
    assert "immutable" in answer["Cache-Control"]


def test_a_library_is_found_by_its_folder_s_name_and_that_address_is_not_for_ever(
    client: Client, content: Content
) -> None:
    answer = client.get("/h5p/bibliotheques/Essai.Mot-1.0/styles/mot.css")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert "immutable" not in answer.get("Cache-Control", "")
    for name in ("Essai.Mot-1.1/mot.js", "Essai.Mot 1.0/mot.js", "Essai.Mot-1.0/", "Essai.Mot-1.0/../../secret"):
        assert client.get(f"/h5p/bibliotheques/{name}").status_code == 404


def test_the_policy_lets_in_the_sites_that_the_content_names(client: Client) -> None:
    parameters = {"text": "<strong>x</strong>", "picture": {"path": "https://images.example/a.png"}}
    content_id = api.import_package(file=package(library(), parameters=parameters), allow_libraries=True).content_id
    policy = policy_of(client.get(api.player_url(content_id=content_id)))
    assert policy["img-src"].endswith(" https://images.example")
    assert "images.example" not in policy["script-src"] + policy["connect-src"] + policy["style-src"]


def test_a_learner_is_led_to_the_video_that_cannot_play_here(client: Client, settings: Any) -> None:
    semantics = json.dumps([{"name": "video", "type": "video"}])
    parameters = {"video": [{"path": "https://youtu.be/x", "mime": "video/YouTube"}]}
    packed = package(library(files={"semantics.json": semantics}), parameters=parameters)
    content_id = api.import_package(file=packed, allow_libraries=True).content_id
    link = 'href="https://youtu.be/x" target="_blank" rel="noopener">Voir la vidéo'
    assert link in client.get(api.player_url(content_id=content_id)).content.decode()
    settings.PLAYER_ORIGIN = "http://testserver"
    assert link not in client.get(api.player_url(content_id=content_id)).content.decode()


def test_a_bundle_is_public_and_kept_for_ever_and_its_images_are_found(client: Client, content: Content) -> None:
    page = client.get(api.player_url(content_id=content.pk)).content.decode()
    script, style = (re.search(rf"/h5p/paquets/\w+\.{kind}", page)[0] for kind in ("js", "css"))  # type: ignore[index]
    answer = client.get(script)
    assert "immutable" in answer["Cache-Control"]
    assert answer["Content-Type"].startswith("text/javascript")
    css = b"".join(client.get(style).streaming_content).decode()
    image = re.search(r'url\("([^"]+)"\)', css)[1]  # type: ignore[index]
    assert client.get(image).status_code == 200


def test_a_patch_gives_the_bundle_another_address(client: Client, content: Content) -> None:
    def bundle() -> str:
        page = client.get(api.player_url(content_id=content.pk)).content.decode()
        return re.search(r"/h5p/paquets/\w+\.js", page)[0]  # type: ignore[index]

    before = bundle()
    api.import_package(file=package(library(version=(1, 0, 1))), allow_libraries=True)
    assert bundle() != before


def test_the_document_costs_few_queries_whatever_the_number_of_libraries(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    needs = [f"Essai.Socle{number}" for number in range(12)]
    packed = package(library(needs=tuple(f"{name} 1.0" for name in needs)), *(library(name) for name in needs))
    content_id = api.import_package(file=packed, allow_libraries=True).content_id
    with django_assert_max_num_queries(3):
        client.get(api.player_url(content_id=content_id))


def test_files_of_the_store_are_at_no_public_address(h5p_dir: Path, settings: Any) -> None:
    assert not h5p_dir.is_relative_to(settings.MEDIA_ROOT)
    assert not h5p_dir.is_relative_to(settings.STATIC_ROOT)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_files_are_only_read(client: Client, content: Content, method: str) -> None:
    library = content.library
    assert getattr(client, method)(f"/h5p/bibliotheques/{library.path}/mot.js").status_code == 405
