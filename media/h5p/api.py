"""H5P's door: import and export packages, play contents, and say what they are."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from media.h5p import playing, tokens
from media.h5p.contents import delete_content, rename_content, restore_version, versions_of
from media.h5p.data import INTERACTIVE_BOOK, RESET_STATE, SANDBOX, ContentInfo, Player, can_score
from media.h5p.engine.errors import PackageInvalid
from media.h5p.exporting import export_package
from media.h5p.importing import import_package
from media.h5p.libraries import remove_library
from media.h5p.models import Content

__all__ = [
    "PackageInvalid",
    "activity_iri",
    "activity_path",
    "content_info",
    "delete_content",
    "export_package",
    "import_package",
    "player_of",
    "player_payload",
    "player_url",
    "remove_library",
    "rename_content",
    "restore_version",
    "versions_of",
]

activity_path = playing.activity_path
activity_iri = playing.activity_iri


def player_url(*, content_id: int, ttl: timedelta = tokens.DEFAULT_TTL) -> str:
    """The signed address that plays a content; good for `ttl` and at most an hour more."""
    return playing.player_address(content_id, ttl=ttl)


def content_info(*, content_ids: Iterable[int]) -> dict[int, ContentInfo]:
    """What is known of each content that exists, by id; one query."""
    rows = Content.objects.filter(pk__in=set(content_ids)).with_scoring_part().select_related("library")
    return {
        row.pk: ContentInfo(row.pk, row.title, row.library.machine_name, row.version, scores=_scores(row))
        for row in rows.only("title", "version", "library__machine_name", "library__speaks")
    }


def _scores(content: Any) -> bool:
    return (content.library.speaks or content.part_speaks) and can_score(
        content.library.machine_name,
        has_scoring_part=content.has_scoring_part,
        has_submit_screen=_has_submit_screen(content),
    )


def _has_submit_screen(content: Any) -> bool:
    if content.library.machine_name == INTERACTIVE_BOOK:
        return content.summary_page is not False
    return bool(content.submit_screens)


def player_payload(
    *,
    info: ContentInfo,
    statements_url: str = "",
    state_url: str = "",
    state: str | None = None,
    state_version: int | None = None,
    state_mark: tuple[int, str, int] = (0, "", 0),
    owner: str = "",
) -> Player:
    """What `h5p/block.html` needs to play a content and follow its learner; no query.

    `state_version` is the content version that `state` was saved by: a state of another version is not given
    to the content, and the learner is told. `state_mark` says how many saves there were, and the page and number
    of the last one: see `Outbox` in `outbox.js`. `owner` names the learner's own queue in a shared browser.
    """
    followed = bool(statements_url or state_url)
    stale = state is not None and state_version is not None and state_version != info.version
    return Player(
        content_id=info.id,
        title=info.title,
        url=playing.player_address(info.id, followed=followed),
        version=info.version,
        statements_url=statements_url,
        state_url=state_url,
        state=RESET_STATE if stale else state,
        state_mark=state_mark,
        owner=owner,
        sandbox=f"{SANDBOX} allow-same-origin" if playing.player_origin() else SANDBOX,
    )


def player_of(*, content: Content) -> Player:
    """A player that records nothing, for a content already loaded; no query beyond the content's type."""
    info = ContentInfo(content.pk, content.title, "", content.version, scores=False)
    return player_payload(info=info)
