"""Packages come in through the door, whole or not at all."""

import io
import json
import os
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from media.h5p import api, importing, storage
from media.h5p.data import ContentInUse, ImportResult, LibraryInUse
from media.h5p.engine.limits import MIB
from media.h5p.models import Content, Library
from tests.media.h5p.playable import PIXEL, library, package

pytestmark = pytest.mark.django_db


def files_below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def bring(file: io.BytesIO, **options: object) -> ImportResult:
    return api.import_package(file=file, **{"allow_libraries": True, **options})


def test_a_package_becomes_a_content_with_its_title_licence_authors_and_language(h5p_dir: Path) -> None:
    result = bring(package(library(), files={"images/a.png": PIXEL}))
    content = Content.objects.get(pk=result.content_id)
    assert (content.title, content.licence, content.authors, content.language) == (
        "Un mot",
        "CC BY-SA 4.0",
        "Ada, Bo",
        "fr",
    )
    assert result.libraries_installed == ("Essai.Mot 1.0",)
    assert result.libraries_reused == ()
    assert (storage.contents_root() / content.folder / "images/a.png").read_bytes() == PIXEL
    assert not any((h5p_dir / "tmp").iterdir())


def test_a_library_is_installed_once_and_ten_imports_add_content_files_only(h5p_dir: Path) -> None:
    bring(package(library(), files={"a.png": PIXEL}))
    before = files_below(h5p_dir)
    for _ in range(10):
        result = bring(package(library(), files={"a.png": PIXEL}))
        assert result.libraries_installed == ()
        assert result.libraries_reused == ("Essai.Mot 1.0",)
    added = files_below(h5p_dir) - before
    assert len(added) == 10
    assert all(path.startswith("contents/") for path in added)


def test_a_higher_patch_replaces_and_a_lower_one_does_not() -> None:
    bring(package(library(version=(1, 0, 3))))
    bring(package(library(version=(1, 0, 2))))
    assert Library.objects.get().patch == 3
    bring(package(library(version=(1, 0, 4))))
    assert Library.objects.get().patch == 4


@pytest.mark.django_db(transaction=True)
def test_the_files_of_a_replaced_patch_go(h5p_dir: Path) -> None:
    bring(package(library(version=(1, 0, 3))))
    bring(package(library(version=(1, 0, 4))))
    folders = list((h5p_dir / "libraries" / "Essai.Mot-1.0").iterdir())
    assert [folder.name for folder in folders] == [Library.objects.get().folder]


def test_minors_stand_side_by_side_and_a_content_keeps_its_own() -> None:
    first = bring(package(library()))
    bring(package(library(version=(1, 1, 0)), main="Essai.Mot 1.1"))
    assert Library.objects.count() == 2
    assert Content.objects.get(pk=first.content_id).library.minor == 0


def test_without_the_right_an_upload_brings_its_content_only_and_says_what_is_missing() -> None:
    with pytest.raises(api.PackageInvalid) as caught:
        bring(package(library()), allow_libraries=False)
    assert "Essai.Mot 1.0" in " ".join(each.message for each in caught.value.problems)
    assert not Library.objects.exists()
    bring(package(library()))
    result = bring(package(library(version=(1, 0, 9))), allow_libraries=False)
    assert result.libraries_installed == ()
    assert Library.objects.get().patch == 0


def test_an_import_that_fails_half_way_leaves_no_trace(h5p_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    placed = storage.Placed.put

    def fails_on_content(self: storage.Placed, folder: Path, final: Path) -> None:
        if final.is_relative_to(storage.contents_root()):
            raise OSError("no space left on device")
        placed(self, folder, final)

    monkeypatch.setattr(storage.Placed, "put", fails_on_content)
    with pytest.raises(OSError, match="no space"):
        bring(package(library()))
    assert not Library.objects.exists()
    assert not Content.objects.exists()
    assert files_below(h5p_dir) == set()


def test_parameters_are_filtered_and_the_originals_kept() -> None:
    received = {"text": "<strong>Oui</strong><script>alert(1)</script>", "unknown": 1}
    content = Content.objects.get(pk=bring(package(library(), parameters=received)).content_id)
    assert set(content.parameters) == {"text"}
    assert "<script" not in content.parameters["text"]
    assert content.original_parameters == received


def test_sub_contents_bring_the_libraries_they_need_in_loading_order() -> None:
    parameters = {"text": "x", "sub": {"library": "Essai.Autre 1.0", "params": {"text": "y"}}}
    outer = library(needs=("Essai.Socle 1.0",))
    result = bring(package(outer, library("Essai.Autre"), library("Essai.Socle"), parameters=parameters))
    rows = Content.objects.get(pk=result.content_id).dependencies.select_related("library")
    names = [row.library.machine_name for row in rows]
    assert set(names) == {"Essai.Mot", "Essai.Autre", "Essai.Socle"}
    assert names.index("Essai.Socle") < names.index("Essai.Mot")


def test_a_library_in_use_cannot_be_removed() -> None:
    result = bring(package(library(needs=("Essai.Socle 1.0",)), library("Essai.Socle")))
    for each in Library.objects.all():
        with pytest.raises(LibraryInUse):
            api.remove_library(library_id=each.pk)
    api.delete_content(content_id=result.content_id)
    api.remove_library(library_id=Library.objects.get(machine_name="Essai.Mot").pk)
    api.remove_library(library_id=Library.objects.get().pk)
    assert not Library.objects.exists()


def test_a_new_version_keeps_the_address_and_the_old_one_can_come_back() -> None:
    first = bring(package(library(), parameters={"text": "un"}, files={"a.png": PIXEL}))
    bring(package(library(), parameters={"text": "deux"}), content_id=first.content_id)
    content = Content.objects.get()
    assert (content.version, content.parameters) == (2, {"text": "deux"})
    assert api.restore_version(content_id=content.pk, number=1) == 3
    content.refresh_from_db()
    assert content.parameters == {"text": "un"}
    assert (storage.contents_root() / content.folder / "a.png").read_bytes() == PIXEL
    assert [each.number for each in api.versions_of(content_id=content.pk)] == [3, 2, 1]


def test_an_export_comes_back_the_same(tmp_path: Path) -> None:
    outer = library(needs=("Essai.Socle 1.0",), files={"upgrades.js": "H5PUpgrades = {};"})
    first = bring(package(outer, library("Essai.Socle"), parameters={"text": "un"}, files={"images/a.png": PIXEL}))
    out = tmp_path / "export.h5p"
    api.export_package(content_id=first.content_id, out=out)
    names = set(zipfile.ZipFile(out).namelist())
    assert {"h5p.json", "content/content.json", "content/images/a.png"} <= names
    assert {"Essai.Mot-1.0/upgrades.js", "Essai.Socle-1.0/library.json"} <= names
    Content.objects.all().delete()
    Library.objects.filter(machine_name="Essai.Mot").delete()
    Library.objects.all().delete()
    again = api.import_package(file=out, allow_libraries=True)
    assert Content.objects.get(pk=again.content_id).parameters == {"text": "un"}
    assert set(again.libraries_installed) == {"Essai.Mot 1.0", "Essai.Socle 1.0"}


def test_a_patch_filters_again_the_contents_that_play_with_it() -> None:
    content_id = bring(package(library(), parameters={"text": "x", "late": "y"})).content_id
    semantics = [{"name": "text", "type": "text"}, {"name": "late", "type": "text"}]
    patched = library(version=(1, 0, 1), files={"semantics.json": json.dumps(semantics)})
    bring(package(patched))
    assert Content.objects.get(pk=content_id).parameters == {"text": "x", "late": "y"}


def test_a_holder_scores_by_its_parts_only() -> None:
    text = library("H5P.AdvancedText")
    silent = bring(package(library("H5P.Column", needs=("H5P.AdvancedText 1.0",)), text, main="H5P.Column 1.0"))
    needs = ("H5P.AdvancedText 1.0", "H5P.Blanks 1.0")
    column = library("H5P.Column", (1, 1, 0), needs=needs)
    asking = bring(package(column, text, library("H5P.Blanks"), main="H5P.Column 1.1"))
    infos = api.content_info(content_ids=[silent.content_id, asking.content_id])
    assert [infos[each.content_id].scores for each in (silent, asking)] == [False, True]


def test_content_info_costs_one_query_for_any_number(django_assert_num_queries: object) -> None:
    ids = [bring(package(library())).content_id for _ in range(3)]
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = api.content_info(content_ids=[*ids, 9999])
    assert sorted(found) == sorted(ids)
    assert found[ids[0]].library == "Essai.Mot"
    assert found[ids[0]].scores


def test_a_content_that_a_page_plays_cannot_be_deleted(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Page, ReferenceIndex

    content_id = bring(package(library())).content_id
    page_type = ContentType.objects.get_for_model(Page)
    ReferenceIndex.objects.create(
        base_content_type=page_type,
        content_type=page_type,
        object_id="1",
        to_content_type=ContentType.objects.get_for_model(Content),
        to_object_id=str(content_id),
        model_path="body",
        content_path="body",
        content_path_hash="0ae1bd4d-9b8b-5f31-9d3c-0c0a9e4f1a11",
    )
    with pytest.raises(ContentInUse):
        api.delete_content(content_id=content_id)


def test_a_large_file_goes_through_little_memory() -> None:
    large = package(library(), files={"videos/a.mp4": os.urandom(40 * MIB)})
    tracemalloc.start()
    bring(large)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10 * MIB


def test_limits_come_from_the_settings(settings: object) -> None:
    settings.PV_H5P_LIMITS = {"entries": 3}  # type: ignore[attr-defined]
    assert importing.limits().entries == 3
    with pytest.raises(api.PackageInvalid):
        bring(package(library()))


@pytest.mark.django_db(transaction=True)
def test_two_people_who_import_the_same_new_library_at_once_both_succeed() -> None:
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    def one(_number: int) -> ImportResult:
        try:
            return bring(package(library(), library("Essai.Socle")))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(one, range(4)))
    assert len({each.content_id for each in results}) == 4
    assert Library.objects.count() == 2
    for each in Library.objects.all():
        assert (storage.libraries_root() / each.path / "library.json").is_file()
    assert Content.objects.filter(dependencies__library__machine_name="Essai.Mot").count() == 4
