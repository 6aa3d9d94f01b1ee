"""The one-page aids, printed as tagged PDF documents."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import typst
from django.core.files.base import ContentFile

from cms.demo import reading
from cms.demo.ledger import Ledger, model

TEMPLATE = Path(__file__).parent / "typst" / "aid.typ"


def seed_documents(ledger: Ledger) -> None:
    for aid in reading.aids():
        ledger.once(f"document:{aid['slug']}", partial(_store, aid))


def aid_pdf(aid: dict[str, Any]) -> bytes:
    """The aid as a PDF/UA document of one A4 page, landscape."""
    return typst.compile(str(TEMPLATE), sys_inputs={"aid": json.dumps(aid)}, pdf_standards=["ua-1"])


def _store(aid: dict[str, Any]) -> int:
    document = model("pv_library.CreditedDocument")(title=aid["title"], credit="Porte-Voix, CC BY-SA 4.0")
    content = aid_pdf(aid)
    document.file.save(f"{aid['slug']}.pdf", ContentFile(content), save=False)
    document.file_size = len(content)
    document.save()
    return int(document.pk)
