"""Keys to contents."""

from datetime import timedelta

from media.h5p import tokens

NOON = 1_800_000_000


def test_a_key_opens_its_content_until_it_expires() -> None:
    token = tokens.token_for(7, ttl=timedelta(hours=2), now=NOON)
    assert tokens.opens(token, 7, now=NOON)
    assert tokens.opens(token, 7, now=NOON + 2 * 3600 - 1)
    assert not tokens.opens(token, 7, now=NOON + 3 * 3600 + 1)


def test_a_key_opens_no_other_content_and_cannot_be_forged() -> None:
    token = tokens.token_for(7, now=NOON)
    expires, signature = token.split("~")
    assert not tokens.opens(token, 8, now=NOON)
    assert not tokens.opens(f"{int(expires) + 3600}~{signature}", 7, now=NOON)
    assert not any(tokens.opens(wrong, 7, now=NOON) for wrong in ("", "~", "x~y", "9999999999~", "-1"))


def test_two_keys_of_the_same_hour_are_the_same_so_that_media_stay_cached() -> None:
    assert tokens.token_for(7, now=NOON + 60) == tokens.token_for(7, now=NOON + 3000)
