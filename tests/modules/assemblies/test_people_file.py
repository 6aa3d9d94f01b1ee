"""A spreadsheet's list: read however French spreadsheets write it, told line by line, whole or not at all."""

import threading
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from modules.assemblies.data import AssemblyRefused, Role
from modules.assemblies.importing_people import add_people_of_file
from modules.assemblies.models import Assembly, Membership
from modules.assemblies.people_file import MAX_BYTES, KnownList, read_people, text_of

SEMICOLONS = """Prénom;NOM;E-mail;Téléphone;Adresse;Code postal;Ville;Rôle;Collège;Remarque
Odile;GARNIER;Odile@Example.org;06 12 34 56 78;12 rue du Moulin;35000;Val-d’Ambre;;Rivière;vue au marché

Malik;Benali;;;;;;garante;;
"""
KNOWN = KnownList({"riviere": 7}, frozenset({"deja@example.org"}), {"marieleroy": frozenset({""})})


def read(text, known=KNOWN):
    return read_people(text, known, valid_email=lambda email: "@" in email)


def problems(text):
    return [[id for id, _said in line.problems] for line in read(text).lines]


def test_list_with_semicolons_is_read():
    found = read(SEMICOLONS)
    odile, malik = found.lines
    assert (odile.line, odile.name, odile.email) == (2, "Odile Garnier", "odile@example.org")
    assert odile.address == "12 rue du Moulin\n35000 Val-d’Ambre"
    assert (odile.college_id, odile.role) == (7, Role.MEMBER)
    assert (malik.line, malik.name, malik.role) == (4, "Malik Benali", Role.GARANT)
    assert found.ignored == ("Remarque",)
    assert found.new == found.lines


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_spreadsheets_of_every_kind_are_read(separator, encoding, end):
    content = SEMICOLONS.replace(";", separator).replace("\n", end).encode(encoding)
    assert [line.name for line in read(text_of(content)).lines] == ["Odile Garnier", "Malik Benali"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Zoé;pas-une-adresse;;", ["bad-email"]),
        ("Zoé;;;Océan", ["unknown-college"]),
        ("Zoé;;maire;", ["unknown-role"]),
        (";a@b.fr;;", ["no-name"]),
        ("Ana;ana@b.fr;;", ["twice"]),
        ("ANÀ;;;", ["twice"]),
        (f"{'z' * 121};;;", ["too-long"]),
        ("Zoé;x;maire;Océan", ["bad-email", "unknown-role", "unknown-college"]),
    ],
)
def test_line_that_cannot_be_added_says_why(line, expected):
    assert problems(f"nom;mail;rôle;collège\nAna;ana@b.fr;;Rivière\n{line}\n") == [[], expected]


def test_people_of_the_list_are_passed_over():
    found = read("nom;courriel\nQuelqu’un;deja@example.org\nMarie Leroy;\nMarie Leroy;autre@b.fr\nAna;\n")
    assert [line.known for line in found.lines] == [True, True, True, False]


def test_namesakes_with_an_address_each_are_two_people():
    assert problems("nom;mail\nAna Roy;a@b.fr\nAna Roy;c@d.fr\n") == [[], []]


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", "file-empty"),
        (b"nom;mail\n", "file-empty"),
        (b"mail;tel\na@b.fr;06\n", "file-without-names"),
        (b"PK\x03\x04excel", "file-not-csv"),
        (b"nom\nA\x00B\n", "file-not-csv"),
        (b"x" * (MAX_BYTES + 1), "file-too-big"),
        (b"nom\n" + b"".join(b"P%d\n" % number for number in range(1001)), "file-too-long"),
        (b"nom\n" + b";" * 100 + b"\n", "file-not-csv"),
        (b'nom;mail\n"' + b"a" * 200_000, "file-not-csv"),
    ],
)
def test_file_that_is_no_list_is_refused(content, refusal):
    with pytest.raises(AssemblyRefused) as refused:
        read(text_of(content))
    assert refused.value.id == refusal


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content):
    try:
        found = read(text_of(b"nom;mail\n" + content))
    except AssemblyRefused:
        return
    assert all(line.problems or line.name for line in found.lines)


def page(assembly, name="import_people"):
    return reverse(f"assemblies:{name}", args=[assembly.slug])


def upload(client, assembly, text):
    file = SimpleUploadedFile("liste.csv", text.encode("cp1252", errors="replace"))
    return client.post(page(assembly), {"file": file})


def test_list_is_told_then_added_once(client, coordinator, colleges):
    # The fixture gave number 1 by hand.
    Assembly.objects.update(last_number=1)
    client.force_login(coordinator.user)
    told = upload(client, coordinator.assembly, SEMICOLONS)
    text = unescape(told.content.decode())
    assert "2 personnes à ajouter" in text
    assert "Remarque" in text
    assert Membership.objects.count() == 1
    sent = {"text": told.context["text_form"].initial["text"]}
    for _click in range(2):
        assert client.post(page(coordinator.assembly, "add_people"), sent).status_code == 302
    added = Membership.objects.exclude(pk=coordinator.pk)
    assert [(each.name, each.number, each.role, each.speaks) for each in added] == [
        ("Odile Garnier", 2, "member", True),
        ("Malik Benali", 3, "garant", True),
    ]
    assert added[0].college == colleges[0]


def test_one_bad_line_keeps_everybody_out(client, coordinator):
    client.force_login(coordinator.user)
    text = "nom;mail;collège\nAna;ana@example.org;\nZoé;zoe;Océan\n"
    told = unescape(upload(client, coordinator.assembly, text).content.decode())
    assert "Une ligne est à corriger" in told
    assert "« zoe » n’est pas une adresse e-mail".replace("« ", "«\u202f").replace(" »", "\u202f»") in told
    assert "le collège" in told
    client.post(page(coordinator.assembly, "add_people"), {"text": text})
    assert Membership.objects.count() == 1


@pytest.mark.parametrize("text", ["", "\x00", "nom", '"', "nom;" * 200])
def test_hostile_text_is_explained(client, coordinator, text):
    client.force_login(coordinator.user)
    assert upload(client, coordinator.assembly, text).status_code == 422
    answer = client.post(page(coordinator.assembly, "add_people"), {"text": text}, follow=True)
    assert answer.status_code == 200
    assert Membership.objects.count() == 1


def test_reading_a_list_costs_as_many_queries_short_as_long(client, coordinator, django_assert_max_num_queries):
    Assembly.objects.update(last_number=1)
    client.force_login(coordinator.user)
    for count in (2, 400):
        text = "nom\n" + "".join(f"Personne {number}\n" for number in range(count))
        with django_assert_max_num_queries(9):
            upload(client, coordinator.assembly, text)
    # SQLite takes some eighty rows at once.
    with django_assert_max_num_queries(24):
        client.post(page(coordinator.assembly, "add_people"), {"text": text})
    assert Membership.objects.count() == 401


@pytest.mark.django_db(transaction=True)
def test_list_added_twice_at_once_adds_each_person_once(assembly):
    start = threading.Barrier(2)

    def add():
        start.wait()
        try:
            add_people_of_file(assembly_id=assembly.pk, text="nom\nAna\nZoé\n")
        finally:
            connection.close()

    threads = [threading.Thread(target=add) for _click in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(Membership.objects.values_list("name", "number")) == [("Ana", 1), ("Zoé", 2)]
