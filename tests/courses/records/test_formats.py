"""xAPI-Data 4: the special data types."""

from datetime import UTC, datetime

import pytest

from courses.records import formats


@pytest.mark.parametrize(
    "tag", ["fr", "fr-FR", "de-419", "zh-Hant-TW", "sl-rozaj-biske", "ar-a-aaa-b-bbb-x-a-b", "i-klingon"]
)
def test_4_2_language_tags_follow_rfc_5646(tag):
    assert formats.LANGUAGE.fullmatch(tag)


@pytest.mark.parametrize("tag", ["", "a12345", "de-419-DE", "zh-z-aaa-z-bbb-c-ccc", "something", "fr_FR", "fr-"])
def test_4_2_other_language_tags_do_not(tag):
    assert not formats.LANGUAGE.fullmatch(tag)


@pytest.mark.parametrize("iri", ["http://example.org", "urn:uuid:1", "tag:x,2026:y", "https://exemple.org/été"])
def test_4_3_an_iri_has_a_scheme(iri):
    assert formats.is_iri(iri)


@pytest.mark.parametrize(
    "iri", ["", "x", "/path", "//host/path", "ab=c://x", "1http://x", "http://x/\x00", "http://x/\ud800"]
)
def test_4_3_what_has_no_scheme_is_no_iri(iri):
    assert not formats.is_iri(iri)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-04T10:11:12Z", datetime(2026, 3, 4, 10, 11, 12, tzinfo=UTC)),
        ("2026-03-04T10:11:12.345678901+01:00", datetime(2026, 3, 4, 9, 11, 12, 345678, tzinfo=UTC)),
        ("20260304T101112Z", datetime(2026, 3, 4, 10, 11, 12, tzinfo=UTC)),
        ("2026-03-04T10:11", datetime(2026, 3, 4, 10, 11, tzinfo=UTC)),
        ("2026-03-04T10Z", datetime(2026, 3, 4, 10, tzinfo=UTC)),
        ("2026-03-04T10:11:12,5-0230", datetime(2026, 3, 4, 12, 41, 12, 500000, tzinfo=UTC)),
        ("2026-03-04 10:11:12+00:00", datetime(2026, 3, 4, 10, 11, 12, tzinfo=UTC)),
        ("2016-12-31T23:59:60Z", datetime(2017, 1, 1, tzinfo=UTC)),
        ("2016-12-31T15:59:60.5-08:00", datetime(2017, 1, 1, tzinfo=UTC)),
    ],
)
def test_4_5_timestamps_are_read(text, moment):
    assert formats.parse_timestamp(text) == moment


@pytest.mark.parametrize(
    "text",
    ["", "2026-03-04", "2026-02-30T00:00:00Z", "2026-03-04T25:00:00Z", "0001-01-01T00:00:00+14:00"]
    + ["2026-03-04T10:11:60Z", "9999-12-31T23:59:60Z"]
    + [f"2026-03-04T10:11:12{offset}" for offset in ("-00", "-0000", "-00:00", "+99:00", "CET")],
)
def test_4_5_other_timestamps_are_refused(text):
    assert formats.parse_timestamp(text) is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("PT4H35M59.14S", 16559.14),
        ("P4W", 2_419_200),
        ("P1D", 86_400),
        ("PT0S", 0),
        ("PT1,5S", 1.5),
    ],
)
def test_4_6_durations_are_read(text, seconds):
    assert formats.parse_duration(text) == pytest.approx(seconds)


@pytest.mark.parametrize("text", ["", "P", "PT", "P1DT", "1H", "PT1H1H", "PA1H0M0S", "P1W2D", "-PT1S"])
def test_4_6_other_durations_are_refused(text):
    assert formats.parse_duration(text) is None


@pytest.mark.parametrize("seconds", [0, 0.5, 59.99, 3600, 123456.78])
def test_durations_are_written_as_they_are_read(seconds):
    assert formats.parse_duration(formats.format_duration(seconds)) == pytest.approx(seconds)
