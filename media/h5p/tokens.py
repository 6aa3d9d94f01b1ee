"""Signed, expiring keys to a content: the frame that plays it has no cookie to show."""

import time
from datetime import timedelta

from django.core.signing import BadSignature, Signer

# Expiry is rounded up to this many seconds, so that a page opened twice finds its media in the cache.
STEP = 3600
DEFAULT_TTL = timedelta(hours=12)


def token_for(content_id: int, *, ttl: timedelta = DEFAULT_TTL, now: float | None = None) -> str:
    """A key to one content and its media, good for `ttl` and at most an hour more."""
    ends = (now or time.time()) + ttl.total_seconds()
    expires = int(-(-ends // STEP)) * STEP
    return _signer().sign(f"{content_id}-{expires}").split("-", 1)[1]


def opens(token: str, content_id: int, *, now: float | None = None) -> bool:
    """Whether the key is ours, for this content, and still good."""
    try:
        value = _signer().unsign(f"{content_id}-{token}")
    except BadSignature:
        return False
    return int(value.split("-", 1)[1]) > (now or time.time())


def _signer() -> Signer:
    return Signer(salt="media.h5p.player", sep="~")
