"""The aids are one-page tagged documents."""

import io

import pytest
from pypdf import PdfReader

from cms.demo import reading
from cms.demo.documents import aid_pdf


@pytest.mark.parametrize("aid", reading.aids(), ids=lambda aid: aid["slug"])
def test_an_aid_fits_one_tagged_page_and_says_everything(aid):
    document = PdfReader(io.BytesIO(aid_pdf(aid)))
    assert len(document.pages) == 1
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert document.trailer["/Root"]["/Lang"] == "fr"
    text = " ".join(document.pages[0].extract_text().split())
    assert all(row.split()[0] in text for row in aid["rows"] if row)
    assert aid["title"] in text
