import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.library.data import ByteRange, RangeNotSatisfiable
from media.library.rules import Audience, asked_range, audience_of


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", None),
        ("bytes=0-", ByteRange(0, 99)),
        ("bytes=10-19", ByteRange(10, 19)),
        ("bytes=90-500", ByteRange(90, 99)),
        ("bytes=-10", ByteRange(90, 99)),
        ("bytes=-500", ByteRange(0, 99)),
        ("bytes=20-10", None),
        ("bytes=0-1,5-6", None),
        ("items=0-1", None),
        ("bytes=a-b", None),
        ("bytes=-", None),
        ("bytes=²-3", None),
    ],
)
def test_range_header_is_read_as_the_rfc_says(header, expected):
    assert asked_range(header, size=100) == expected


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=500-600", "bytes=-0"])
def test_range_outside_the_file_is_refused(header):
    with pytest.raises(RangeNotSatisfiable):
        asked_range(header, size=100)


@given(st.text(max_size=30), st.integers(min_value=0, max_value=1000))
def test_no_header_gives_a_range_outside_the_file(header, size):
    try:
        wanted = asked_range(f"bytes={header}", size=size)
    except RangeNotSatisfiable:
        return
    assert wanted is None or 0 <= wanted.start <= wanted.end < size


def test_unknown_folders_are_served_to_nobody():
    assert audience_of("h5p/contents/1/secret.png") is None
    assert audience_of("images/otter.jpg") is Audience.EVERYONE
