"""Deleting a record of the living world: what goes with it, or what holds it, read from the records themselves.

Wagtail's reference index does not know the records that came by hundreds, from a file or from the seed.
"""

from typing import Any

from django.contrib import messages
from django.db import router
from django.db.models import Q
from django.db.models.deletion import Collector, ProtectedError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.snippets.views.snippets import DeleteView

from modules.living.models import Interaction, Species


def held_by(record: Any) -> int:
    """How many records need this one, so that it cannot go."""
    try:
        Collector(using=router.db_for_write(type(record))).collect([record])
    except ProtectedError as error:
        return len(error.protected_objects)
    return 0


def interactions_of(record: Any) -> int:
    """How many interactions go with a species; none with anything else."""
    if not isinstance(record, Species):
        return 0
    return Interaction.objects.filter(Q(source=record) | Q(target=record)).count()


class LivingDeleteView(DeleteView):  # type: ignore[misc]
    """Asks, says what goes with the record, and refuses when something needs it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        held = held_by(self.object)
        return {
            **context,
            "held": held,
            "interactions": interactions_of(self.object),
            "is_protected": bool(held) or context.get("is_protected"),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        if held_by(self.object):
            messages.error(self.request, _("Other records need this one: nothing was deleted."))
            return redirect(self.get_delete_url())
        return super().form_valid(form)
