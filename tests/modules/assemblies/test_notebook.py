"""The notebook: its owner's alone, kept whatever happens, shared page by page."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from modules.assemblies.models import Notebook, NotebookPage, NotebookPhotograph
from modules.assemblies.notebook_rules import PageKind, SpeechLength, measure_of
from modules.assemblies.photographs import PhotographRefused, remade

BOOK = "/mon-parcours/carnet/"
LETTER = f"{BOOK}lettre/"
OBSERVE = f"{BOOK}observer/"
FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def writer(make_member, colleges, species, client):
    """A member of the first college, signed in, who speaks for its first species."""
    member = make_member("Odile Garnier", college=colleges[0], species=species[0])
    client.force_login(member.user)
    return member


@pytest.fixture
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def picture(size=(60, 40), format="JPEG", **options):
    out = io.BytesIO()
    Image.new("RGB", size, "green").save(out, format, **options)
    return out.getvalue()


def located():
    """A photograph that says where it was taken, turned on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Appareil de Claire"
    exif.get_ifd(0x8825)[2] = (IFDRational(48), IFDRational(7), IFDRational(0))
    return picture((80, 40), exif=exif)


def add(client, content, name="photo.jpg", caption="La berge"):
    return client.post(
        f"{BOOK}photographies/", {"photograph": SimpleUploadedFile(name, content), "caption": caption}, follow=True
    )


def test_every_page_opens_for_someone_without_an_assembly(client, make_user, species):
    client.force_login(make_user("seule"))
    assert "Choisir cette espèce" in client.get(BOOK).content.decode()
    client.post(f"{BOOK}espece/", {"species": species[1].slug})
    assert species[1].short_name in client.get(BOOK).content.decode()
    for kind in PageKind:
        assert client.get(f"{BOOK}{kind}/").status_code == 200


def test_an_unknown_species_and_an_unknown_page_are_refused(client, make_user, species):
    client.force_login(make_user("seule"))
    page = client.post(f"{BOOK}espece/", {"species": "licorne"}, follow=True)
    assert "ne peut pas être choisie" in page.content.decode()
    assert client.get(f"{BOOK}secret/").status_code == 404


def test_nobody_enters_without_signing_in(client):
    for address in (BOOK, LETTER, f"{BOOK}livret.pdf"):
        assert client.get(address).status_code == 302


def test_a_form_keeps_the_page_and_comes_back_to_it(client, writer):
    page = client.post(LETTER, {"text": "Chers voisins,\r\n\r\nJe dors le jour.", "version": "0"}, follow=True)
    assert "Chers voisins,\n\nJe dors le jour." in page.content.decode()
    assert NotebookPage.objects.get().text == "Chers voisins,\n\nJe dors le jour."


def test_two_tabs_keep_both_texts(client, writer):
    first = client.post(LETTER, {"text": "Depuis le bus", "version": "0", "writer": "a"}, headers=FETCH).json()
    second = client.post(LETTER, {"text": "Depuis la maison", "version": "0", "writer": "b"}, headers=FETCH).json()
    assert not first["merged"]
    assert second["merged"]
    assert "Depuis le bus" in second["text"]
    assert "Depuis la maison" in second["text"]
    assert "———" in second["text"]
    again = client.post(LETTER, {"text": "Depuis la maison", "version": "0", "writer": "b"}, headers=FETCH).json()
    assert again["text"] == second["text"]


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999", "٣"])
def test_a_strange_version_loses_nothing(client, writer, version):
    client.post(LETTER, {"text": "Avant", "version": "0"})
    client.post(LETTER, {"text": "Après", "version": version})
    assert "Avant" in NotebookPage.objects.get().text
    assert "Après" in NotebookPage.objects.get().text


def test_too_long_a_page_is_refused_and_the_former_stays(client, writer):
    client.post(LETTER, {"text": "Avant", "version": "0"})
    assert client.post(LETTER, {"text": "x" * 60_000, "version": "1"}, headers=FETCH).status_code == 413
    assert NotebookPage.objects.get().text == "Avant"


def test_a_page_is_private_until_it_is_shared_and_again_once_taken_back(client, writer):
    client.post(LETTER, {"text": "Secret", "version": "0"})
    page = NotebookPage.objects.get()
    assert page.college is None
    client.post(f"{LETTER}partage/", {"shared": "1"})
    page.refresh_from_db()
    assert page.college == writer.college
    assert "Votre collège la lit" in client.get(LETTER).content.decode()
    client.post(f"{LETTER}partage/", {"shared": "0"})
    page.refresh_from_db()
    assert (page.college, page.shared_at) == (None, None)


def test_without_a_college_nothing_can_be_shared(client, make_user):
    client.force_login(make_user("seule"))
    client.post(LETTER, {"text": "À moi", "version": "0"})
    page = client.post(f"{LETTER}partage/", {"shared": "1"}, follow=True)
    assert "aucun collège" in page.content.decode()
    assert NotebookPage.objects.get().college is None


def test_a_photograph_loses_its_place_its_date_and_its_camera(client, writer, uploads):
    assert b"Appareil de Claire" in located()
    page = add(client, located()).content.decode()
    assert "La berge" in page
    kept = NotebookPhotograph.objects.get()
    assert (kept.width, kept.height) == (40, 80)
    content = b"".join(client.get(f"{BOOK}photographies/{kept.uuid}.jpg"))
    assert b"Appareil" not in content
    assert not Image.open(io.BytesIO(content)).getexif()
    assert "photo" not in kept.file.name.rsplit("/", 1)[-1]


def zip_named_jpg():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.svg", "<svg onload='alert(1)'/>")
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", picture()[:200], zip_named_jpg()],
)
def test_what_is_no_picture_is_refused(client, writer, uploads, content):
    add(client, content or b"x")
    assert not NotebookPhotograph.objects.exists()


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(monkeypatch):
    monkeypatch.setattr("modules.assemblies.photographs.MAX_PIXELS", 1000)
    with pytest.raises(PhotographRefused, match="photograph-too-large"):
        remade(io.BytesIO(picture((100, 100))), size=500)
    with pytest.raises(PhotographRefused, match="photograph-too-heavy"):
        remade(io.BytesIO(picture()), size=10**9)


def test_a_transparent_picture_gets_a_white_ground():
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    content, size = remade(io.BytesIO(out.getvalue()), size=100)
    assert size == (10, 10)
    assert Image.open(io.BytesIO(content)).getpixel((5, 5)) == (255, 255, 255)


def test_the_notebook_holds_twelve_photographs(client, writer, uploads):
    for _each in range(13):
        add(client, picture())
    assert NotebookPhotograph.objects.count() == 12


def test_a_picture_is_its_owners_until_its_page_is_shared(client, writer, make_member, colleges, uploads):
    add(client, picture())
    address = f"{BOOK}photographies/{NotebookPhotograph.objects.get().uuid}.jpg"
    neighbour = make_member("Malik Benali", college=colleges[0])
    stranger = make_member("Sofia Rey", college=colleges[1])
    seen = {}
    for shared in ("0", "1"):
        client.force_login(writer.user)
        client.post(f"{OBSERVE}partage/", {"shared": shared})
        for member in (neighbour, stranger):
            client.force_login(member.user)
            seen[shared, member.name] = client.get(address).status_code
    assert seen == {
        ("0", "Malik Benali"): 404,
        ("0", "Sofia Rey"): 404,
        ("1", "Malik Benali"): 200,
        ("1", "Sofia Rey"): 404,
    }
    client.force_login(stranger.user)
    client.post(f"{address.removesuffix('.jpg')}/retirer/")
    assert NotebookPhotograph.objects.exists()


def test_a_picture_is_forgotten_with_its_file(client, writer, uploads, django_capture_on_commit_callbacks):
    add(client, picture())
    assert list(uploads.rglob("*.jpg"))
    address = f"{BOOK}photographies/{NotebookPhotograph.objects.get().uuid}/retirer/"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address)
    assert not list(uploads.rglob("*.jpg"))


@pytest.mark.parametrize(
    ("words", "length"),
    [(0, SpeechLength.EMPTY), (80, SpeechLength.SHORT), (260, SpeechLength.RIGHT), (400, SpeechLength.LONG)],
)
def test_a_speech_is_measured_beside_two_minutes(words, length):
    measure = measure_of("mot " * words)
    assert (measure.words, measure.length) == (words, length)


def test_elisions_and_compounds_are_single_words():
    assert measure_of("L’eau d'en-haut, aujourd’hui !").words == 3


@given(st.text())
def test_any_text_has_a_length(text):
    assert measure_of(text).seconds >= 0


def test_the_speech_says_its_length_without_a_script(client, writer):
    client.post(f"{BOOK}parole/", {"text": "mot " * 260, "version": "0"})
    assert "260 mots, environ 2 min 00 à voix haute." in client.get(f"{BOOK}parole/").content.decode()


def test_allies_and_conflicts_show_what_the_web_knows(client, make_user, living_world):
    client.force_login(make_user("seule"))
    client.post(f"{BOOK}espece/", {"species": "loutre"})
    assert "La loutre chasse le vairon." in client.get(f"{BOOK}conflits/").content.decode()
    assert "La loutre chasse le vairon." not in client.get(f"{BOOK}allies/").content.decode()


def test_the_booklet_is_a_tagged_pdf_whose_pages_fold_by_four(client, writer, uploads):
    from pypdf import PdfReader

    client.post(LETTER, {"text": "= Pas un titre #set text(red)\n\nChers voisins.", "version": "0"})
    add(client, picture((400, 300)))
    response = client.get(f"{BOOK}livret.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]
    read = PdfReader(io.BytesIO(response.content))
    assert len(read.pages) % 4 == 0
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    text = "\n".join(page.extract_text() for page in read.pages)
    assert "Pas un titre #set text(red)" in text
    assert "Je suis l’espèce 0." in text.replace("\n", " ")
    assert [round(float(side)) for side in read.pages[0].mediabox[2:]] == [420, 595]
    folded = PdfReader(io.BytesIO(client.get(f"{BOOK}livret.pdf?pliage=1").content))
    assert len(folded.pages) * 2 == len(read.pages)


def test_a_blank_notebook_is_a_booklet_to_write_by_hand(client, make_user):
    client.force_login(make_user("seule"))
    assert client.get(f"{BOOK}livret.pdf").content.startswith(b"%PDF")
    assert not Notebook.objects.exists()


def test_the_dashboard_says_what_is_written(client, writer, make_user):
    client.post(LETTER, {"text": "Chers voisins", "version": "0"})
    assert "1 page écrite, sur 8" in client.get("/mon-parcours/").content.decode()
    client.force_login(make_user("sans"))
    assert "Mon carnet" not in client.get("/mon-parcours/").content.decode()


def test_the_notebook_costs_as_many_queries_full_as_blank(client, writer, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as blank:
        client.get(BOOK)
    for kind in PageKind:
        client.post(f"{BOOK}{kind}/", {"text": "mot", "version": "0"})
    with CaptureQueriesContext(connection) as full:
        client.get(BOOK)
    assert len(full) <= len(blank) + 1
    assert len(full) <= 12


def test_personal_data_are_given_back_and_erased(client, writer, uploads, django_capture_on_commit_callbacks):
    from modules.assemblies import api

    client.post(LETTER, {"text": "Chers voisins", "version": "0"})
    add(client, picture())
    held = api.personal_data_of(user=writer.user)
    assert "Chers voisins" in str(held)
    assert "La berge" in str(held)
    with django_capture_on_commit_callbacks(execute=True):
        api.erase_personal_data(user=writer.user)
    assert not Notebook.objects.exists()
    assert not list(uploads.rglob("*.jpg"))
