"""The notebook of the demo's spokesperson: written through the door that everyone's goes through."""

from datetime import datetime
from functools import partial
from typing import Any

from cms.demo import reading
from cms.demo.accounts import user_of
from cms.demo.ledger import Ledger
from courses.learning import api as learning
from modules.assemblies import api as assemblies


def seed_notebook(ledger: Ledger, *, now: datetime) -> None:
    """Writes the pages once; a spokesperson who takes them out keeps them out."""
    content = reading.notebook()
    if user := user_of(ledger, content["person"]):
        ledger.once(f"notebook:{content['person']}", partial(_write, user, content, now))


def _write(user: Any, content: dict[str, Any], now: datetime) -> None:
    assemblies.choose_species(user=user, slug=content["species"])
    for kind, text in content["pages"].items():
        sent = learning.SentText(text=text.strip(), known=0)
        assemblies.save_page(user=user, kind=assemblies.PageKind(kind), sent=sent, now=now)
