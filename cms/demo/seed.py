"""Loads the seed: the site's pages, the course, its people and what they did.

Loading again adds what is missing and changes nothing else (see `cms.demo.ledger`).
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from cms.accounts.groups import grant_group_permissions
from cms.demo.accounts import seed_accounts
from cms.demo.courses import seed_course
from cms.demo.documents import seed_documents
from cms.demo.journeys import seed_journeys
from cms.demo.ledger import Ledger
from cms.demo.living import seed_living_world
from cms.demo.notebooks import seed_notebook
from cms.demo.site_pages import seed_home, seed_site_pages, show_course_on_home
from cms.demo.spokespeople import seed_assembly, seed_spokespeople_course


@dataclass(frozen=True, slots=True)
class Seeded:
    """What loading did: the keys added, and the password made for the accounts if none was given."""

    added: tuple[str, ...]
    made_password: str | None


def seed(*, password: str = "", journeys: bool = True, now: datetime | None = None) -> Seeded:
    """Loads what is missing. Without `journeys`, nobody has enrolled or learnt anything yet."""
    ledger = Ledger()
    _seed_content(ledger)
    made_password = seed_accounts(ledger, password)
    if journeys:
        seed_journeys(ledger, now=now or timezone.now())
        seed_assembly(ledger, now=now or timezone.now())
        seed_notebook(ledger, now=now or timezone.now())
    if any(not key.startswith("question:") for key in ledger.added):
        grant_group_permissions()
    return Seeded(tuple(ledger.added), made_password)


def _seed_content(ledger: Ledger) -> None:
    seed_documents(ledger)
    seed_living_world(ledger)
    home_id = seed_home(ledger)
    seed_course(ledger, home_id)
    seed_spokespeople_course(ledger)
    seed_site_pages(ledger, home_id)
    show_course_on_home(ledger, home_id)
