"""Every text of the code that a person can see has its French, and no catalogue keeps an orphan."""

import re

import pytest

from tests.messages import PACKAGES, extracted, translated

MARKUP = re.compile(r"<[^>]*>|%\([^)]*\)s|%[sd]|\{[^}]*\}")


def strings_of(message):
    return message.string if isinstance(message.string, tuple) else (message.string,)


@pytest.mark.parametrize("package", PACKAGES)
def test_catalogue_is_complete_and_current(package):
    wanted = {(message.id, message.context) for message in extracted(package) if message.id}
    messages = {(message.id, message.context): message for message in translated(package) if message.id}
    assert set(messages) == wanted, "run `make messages`"
    for message in messages.values():
        assert all(strings_of(message)), f"no French for {message.id!r}"
        assert not message.fuzzy, f"to be checked: {message.id!r}"


@pytest.mark.parametrize("package", PACKAGES)
def test_french_follows_its_typography(package):
    for message in translated(package):
        for string in strings_of(message) if message.id else ():
            text = MARKUP.sub("", string)
            assert not set("'\"") & set(text), f"straight quote or apostrophe in {string!r}"
            assert not re.search(r" [;!?»]|« ", text), f"narrow no-break space (U+202F) wanted in {string!r}"
            assert not re.search(r"[^\W\d_][;!?]", text), f"space missing in {string!r}"
            assert not re.search(r"[ \u00a0]:(?!//)", text), f"narrow no-break space (U+202F) wanted in {string!r}"


def test_one_text_has_one_french_in_every_package():
    """Django merges the catalogues of all packages: the second French of a text would never be seen."""
    french = {}
    for package in PACKAGES:
        for message in translated(package):
            if message.id:
                known = french.setdefault((message.id, message.context), message.string)
                assert message.string == known, f"{message.id!r} has another French in {package}"
