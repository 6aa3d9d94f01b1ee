"""Days and hours, as the French write them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.template import engines
from django.utils import timezone, translation

from media.dates import day_label, hour_label, moment_label

PARIS = ZoneInfo("Europe/Paris")
H = "\u202fh"


@pytest.fixture(autouse=True)
def french():
    with translation.override("fr"):
        yield


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (date(2027, 2, 1), "1er février 2027"),
        (date(2027, 2, 21), "21 février 2027"),
        (date(2026, 8, 11), "11 août 2026"),
        (datetime(2027, 2, 1, 9, 30), "1er février 2027"),
        (datetime(2027, 1, 31, 23, 30, tzinfo=UTC), "1er février 2027"),
        (None, ""),
        ("", ""),
    ],
)
def test_a_day(at, said):
    assert day_label(at) == said


def test_a_day_with_its_weekday_or_without_its_year():
    at = date(2027, 2, 1)
    assert day_label(at, weekday=True) == "lundi 1er février 2027"
    assert day_label(at, year=False) == "1er février"
    assert day_label(at, weekday=True, year=False) == "lundi 1er février"
    assert day_label(date(2026, 12, 3), weekday=True, year=False) == "jeudi 3 décembre"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2027, 2, 1, tzinfo=PARIS), f"0{H}"),
        (datetime(2027, 2, 1, 9, tzinfo=PARIS), f"9{H}"),
        (datetime(2027, 2, 1, 9, 5, tzinfo=PARIS), f"9{H}\u202f05"),
        (datetime(2027, 2, 1, 21, 30, tzinfo=PARIS), f"21{H}\u202f30"),
        (datetime(2027, 2, 1, 9, 30), f"9{H}\u202f30"),
        (datetime(2027, 7, 1, 7, 30, tzinfo=UTC), f"9{H}\u202f30"),
        (None, ""),
        ("", ""),
    ],
)
def test_an_hour(at, said):
    assert hour_label(at) == said


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2027, 2, 1, 9, 30, tzinfo=PARIS), f"1er février 2027 à 9{H}\u202f30"),
        (datetime(2026, 11, 28, 10, 8, tzinfo=UTC), f"28 novembre 2026 à 11{H}\u202f08"),
        (datetime(2027, 1, 31, 23, 0, tzinfo=UTC), f"1er février 2027 à 0{H}"),
        (date(2027, 2, 1), "1er février 2027"),
        (None, ""),
    ],
)
def test_a_moment(at, said):
    assert moment_label(at) == said


def test_the_clocks_are_those_of_the_current_time_zone():
    at = datetime(2027, 1, 31, 21, 0, tzinfo=UTC)
    assert moment_label(at) == f"31 janvier 2027 à 22{H}"
    with timezone.override("Indian/Reunion"):
        assert moment_label(at) == f"1er février 2027 à 1{H}"


@pytest.mark.parametrize(
    ("filter_name", "said"),
    [
        ("day", "1er février 2027"),
        ("near_day", "1er février"),
        ("weekday", "lundi 1er février 2027"),
        ("near_weekday", "lundi 1er février"),
        ("hour", f"0{H}\u202f30"),
        ("moment", f"1er février 2027 à 0{H}\u202f30"),
    ],
)
def test_templates_say_the_same(filter_name, said):
    source = "{% load dates %}[{{ at|FILTER }}][{{ absent|FILTER }}]".replace("FILTER", filter_name)
    at = datetime(2027, 1, 31, 23, 30, tzinfo=UTC)
    assert engines["django"].from_string(source).render({"at": at}) == f"[{said}][]"


def test_another_language_may_write_them_its_own_way():
    with translation.override("en"):
        assert moment_label(datetime(2027, 2, 1, 9, 30)) == "1 February 2027 at 9 h 30"
