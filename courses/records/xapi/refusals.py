"""Why a request is refused, and what the client is told."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    HTTPStatus.BAD_REQUEST: _("The request is malformed: correct what is named and send it again."),
    HTTPStatus.UNAUTHORIZED: _("A key and its secret are needed, as Basic credentials."),
    HTTPStatus.FORBIDDEN: _("These credentials do not allow this."),
    HTTPStatus.NOT_FOUND: _("There is nothing here under this name."),
    HTTPStatus.METHOD_NOT_ALLOWED: _("This address does not accept this method."),
    HTTPStatus.CONFLICT: _("Something else is kept here already: fetch it first."),
    HTTPStatus.PRECONDITION_FAILED: _("The document has changed since you read it: fetch it again."),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: _("This is too large: send it in smaller pieces."),
}
SPECIAL = {
    "if-match-needed": _(
        "A document is kept here already: check its current state, then send its ETag in the If-Match header."
    ),
    "if-none-match-needed": _("Say that the document is new with the header If-None-Match: *"),
}


class Refused(Exception):
    """A request that gets an error status; `id` is stable, `where` names the parameter or property."""

    def __init__(self, status: HTTPStatus, id: str, where: str = "") -> None:
        super().__init__(f"{status} {id} {where}")
        self.status, self.id, self.where = status, id, where

    def as_dict(self) -> dict[str, str]:
        """What the client is told: the id, the place, and what to do."""
        text = SPECIAL.get(self.id) or MESSAGES[self.status]
        return {"error": self.id, "where": self.where, "message": str(text)}


def bad(id: str, where: str = "") -> Refused:
    """400: what was sent is malformed."""
    return Refused(HTTPStatus.BAD_REQUEST, id, where)
