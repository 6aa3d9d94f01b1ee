"""What the assemblies hold about someone: their places and invitations, and their notebook."""

from typing import Any

from modules.assemblies import notebook
from modules.assemblies.models import CallNote, Delivery, Invitation, Membership

PLACE = ("assembly__name", "number", "name", "email", "phone", "postal_address", "role", "college__name")
MORE = ("species__vernacular_name", "given", "spare", "created_at", "joined_at")
READ = ("document__title", "given_at", "announced_at", "opened_at")
CALLS = ("membership__assembly__name", "called_on", "note")
DATES = ("membership__assembly__name", "channel", "address", "created_at", "sent_at", "opened_at", "accepted_at")


def personal_data_of(*, user: Any) -> dict[str, Any]:
    """The notebook and the places in assemblies, ready to be exported as JSON; empty for whoever has neither.

    Nothing that opens an invitation is in it: only its hash is kept.
    """
    held = notebook.personal_data_of(user=user)
    places = list(Membership.objects.filter(user=user.pk).values(*PLACE, *MORE))
    if places:
        invitations = Invitation.objects.filter(membership__user=user.pk).order_by("pk")
        documents = Delivery.objects.filter(membership__user=user.pk).order_by("pk")
        held |= {
            "places": places,
            "invitations": list(invitations.values(*DATES, "withdrawn_at", "expires_at")),
            "documents": list(documents.values(*READ)),
            "calls": list(CallNote.objects.filter(membership__user=user.pk).values(*CALLS)),
        }
    return held


def erase_personal_data(*, user: Any) -> None:
    """Forgets the notebook, and the places with their invitations: the assembly keeps no trace of their name."""
    notebook.erase_personal_data(user=user)
    Membership.objects.filter(user=user.pk).delete()
