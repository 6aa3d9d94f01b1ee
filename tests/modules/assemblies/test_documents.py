"""Documents: hostile files refused, given to their audience, announced once, opened by those they are for."""

import io
import zipfile

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from modules.assemblies import sending_documents
from modules.assemblies.data import Role
from modules.assemblies.document_formats import clean_name
from modules.assemblies.models import Delivery, Document, Sending

PDF = b"%PDF-1.7 une carte"


@pytest.fixture
def space(assembly):
    return f"/assemblees/{assembly.slug}/documents/"


@pytest.fixture
def send(client, coordinator, space, django_capture_on_commit_callbacks):
    """The coordinator sends a file; what is answered."""

    def send(name="carte.pdf", content=PDF, **fields):
        client.force_login(coordinator.user)
        sent = {"title": "La carte", "audience": "everybody", "upload": SimpleUploadedFile(name, content), **fields}
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(space, sent)

    return send


def test_a_document_reaches_everybody_and_is_announced_once(send, make_member, client, space):
    odile = make_member("Odile", email="odile@example.org")
    make_member("Paul", joined=False)
    assert send().status_code == 302
    assert send().status_code == 302  # a double click
    assert Document.objects.count() == 1
    assert Delivery.objects.count() == 2
    assert [letter.to for letter in mail.outbox] == [["odile@example.org"]]
    assert mail.outbox[0].subject.startswith("À lire\u202f: La carte")
    assert "/documents/" in mail.outbox[0].body
    sending = Sending.objects.get()
    assert (sending.total, sending.done, sending.failed) == (1, 1, 0)
    assert sending.finished_at
    client.force_login(odile.user)
    assert "La carte" in client.get(space).content.decode()


def test_opening_is_dated_once_and_shown_to_the_coordinator(send, make_member, client, space, coordinator):
    odile = make_member("Odile Garnier")
    send()
    document = Document.objects.get()
    client.force_login(odile.user)
    response = client.get(f"{space}{document.pk}/")
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="carte.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    first = Delivery.objects.get(membership=odile).opened_at
    client.get(f"{space}{document.pk}/")
    assert Delivery.objects.get(membership=odile).opened_at == first
    assert client.get(f"{space}{document.pk}/lectures/").status_code == 403
    client.force_login(coordinator.user)
    page = client.get(f"{space}{document.pk}/lectures/").content.decode()
    assert "Odile Garnier" in page
    assert "sans adresse\u202f: à donner sur papier" in page


def test_asking_for_the_heads_of_a_document_is_not_opening_it(send, make_member, client, space):
    odile = make_member("Odile")
    send()
    client.force_login(odile.user)
    assert client.head(f"{space}{Document.objects.get().pk}/").status_code == 200
    assert Delivery.objects.get(membership=odile).opened_at is None


def test_an_email_that_did_not_leave_is_told_and_tried_again(
    send, make_member, client, space, settings, django_capture_on_commit_callbacks
):
    make_member("Odile", email="odile@example.org")
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "tests.modules.assemblies.test_documents.Broken"
    send()
    document = Document.objects.get()
    page = client.get(f"{space}{document.pk}/lectures/").content.decode()
    assert "Un e-mail n’est pas parti" in page
    assert "est parti." not in page
    settings.EMAIL_BACKEND = working
    for _click in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(f"{space}{document.pk}/reprendre/")
    sending = Sending.objects.get()
    assert (sending.done, sending.failed, len(mail.outbox)) == (1, 0, 1)
    assert Delivery.objects.get(membership__email="odile@example.org").announced_at


class Broken(BaseEmailBackend):
    """A mail service that is down."""

    def send_messages(self, email_messages):
        raise OSError("no answer")


def test_a_college_reads_its_own_documents_only(send, make_member, client, space, colleges):
    river, forest = (make_member(f"Voix {one}", college=one) for one in colleges[:2])
    send(audience="college", college=colleges[0].pk)
    document = Document.objects.get()
    for member, status in ((river, 200), (forest, 404)):
        client.force_login(member.user)
        assert client.get(f"{space}{document.pk}/").status_code == status
    late = make_member("Arrivée plus tard", college=colleges[0])
    client.force_login(late.user)
    assert client.get(f"{space}{document.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<html>"),
        ("carte.pdf", b"<script>alert(1)</script>"),
        ("carte.pdf.exe", b"MZ"),
        ("dessin.svg", b"<svg/>"),
        ("notes.txt", b"<!DOCTYPE html><script>"),
        ("notes.txt", b"a\x00b"),
        ("vide.pdf", b""),
        ("sans-extension", PDF),
    ],
)
def test_a_hostile_file_is_refused_with_a_word_and_leaves_nothing(send, name, content):
    response = send(name, content)
    assert response.status_code == 422
    assert not Document.objects.exists()
    assert response.context["form"].errors["upload"]


def test_a_file_too_heavy_is_refused(send, monkeypatch):
    monkeypatch.setattr("modules.assemblies.document_formats.MAX_BYTES", 10)
    assert "20 Mo" in send().content.decode()


@pytest.mark.parametrize(
    ("given", "kept"),
    [("../../etc/passwd.PDF", "etc passwd.pdf"), ("a\x00b\n.pdf", "a b.pdf"), (".pdf", "document.pdf")],
)
def test_names_lose_what_could_harm(given, kept):
    assert clean_name(given).lstrip(". ") == kept


def test_a_college_must_be_said(send):
    response = send(audience="college")
    assert response.status_code == 422
    assert "Dites lequel" in response.content.decode()


def test_withdrawing_removes_the_file_and_its_traces(send, client, space, django_capture_on_commit_callbacks):
    send()
    document = Document.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"{space}{document.pk}/retirer/").status_code == 302
    assert not default_storage.exists(document.file.name)
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("role", list(Role))
def test_who_sends_and_who_sees(client, make_member, space, send, role):
    send()
    document = Document.objects.get()
    client.force_login(make_member(f"Personne {role}", role).user)
    assert client.get(space).status_code == 200
    assert client.get(f"{space}{document.pk}/").status_code == 200
    seen = client.get(f"{space}{document.pk}/lectures/").status_code
    assert seen == (200 if role is Role.COORDINATOR else 403)
    sends = role in {Role.COORDINATOR, Role.ADMINISTRATION, Role.FACILITATOR}
    assert client.post(f"{space}{document.pk}/retirer/").status_code == (302 if sends else 403)


def test_nobody_from_elsewhere(client, make_user, space, send):
    send()
    document = Document.objects.get()
    client.force_login(make_user("ailleurs"))
    for address in (space, f"{space}{document.pk}/", f"{space}{document.pk}/lectures/"):
        assert client.get(address).status_code == 404
    client.logout()
    assert client.get(space).status_code == 302
    assert client.get(f"/fichiers/{document.file.name}").status_code == 404


def test_queries_do_not_grow_with_documents_or_people(client, coordinator, make_member, space, send):
    counts = []
    for extra in (1, 6):
        for number in range(extra):
            make_member(f"Voix {extra}-{number}")
            send(name=f"carte-{extra}-{number}.pdf", title=f"Carte {extra}-{number}")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(space).status_code == 200
        with CaptureQueriesContext(connection) as read:
            client.get(f"{space}{Document.objects.first().pk}/lectures/")
        counts.append((len(captured), len(read)))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12


def archive(parts):
    """A zip file of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


ODT = "application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    ("name", "content", "taken"),
    [
        ("carte.odt", archive({"mimetype": ODT, "content.xml": "<x/>"}), True),
        ("carte.docx", archive({"word/document.xml": "<x/>"}), True),
        ("carte.xlsx", archive({"xl/workbook.xml": "<x/>"}), True),
        ("carte.pptx", archive({"ppt/presentation.xml": "<x/>"}), True),
        ("carte.odt", archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), False),
        ("carte.odt", archive({"mimetype": ODT + "x" * 5_000_000}), False),
        ("carte.docx", archive({"xl/workbook.xml": "<x/>"}), False),
        ("carte.docx", archive({"virus.exe": "MZ"}), False),
        ("carte.ods", b"PK\x03\x04 and nothing more", False),
    ],
)
def test_an_office_document_is_what_its_name_says(send, name, content, taken):
    response = send(name, content)
    assert response.status_code == (302 if taken else 422)
    assert Document.objects.count() == int(taken)


def test_two_workers_write_once_and_one_that_died_is_told(send, make_member, client, space, monkeypatch):
    """The second worker comes while the first one writes; then a worker dies in the middle of a letter."""
    odile = make_member("Odile", email="odile@example.org")
    first = sending_documents._letter

    def letter_while_another_worker_comes(delivery, sending):
        monkeypatch.setattr(sending_documents, "_letter", first)
        sending_documents.send_document.func(sending.pk)
        return first(delivery, sending)

    monkeypatch.setattr(sending_documents, "_letter", letter_while_another_worker_comes)
    send()
    assert len(mail.outbox) == 1
    sending = Sending.objects.get()
    assert (sending.done, sending.failed) == (1, 0)
    Delivery.objects.filter(membership=odile).update(announced_at=None, failed_at=timezone.now())
    Sending.objects.update(finished_at=None)
    sending_documents.send_document.func(sending.pk)
    sending.refresh_from_db()
    assert (sending.done, sending.failed) == (1, 1)
    assert len(mail.outbox) == 1
