"""What people read about the records; ids become sentences here."""

from django.utils.translation import gettext_lazy as _

PROBLEMS = {
    "unreachable": _("The other record store cannot be reached. Check its address, then the network."),
    "credentials": _(
        "The other record store refuses our key or its secret. Ask its administrator for a key that may write."
    ),
    "not-found": _("There is no record store at this address: it should end where “/statements” begins."),
    "redirected": _("This address leads to another one: write the last one, as statements follow no redirection."),
    "overloaded": _("The other record store asks us to wait. Nothing to do: we try again later."),
    "server-error": _("The other record store has a problem of its own. Tell its administrator; we try again later."),
    "unexpected": _("The other record store gave an answer that the specification does not know."),
}


def problem_text(problem: str) -> str:
    """What happened and what to do, in the reader's language."""
    return str(PROBLEMS.get(problem, PROBLEMS["unexpected"]))
