import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from pypdf import PdfReader

from courses.certification.data import Standing, Verification
from courses.certification.pdf import certificate_pdf

ADDRESS = "https://porte-voix.example/certificats/6f9619ff-8b86-d011-b42d-00c04fc964ff/"
VERIFICATION = Verification(
    standing=Standing.VALID,
    number="PV-2026-000123-K",
    uuid=UUID("6f9619ff-8b86-d011-b42d-00c04fc964ff"),
    title="Attestation de connaissances – premiers chapitres",
    description="Connaît le cadre, les rôles et la préparation d’un microparlement du vivant.",
    course="Animer un microparlement du vivant, de A à Z",
    holder_name="Amélie Łukaszewicz-d’Hérouville",
    issued_at=datetime(2026, 11, 22, 12, tzinfo=UTC),
)


def read(verification=VERIFICATION):
    return PdfReader(io.BytesIO(certificate_pdf(verification=verification, address=ADDRESS)))


def text_of(reader: PdfReader) -> str:
    return " ".join(reader.pages[0].extract_text().replace("\u200b", "").split())


def test_certificate_says_who_what_when_and_where_to_check():
    text = text_of(read())
    for part in (VERIFICATION.holder_name, VERIFICATION.title, VERIFICATION.number, "22 novembre 2026"):
        assert part in text
    assert ADDRESS in text.replace(" ", "")


def test_certificate_is_one_a4_landscape_page():
    reader = read()
    assert len(reader.pages) == 1
    width, height = (round(float(side) / 72 * 25.4) for side in reader.pages[0].mediabox[2:])
    assert (width, height) == (297, 210)


def test_certificate_is_tagged_french_and_declares_pdf_ua():
    reader = read()
    catalogue = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"].startswith("fr")
    assert "/StructTreeRoot" in catalogue
    assert b"pdfuaid:part" in catalogue["/Metadata"].get_data()
    assert VERIFICATION.number in reader.metadata.title


def test_pictures_have_their_alternative_text():
    raw = certificate_pdf(verification=VERIFICATION, address=ADDRESS)
    reader = PdfReader(io.BytesIO(raw))
    alternatives = [
        reader.get_object(number).get("/Alt")
        for number in range(1, len(reader.xref_objStm) + 200)
        if isinstance(_object(reader, number), dict) and "/Alt" in _object(reader, number)
    ]
    assert any("QR" in text for text in alternatives)
    assert any("paysage" in text.lower() for text in alternatives)


def _object(reader, number):
    try:
        return reader.get_object(number)
    except Exception:
        return None


def test_certificate_embeds_the_sites_own_fonts():
    fonts = read().pages[0]["/Resources"]["/Font"]
    names = {re.sub(r"^/[A-Z]{6}\+", "", font.get_object()["/BaseFont"]) for font in fonts.values()}
    assert any("Porte-VoixTitre" in name for name in names)
    assert any("Porte-VoixTexte" in name for name in names)


@pytest.mark.parametrize(
    "hostile",
    ['#import "/etc/passwd"', "*gras* _i_ $x$ `code`", "#panic(1)", "\\ ] [ #{", "<script>alert(1)</script>"],
)
def test_what_a_person_wrote_is_text_never_typst(hostile):
    assert "".join(hostile.split()) in "".join(text_of(read(replace(VERIFICATION, holder_name=hostile))).split())


def test_the_longest_name_and_description_stay_on_one_page():
    long = replace(VERIFICATION, holder_name="Marie-Antoinette " * 17, description="Sait dire. " * 60)
    assert len(read(long).pages) == 1


def test_a_certificate_without_a_name_says_so():
    assert "pas encore inscrit" in text_of(read(replace(VERIFICATION, holder_name="")))
