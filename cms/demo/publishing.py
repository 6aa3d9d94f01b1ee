"""Puts the seed's pages in the tree, published and with a first revision to go back to."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from cms.demo.ledger import Ledger, alive

PAGE = "wagtailcore.Page"


def seed_page(ledger: Ledger, key: str, parent_id: int | None, make: Callable[[], Any]) -> int | None:
    """The id of the page of this key under its parent; None when people removed the parent."""
    if key in ledger.ids:
        return ledger.ids[key]
    parent = alive(PAGE, parent_id)
    return ledger.once(key, lambda: publish(make(), parent)) if parent else None


def publish(page: Any, parent: Any) -> int:
    """Publishes `page` under `parent`, unless people made a page of that address there before."""
    if existing := parent.get_children().filter(slug=page.slug).first():
        return int(existing.pk)
    page.live = False
    parent.add_child(instance=page)
    page.save_revision().publish()
    return int(page.pk)


def block(kind: str, value: Any) -> dict[str, Any]:
    """One block of a StreamField or of a ListBlock, as it is stored."""
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def items(values: Iterable[Any]) -> list[dict[str, Any]]:
    return [block("item", value) for value in values]
