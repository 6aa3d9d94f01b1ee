"""Remembers what the seed loaded, so that loading again adds what is missing and touches nothing else."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import transaction

from cms.demo.models import SeedMark

Ids = dict[str, int | None]


class Ledger:
    """The items loaded so far, read in one query.

    Keys read as `kind:name`, such as `lesson:une-chaise-de-plus`.
    """

    def __init__(self) -> None:
        self.ids: Ids = dict(SeedMark.objects.values_list("key", "object_id"))
        self.added: list[str] = []

    def once(self, key: str, make: Callable[[], int | None]) -> int | None:
        """The id of the item of this key, made now if the seed never made it; None if it has no id."""
        if key not in self.ids:
            with transaction.atomic():
                made = make()
                SeedMark.objects.create(key=key, object_id=made)
            self.ids[key] = made
            self.added.append(key)
        return self.ids[key]


def model(label: str) -> Any:
    """A model by its label, such as `pv_learning.LessonPage`."""
    return apps.get_model(label)


def alive(label: str, pk: int | None) -> Any:
    """The object, or None when people deleted it since."""
    return model(label)._default_manager.filter(pk=pk).first() if pk else None
