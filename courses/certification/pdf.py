"""The certificate as a tagged PDF (PDF/UA-1), A4 landscape, made by Typst.

Every text goes in through `sys_inputs`, which Typst reads as plain strings: nothing a person wrote is ever
part of the Typst source.
"""

import io
from functools import lru_cache
from pathlib import Path

import segno
import typst
from django.utils.translation import gettext as _

from courses.certification.data import Verification
from courses.certification.fonts import fonts_dir
from media.dates import day_label

SOURCE = Path(__file__).parent / "typst"


def certificate_pdf(*, verification: Verification, address: str) -> bytes:
    """The certificate of `verification`, whose QR code and text lead to `address` (a whole address)."""
    document = typst.compile(
        input=str(SOURCE / "certificate.typ"),
        root=str(SOURCE),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=int(verification.issued_at.timestamp()) if verification.issued_at else None,
        sys_inputs={"qr": _qr_svg(address), "address": address, **_texts(verification)},
    )
    if not isinstance(document, bytes):
        raise TypeError("Typst gave several files for one certificate")
    return document


def badge_picture(*, title: str, number: str) -> bytes:
    """A square picture of a certificate, PNG, 640 pixels wide, for wallets of open badges."""
    picture = typst.compile(
        input=str(SOURCE / "badge.typ"),
        root=str(SOURCE),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="png",
        ppi=144,
        sys_inputs={"school": "Porte-Voix", "title": title, "number": number},
    )
    if not isinstance(picture, bytes):
        raise TypeError("Typst gave several pictures for one badge")
    return picture


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(fonts_dir())])


def _qr_svg(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=0, dark="#1C2721", xmldecl=False)
    return out.getvalue().decode()


def _texts(verification: Verification) -> dict[str, str]:
    issued, expires = verification.issued_at, verification.expires_at
    return {
        "language": "fr",
        "document-title": f"{verification.title} – {verification.number}",
        "school": "Porte-Voix",
        "school-line": _("The school of the microparlements du vivant"),
        "title": verification.title,
        "given-to": _("Awarded to"),
        "name": verification.holder_name or _("the holder, whose name is not written yet"),
        "description": verification.description,
        "course": _("Course: %(title)s") % {"title": verification.course} if verification.course else "",
        "number-label": _("Number"),
        "number": verification.number,
        "issued-label": _("Issued on"),
        "issued": day_label(issued),
        "expires-label": _("Valid until") if expires else "",
        "expires": day_label(expires),
        "verify": _("Check this certificate"),
        "qr-alt": _("QR code that leads to the verification page of this certificate"),
        "landscape-alt": _(
            "The landscape in section: river, hedges, forest, meadow, town and, under them all, the soil"
        ),
        "legal": _("Issued by this school. It is not a qualification recognised by the State."),
    }
