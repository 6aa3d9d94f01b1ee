"""Calls: who needs one and why, what a call clears, what comes back, who sees it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.learning.api import Start
from modules.assemblies.calling import call_lines, note_call
from modules.assemblies.calling_rules import Facts, Reason, ToRead, reasons_for
from modules.assemblies.data import Role
from modules.assemblies.models import AssemblyDate, CallNote, Delivery, Document

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
TODAY = NOW.date()


def ago(days):
    return NOW - timedelta(days=days)


def ahead(days):
    return NOW + timedelta(days=days)


def start(**facts):
    return Start(user_id=1, **facts)


def called(days):
    return TODAY - timedelta(days=days)


CASES = [
    (Facts(), []),
    (Facts(invited_at=ago(6)), []),
    (Facts(invited_at=ago(7)), [(Reason.NOT_ACCEPTED, ago(7))]),
    # A call counts the days again; the date told stays the invitation's.
    (Facts(invited_at=ago(20), called_on=called(3)), []),
    (Facts(invited_at=ago(20), called_on=called(8)), [(Reason.NOT_ACCEPTED, ago(20))]),
    (Facts(joined_at=ago(6), start=start()), []),
    (Facts(joined_at=ago(8), start=start()), [(Reason.NOT_STARTED, ago(8))]),
    (Facts(joined_at=ago(8), start=start(signed_in_at=ago(8))), [(Reason.NOT_STARTED, ago(8))]),
    (Facts(joined_at=ago(8), start=None), []),
    (Facts(joined_at=ago(40), start=start(last_activity_at=ago(27))), []),
    (Facts(joined_at=ago(40), start=start(last_activity_at=ago(28))), [(Reason.SILENT, ago(28))]),
    (Facts(joined_at=ago(40), start=start(last_activity_at=ago(30)), called_on=called(10)), []),
    (
        Facts(joined_at=ago(40), start=start(last_activity_at=ago(15)), next_meeting_at=ahead(9)),
        [(Reason.MEETING_NEAR, ago(15))],
    ),
    (Facts(joined_at=ago(40), start=start(last_activity_at=ago(15)), next_meeting_at=ahead(11)), []),
    (
        Facts(joined_at=ago(40), start=start(last_activity_at=ago(15)), next_meeting_at=ahead(9), called_on=called(2)),
        [],
    ),
    (Facts(joined_at=ago(40), start=start(last_activity_at=ago(50), completed_at=ago(50))), []),
    (Facts(joined_at=ago(40), unread=(ToRead("La carte", ago(4), ahead(9)),)), [(Reason.UNREAD, ago(4))]),
    (Facts(joined_at=ago(40), unread=(ToRead("La carte", ago(4), ahead(11)),)), []),
    (Facts(joined_at=ago(40), unread=(ToRead("La carte", ago(2), ahead(9)),)), []),
    # What was known on the day of the call is cleared; a document given since is new.
    (Facts(joined_at=ago(40), unread=(ToRead("La carte", ago(6), ahead(9)),), called_on=called(5)), []),
    (
        Facts(joined_at=ago(40), unread=(ToRead("La carte", ago(4), ahead(9)),), called_on=called(5)),
        [(Reason.UNREAD, ago(4))],
    ),
]


@pytest.mark.parametrize(("facts", "expected"), CASES)
def test_who_needs_a_call(facts, expected):
    assert [(why.reason, why.since) for why in reasons_for(facts, now=NOW)] == expected


def test_every_reason_is_told_at_once():
    facts = Facts(
        joined_at=ago(60), start=start(last_activity_at=ago(30)), unread=(ToRead("La carte", ago(4), ahead(9)),)
    )
    assert [why.reason for why in reasons_for(facts, now=NOW)] == [Reason.SILENT, Reason.UNREAD]


@pytest.fixture
def list_address(assembly):
    return reverse("assemblies:calls", args=[assembly.slug])


def address_of(member):
    return reverse("assemblies:call", args=[member.assembly.slug, member.pk])


@pytest.fixture
def late(make_member, invite):
    """Someone invited ten days ago, who has not come."""
    member = make_member("Odile Garnier", joined=False, phone="02 99 00 00 01")
    invite(member, now=timezone.now() - timedelta(days=10))
    return member


def test_the_list_says_why_and_a_noted_call_takes_them_off(client, coordinator, late, list_address):
    client.force_login(coordinator.user)
    home = client.get(coordinator.assembly.get_absolute_url()).content.decode()
    assert "1 personne attend un appel" in home
    page = client.get(list_address).content.decode()
    assert "pas encore acceptée" in page
    assert 'href="tel:0299000001"' in page
    response = client.post(address_of(late), {"called_on": timezone.localdate().isoformat(), "note": "viendra  mardi"})
    assert response.status_code == 302
    assert CallNote.objects.get().note == "viendra mardi"
    page = client.get(list_address).content.decode()
    assert "Aucun appel à passer aujourd’hui" in page
    assert "pas encore acceptée" not in page
    assert "viendra mardi" in client.get(address_of(late)).content.decode()


def test_double_click_notes_one_call(client, coordinator, late):
    client.force_login(coordinator.user)
    for _click in range(2):
        client.post(address_of(late), {"called_on": timezone.localdate().isoformat(), "note": "x"})
    assert CallNote.objects.count() == 1


@pytest.mark.parametrize("day", ["", "hier", (date.today() + timedelta(days=2)).isoformat(), "2019-01-01"])
def test_impossible_day_is_refused_and_the_words_stay(client, coordinator, late, day):
    client.force_login(coordinator.user)
    response = client.post(address_of(late), {"called_on": day, "note": "viendra mardi"})
    assert response.status_code == 422
    assert "viendra mardi" in response.content.decode()
    assert not CallNote.objects.exists()


def test_day_typed_the_french_way(client, coordinator, late):
    client.force_login(coordinator.user)
    client.post(address_of(late), {"called_on": timezone.localdate().strftime("%d/%m/%Y"), "note": ""})
    assert CallNote.objects.get().called_on == timezone.localdate()


def test_only_its_author_erases_a_note(client, coordinator, make_member, late):
    garant = make_member("Inès", Role.GARANT)
    note = note_call(member=late, caller=coordinator, called_on=TODAY, note="", now=timezone.now())
    erase = reverse("assemblies:forget_call", args=[late.assembly.slug, late.pk, note.pk])
    client.force_login(garant.user)
    client.post(erase)
    assert CallNote.objects.exists()
    client.force_login(coordinator.user)
    assert client.get(erase).status_code == 405
    client.post(erase)
    assert not CallNote.objects.exists()


def test_nobody_calls_themselves_nor_people_elsewhere(client, coordinator, late):
    from modules.assemblies.models import Assembly, Membership

    other = Assembly.objects.create(slug="autre", name="Autre", territory="Ailleurs")
    stranger = Membership.objects.create(assembly=other, number=1, name="Ailleurs")
    client.force_login(coordinator.user)
    for person in (coordinator.pk, stranger.pk):
        page = reverse("assemblies:call", args=[late.assembly.slug, person])
        assert client.get(page).status_code == 404
        assert client.post(page, {"called_on": TODAY.isoformat()}).status_code == 404


@pytest.fixture
def unread(assembly, coordinator):
    """A document for everybody, to read before a meeting that nears."""
    now = timezone.now()
    meeting = AssemblyDate.objects.create(assembly=assembly, title="Réunion", starts_at=now + timedelta(days=5))
    return Document.objects.create(
        assembly=assembly,
        title="La carte",
        filename="carte.pdf",
        content_type="application/pdf",
        size=3,
        meeting=meeting,
        added_by=coordinator,
        added_at=now - timedelta(days=4),
    )


def test_unread_document_is_told_to_those_who_see_who_reads(client, coordinator, make_member, unread, list_address):
    garant, member = make_member("Inès", Role.GARANT), make_member("Odile")
    long_ago = timezone.now() - timedelta(days=5)
    Delivery.objects.create(document=unread, membership=member, given_at=long_ago)
    client.force_login(coordinator.user)
    assert "La carte" in client.get(list_address).content.decode()
    client.force_login(garant.user)
    assert "La carte" not in client.get(list_address).content.decode()
    Delivery.objects.update(opened_at=timezone.now())
    lines = {line.name: line.reasons for line in call_lines(place=coordinator, now=timezone.now())}
    assert not lines["Odile"]


def test_document_of_a_college_asks_nothing_of_another(coordinator, make_member, unread, colleges):
    Document.objects.update(audience="college", college=colleges[0])
    long_ago = timezone.now() - timedelta(days=30)
    make_member("Odile", college=colleges[0], joined_at=long_ago)
    make_member("Paul", college=colleges[1], joined_at=long_ago)
    lines = {
        line.name: [why.reason for why in line.reasons] for line in call_lines(place=coordinator, now=timezone.now())
    }
    assert lines == {"Odile": [Reason.UNREAD], "Paul": []}


def test_calls_cost_as_many_queries_for_one_as_for_forty(
    client, coordinator, make_member, invite, unread, list_address
):
    client.force_login(coordinator.user)
    make_member("Odile")
    client.get(list_address)
    with CaptureQueriesContext(connection) as few:
        client.get(list_address)
    for number in range(20):
        make_member(f"Venue {number}")
        invite(make_member(f"Attendu {number}", joined=False), now=timezone.now() - timedelta(days=9))
    with CaptureQueriesContext(connection) as many:
        client.get(list_address)
    assert len(many) == len(few) <= 14


def test_the_export_gives_the_calls_back(coordinator, make_member):
    from modules.assemblies.personal_data import personal_data_of

    member = make_member("Odile")
    note_call(member=member, caller=coordinator, called_on=TODAY, note="viendra mardi", now=timezone.now())
    assert personal_data_of(user=member.user)["calls"][0]["note"] == "viendra mardi"
