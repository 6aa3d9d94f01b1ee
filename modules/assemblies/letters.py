"""Letters of invitation: one A4 page a person, as one tagged PDF (PDF/UA-1), made by Typst.

Names and addresses go in as JSON through `sys_inputs` and are shown as plain text, never read as markup.
"""

import io
import json
import shutil
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.certification import fonts
from media.addresses import site_url
from media.dates import day_label
from modules.assemblies.inviting import Letter
from modules.assemblies.joining_rules import shown_code
from modules.assemblies.models import Membership

SOURCE = Path(__file__).parent / "typst"
# What a window envelope shows.
ADDRESS_LINES = 6


def letters_pdf(*, letters: Sequence[Letter], place: Membership) -> bytes:
    """The letters, in the order of the list, signed by the person at `place`."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(SOURCE / "letter.typ", folder)
        made = typst.compile(
            input=str(Path(folder) / "letter.typ"),
            root=folder,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["ua-1"],
            sys_inputs={"content": json.dumps(_content(letters, place))},
        )
    if not isinstance(made, bytes):
        raise TypeError("Typst gave several files for one batch of letters")
    return made


def _content(letters: Sequence[Letter], place: Membership) -> dict[str, Any]:
    assembly, site = place.assembly, site_url()
    return {
        "title": _("Letters of invitation – %(name)s") % {"name": assembly.name},
        "school": "Porte-Voix",
        "school-line": _("The school of the microparlements du vivant"),
        "assembly": assembly.name,
        "territory": assembly.territory,
        "who": _("What is a spokesperson?"),
        "sentences": [
            _("Someone of here, most often drawn by lot, who lends their voice to a living being."),
            _("They take time to know it: what it needs, what threatens it, whom it depends on."),
            _("Then, in the assembly, they speak where it cannot, before those who decide."),
        ],
        "come": _("To come in"),
        "scan": _("With a telephone: point its camera at this square."),
        "qr-alt": _("QR code that opens this invitation"),
        "type": _("Or, on any computer, type this address:"),
        "address": site.partition("://")[2] + reverse("assemblies:enter"),
        "then": _("then this code:"),
        "no-email": _("No e-mail address is needed. Keep this letter: its code lets you in again, with your password."),
        "without": _("Without a telephone or a computer?"),
        "without-text": _(
            "You take part all the same: everything can be done on paper. Tell %(name)s, or come to the next meeting."
        )
        % {"name": place.name},
        "sender": place.name,
        "sender-line": _("for %(name)s") % {"name": assembly.name},
        "landscape": _landscape(),
        "letters": [_letter(letter, site) for letter in letters],
    }


def _letter(letter: Letter, site: str) -> dict[str, Any]:
    member = letter.member
    lines = [line.strip() for line in member.postal_address.splitlines() if line.strip()]
    # A short line under the name: the address may begin with it already.
    shown = lines if lines and lines[0].casefold() == member.name.casefold() else [member.name, *lines]
    return {
        "number": _("no. %(number)s") % {"number": member.number},
        "envelope": [line[:60] for line in shown[:ADDRESS_LINES]],
        "hello": _("Hello %(name)s,") % {"name": member.name},
        "invited": _invited(member),
        "qr": _qr(site + reverse("assemblies:invitation", args=[letter.secret.token])),
        "code": shown_code(letter.secret.code),
        "until": _until(letter),
        "replaces": _("This letter replaces the one before: its code no longer works.") if letter.replaces else "",
    }


def _invited(member: Membership) -> str:
    assembly = member.assembly.name
    if member.species is None:
        return _("A place is kept for you in %(assembly)s.") % {"assembly": assembly}
    species = member.species.short_name or member.species.vernacular_name
    words = _("A place is kept for you in %(assembly)s. You will speak there for %(species)s.")
    return words % {"assembly": assembly, "species": species}


def _until(letter: Letter) -> str:
    if letter.member.user_id:
        return _("You came in before: this code asks for the password you chose, if you chose one.")
    return _("This code is yours alone. It waits for you until %(day)s.") % {"day": day_label(letter.expires_at)}


def _qr(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=0, dark="#1C2721", xmldecl=False)
    return out.getvalue().decode()


@cache
def _landscape() -> str:
    return (Path(fonts.__file__).parent / "typst" / "landscape.svg").read_text(encoding="utf-8")


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(fonts.fonts_dir())])
