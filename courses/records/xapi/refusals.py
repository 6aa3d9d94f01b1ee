"""Why a request is refused, and what the client is told."""

from http import HTTPStatus


class Refused(Exception):
    """A request that gets an error status; `id` is stable, `where` names the parameter or property."""

    def __init__(self, status: HTTPStatus, id: str, where: str = "") -> None:
        super().__init__(f"{status} {id} {where}")
        self.status, self.id, self.where = status, id, where


def bad(id: str, where: str = "") -> Refused:
    """400: what was sent is malformed."""
    return Refused(HTTPStatus.BAD_REQUEST, id, where)
