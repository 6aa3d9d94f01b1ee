"""Through the door: what is read live, and at what cost."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from courses.directory import api, territories
from courses.directory.data import DirectoryQuery
from courses.directory.models import ContactMessage, Expert, Territory
from courses.directory.sitemaps import ExpertSitemap
from tests.courses.directory.conftest import NOW

EVERYONE = DirectoryQuery()


def names(**query):
    return [expert.name for expert in api.search(query=DirectoryQuery(**query)).experts]


@pytest.mark.usefixtures("_territories")
def test_territories_of_2026_are_there_once():
    assert Territory.objects.filter(kind="region").count() == 18
    assert Territory.objects.filter(kind="departement").count() == 101
    assert territories.load(Territory) == Territory.objects.count() == 119
    assert str(Territory.objects.get(kind="departement", code="2A")) == "Corse-du-Sud (2A)"
    assert Territory.objects.get(kind="departement", code="974").region.name == "La Réunion"


@pytest.mark.usefixtures("_territories")
def test_every_shape_of_the_map_is_a_departement():
    svg = Path("courses/directory/static/directory/france-departements.svg").read_text(encoding="utf-8")
    shapes = {part.split('"')[0] for part in svg.split('data-code="')[1:]}
    mainland = Territory.objects.filter(kind="departement", zone="metro")
    assert shapes == set(mainland.values_list("code", flat=True))


def test_the_file_of_territories_names_its_source_and_licence():
    content = json.loads(territories.SOURCE.read_text(encoding="utf-8"))
    assert "decoupage-administratif" in content["source"]
    assert "Licence Ouverte" in content["licence"]


def test_nobody_is_listed_without_asking(make_expert):
    make_expert("Claire Moreau", listed=False)
    assert names() == []


def test_nobody_is_listed_without_a_valid_credential(make_expert):
    make_expert("Claire Moreau", certified=False)
    assert names() == []


def test_revocation_and_expiry_are_read_live(make_expert):
    revoked, expired, fine = (make_expert(f"{name} Aubin") for name in ("Anne", "Basile", "Chloé"))
    assert len(names()) == 3
    revoked.user.credentials.update(revoked_at=timezone.now())
    expired.user.credentials.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert names() == ["Chloé Aubin"]
    assert api.public_expert(slug=revoked.slug) is None
    assert api.public_expert(slug=fine.slug).name == "Chloé Aubin"


def test_leaving_takes_effect_at_once_everywhere(make_expert):
    expert = make_expert()
    assert ExpertSitemap().items() == [(expert.slug, expert.updated_at)]
    api.withdraw(user=expert.user)
    assert names() == []
    assert api.public_expert(slug=expert.slug) is None
    assert ExpertSitemap().items() == []


def test_the_team_withholds_with_a_reason_and_restores(make_expert):
    expert = make_expert()
    api.withhold(expert_id=expert.pk, reason="Plainte en cours", now=NOW)
    assert names() == []
    view = api.listing_of(user=expert.user)
    assert view.obstacles == ("withheld",)
    assert view.expert.withheld_reason == "Plainte en cours"
    api.restore(expert_id=expert.pk)
    assert names() == ["Claire Moreau"]


def test_search_by_departement_puts_the_nearest_first(make_expert):
    make_expert("Anne Aubin", ["region-53"])
    make_expert("Zoé Zola", ["departement-29"])
    make_expert("Luc Loire", ["departement-44"])
    assert names(departement="29") == ["Zoé Zola", "Anne Aubin"]
    assert names(region="53") == ["Anne Aubin", "Zoé Zola"]
    assert names(text="zola") == ["Zoé Zola"]
    assert "56" in api.search(query=EVERYONE).covered


def test_a_page_out_of_range_gives_the_nearest(make_expert):
    make_expert()
    page = api.search(query=EVERYONE, page=99)
    assert (page.number, page.pages, page.total) == (1, 1, 1)


def test_two_people_of_the_same_name_have_two_addresses(make_expert):
    assert [make_expert().slug, make_expert().slug, make_expert().slug] == [
        "claire-moreau",
        "claire-moreau-2",
        "claire-moreau-3",
    ]


def test_the_address_stays_when_the_name_changes(make_expert):
    expert = make_expert()
    api.save_listing(
        user=expert.user,
        display_name="Claire Le Goff",
        organisation="",
        presentation="Bonjour.",
        website="",
        territories=["region-53"],
        listed=True,
        now=NOW,
    )
    expert.refresh_from_db()
    assert (expert.slug, expert.display_name) == ("claire-moreau", "Claire Le Goff")


@pytest.mark.parametrize("size", [24, None])
def test_search_costs_the_same_for_three_experts_and_for_thirty(make_expert, django_assert_max_num_queries, size):
    for number in range(3):
        make_expert(f"P{number} Aubin")
    with django_assert_max_num_queries(7) as few:
        api.search(query=EVERYONE, size=size)
    for number in range(27):
        make_expert(f"Q{number} Aubin", ["region-53", "departement-29", "departement-44"])
    with django_assert_max_num_queries(7) as many:
        assert api.search(query=EVERYONE, size=size).total == 30
    assert len(few) == len(many)


def test_personal_data_are_given_back_then_erased(make_expert):
    expert = make_expert()
    ContactMessage.objects.create(
        expert=expert, sender_name="M", sender_email="m@example.org", sender_mark="x", status="sent", sent_at=NOW
    )
    held = api.personal_data_of(user=expert.user)
    assert held["presentation"] == expert.presentation
    assert held["territories"] == ["Finistère (29)"]
    assert held["messages_received"][0]["sender_name"] == "M"
    api.erase_personal_data(user=expert.user)
    assert not Expert.objects.exists()
    assert not ContactMessage.objects.exists()
    assert api.personal_data_of(user=expert.user) == {}


def test_erasure_forgets_the_messages_one_sent(make_expert):
    expert = make_expert()
    sender = get_user_model().objects.create_user("elu@example.org", "x")
    ContactMessage.objects.create(
        expert=expert, sender_name="E", sender_email="Elu@Example.org", sender_mark="x", status="sent", sent_at=NOW
    )
    api.erase_personal_data(user=sender)
    assert not ContactMessage.objects.exists()
    assert Expert.objects.exists()
