"""Who appears, in what order, and which messages leave: no database."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.directory import rules
from courses.directory.data import (
    DirectoryQuery,
    Listing,
    ListingState,
    MessageVerdict,
    Obstacle,
    TerritoryKind,
    TerritoryRef,
    Traffic,
)

REGIONS = {"29": "53", "35": "53", "44": "52", "971": "01"}
READY = ListingState(opted_in=True, withheld=False, described=True, located=True)


def listing(number, *, name="", departements=(), regions=(), text=""):
    return Listing(number, number, name or f"n{number}", text, frozenset(departements), frozenset(regions))


def found(listings, **query):
    return [row.expert_id for row in rules.search(listings, DirectoryQuery(**query), REGIONS)]


def test_a_certified_person_who_asks_appears():
    assert rules.obstacles(READY, certified=True) == ()


@pytest.mark.parametrize(
    ("state", "certified", "obstacle"),
    [
        (ListingState(False, False, True, True), True, Obstacle.NOT_OPTED_IN),
        (ListingState(True, True, True, True), True, Obstacle.WITHHELD),
        (ListingState(True, False, False, True), True, Obstacle.NO_PRESENTATION),
        (ListingState(True, False, True, False), True, Obstacle.NO_TERRITORY),
        (READY, False, Obstacle.NO_CREDENTIAL),
    ],
)
def test_one_thing_missing_hides(state, certified, obstacle):
    assert rules.obstacles(state, certified=certified) == (obstacle,)


@given(st.booleans(), st.booleans(), st.booleans(), st.booleans(), st.booleans())
def test_only_one_combination_appears(opted_in, withheld, described, located, certified):
    state = ListingState(opted_in, withheld, described, located)
    appears = not rules.obstacles(state, certified=certified)
    assert appears == (opted_in and not withheld and described and located and certified)


def test_a_departement_finds_those_who_ticked_it_then_those_who_ticked_its_region():
    rows = [
        listing(1, name="a", regions=["53"]),
        listing(2, name="z", departements=["29"]),
        listing(3, departements=["35"]),
    ]
    assert found(rows, departement="29") == [2, 1]


def test_a_region_finds_its_departements_after_itself():
    rows = [
        listing(1, name="a", departements=["29"]),
        listing(2, name="z", regions=["53"]),
        listing(3, departements=["44"]),
    ]
    assert found(rows, region="53") == [2, 1]


def test_the_departement_wins_over_the_region_when_both_are_asked():
    rows = [listing(1, departements=["35"]), listing(2, departements=["29"])]
    assert found(rows, departement="29", region="53") == [2]


def test_without_a_territory_names_decide():
    rows = [listing(1, name=rules.sort_name("Zoé Abel")), listing(2, name=rules.sort_name("Anne Éloi"))]
    assert found(rows) == [1, 2]


def test_every_word_must_be_there_accents_aside():
    rows = [listing(1, text=rules.normalise("Forêts et RIVIÈRES")), listing(2, text=rules.normalise("Rivières"))]
    assert found(rows, text="riviere foret") == [1]
    assert found(rows, text="  ") == [1, 2]


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    assert rules.normalise(rules.normalise(text)) == rules.normalise(text)


def test_a_whole_region_covers_its_departements():
    rows = [listing(1, regions=["53"]), listing(2, departements=["44"])]
    assert rules.covered(rows, REGIONS) == {"29", "35", "44"}


def test_overseas_regions_come_last():
    refs = [
        TerritoryRef(TerritoryKind.REGION, "01", "Guadeloupe", "01"),
        TerritoryRef(TerritoryKind.REGION, "53", "Bretagne", "53"),
        TerritoryRef(TerritoryKind.DEPARTEMENT, "35", "Ille-et-Vilaine", "53"),
        TerritoryRef(TerritoryKind.DEPARTEMENT, "29", "Finistère", "53"),
    ]
    groups = rules.group_by_region(refs, frozenset({"01"}))
    assert [group.region.name for group in groups] == ["Bretagne", "Guadeloupe"]
    assert [ref.code for ref in groups[0].departements] == ["29", "35"]


@pytest.mark.parametrize(
    ("trap", "age", "traffic", "verdict"),
    [
        ("", timedelta(minutes=2), Traffic(), MessageVerdict.ACCEPTED),
        ("http://", timedelta(minutes=2), Traffic(), MessageVerdict.ROBOT),
        ("", None, Traffic(), MessageVerdict.ROBOT),
        ("", timedelta(seconds=1), Traffic(), MessageVerdict.TOO_FAST),
        ("", timedelta(hours=25), Traffic(), MessageVerdict.STALE),
        ("", timedelta(minutes=2), Traffic(from_sender=6), MessageVerdict.TOO_MANY),
        ("", timedelta(minutes=2), Traffic(from_sender_to_expert=2), MessageVerdict.TOO_MANY),
        ("", timedelta(minutes=2), Traffic(to_expert=30), MessageVerdict.EXPERT_BUSY),
    ],
)
def test_message_verdict(trap, age, traffic, verdict):
    assert rules.message_verdict(trap=trap, age=age, traffic=traffic) is verdict
