"""What the lesson page's script sends and is told, as JSON; refusals carry a stable id and say what to do."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from courses.learning.data import Outline, OutlineUnit, RelayAnswer, SentState, StateTurn
from courses.learning.wording import count_label, progress_label
from courses.records.api import read_json
from courses.records.data import StatementInvalid

TOO_LARGE = "too-large"
OUTDATED = "state-outdated"
MAX_BODY = 1_500_000


def statements_in(request: HttpRequest) -> list[Any]:
    """The statements of the body. Raises `StatementInvalid`."""
    body = _body(request)
    found = body.get("statements") if isinstance(body, dict) else body
    if not isinstance(found, list) or not found:
        raise StatementInvalid("not-a-list", "statements")
    return found


def state_in(request: HttpRequest) -> SentState:
    """The state of the body, the content's version that said it, and where it stands among the saves. Raises
    `StatementInvalid`."""
    body = _body(request)
    text = body.get("state") if isinstance(body, dict) else None
    if not isinstance(text, str):
        raise StatementInvalid("not-text", "state")
    return SentState(text, _count_in(body, "version") or 0, _turn_in(body))


def _turn_in(body: dict[str, Any]) -> StateTurn | None:
    base = _count_in(body, "base")
    if base is None:
        return None
    by = body.get("by", "")
    if not isinstance(by, str) or len(by) > 64:
        raise StatementInvalid("not-text", "by")
    return StateTurn(base, by, _count_in(body, "turn") or 0)


def _count_in(body: dict[str, Any], name: str) -> int | None:
    value = body.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        raise StatementInvalid("not-a-number", name)
    return value


def _body(request: HttpRequest) -> Any:
    limit = min(MAX_BODY, settings.DATA_UPLOAD_MAX_MEMORY_SIZE or MAX_BODY)
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > limit:
            raise StatementInvalid(TOO_LARGE)
        return read_json(request.body)
    except RequestDataTooBig as error:
        raise StatementInvalid(TOO_LARGE) from error


def refusal(id: str, *, where: str = "", status: int) -> JsonResponse:
    return JsonResponse({"id": id, "where": where, "message": _message(id, status)}, status=status)


def _message(id: str, status: int) -> str:
    if status == 403:
        return _("Enrol in the course so that your answers are kept.")
    if id == TOO_LARGE:
        return _("This is too large to be kept. What was kept before is still there.")
    if id == OUTDATED:
        return _("You went on with this activity elsewhere. Reload the page to go on from there.")
    if status == 409:
        return _("Another answer is already kept under this number. Reload the page and answer again.")
    return _("This answer could not be read, so it was not kept. What was kept before is still there.")


def answer_to_json(answer: RelayAnswer) -> dict[str, Any]:
    """The ids, and by course the progress and the state of each unit, with its words."""
    return {
        "ids": [str(id_) for id_ in answer.ids],
        "courses": {str(outline.course.id): _progress(outline) for outline in answer.outlines},
    }


def _progress(outline: Outline) -> dict[str, Any]:
    return {
        "percent": outline.percent,
        "minutes_left": outline.minutes_left,
        "words": progress_label(outline.percent, outline.minutes_left),
        "chapters": {str(chapter.id): count_label(chapter.done, chapter.total) for chapter in outline.chapters},
        "units": {str(unit.id): _unit(unit) for unit in outline.units},
    }


def _unit(unit: OutlineUnit) -> dict[str, str]:
    return {
        "state": unit.state.value,
        "label": unit.state_label,
        "reason": unit.locked_reason,
        "url": unit.url,
    }
