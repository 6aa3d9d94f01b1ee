"""An assembly's dates among someone's own: theirs and their college's, on the dashboard and in the feed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.learning import api as learning
from modules.assemblies.models import AssemblyDate


@pytest.fixture
def set_date(assembly):
    """A meeting so many days from now."""

    def make(title, days=3, **fields):
        starts = timezone.now() + timedelta(days=days)
        return AssemblyDate.objects.create(assembly=assembly, title=title, starts_at=starts, place="Au pont", **fields)

    return make


def test_a_member_finds_everybodys_dates_and_their_colleges(make_member, make_user, colleges, set_date):
    odile = make_member("Odile", college=colleges[0])
    set_date("Première séance", 9)
    set_date("La rivière, ensemble", college=colleges[0])
    set_date("La forêt, ensemble", college=colleges[1])
    set_date("Passée", -9)
    entries = learning.coming(user=odile.user)
    assert [entry.title for entry in entries] == ["La rivière, ensemble", "Première séance"]
    assert entries[0].detail == "Au pont"
    assert not learning.coming(user=make_user("ailleurs"))


def test_the_dashboard_shows_them_and_the_link_reaches_the_line(client, make_member, set_date):
    odile = make_member("Odile")
    date = set_date("Première séance")
    client.force_login(odile.user)
    page = client.get("/mon-parcours/").content.decode()
    assert "Première séance" in page
    assert "Rencontre" in page
    address = f"{odile.assembly.get_absolute_url()}#date-{date.pk}"
    assert address in page
    assert f'id="date-{date.pk}"' in client.get(odile.assembly.get_absolute_url()).content.decode()


def test_the_private_feed_holds_each_date_once(make_member, set_date):
    odile = make_member("Odile")
    set_date("Première séance")
    set_date("Deuxième séance", 5)
    feed = learning.calendar_of_key(learning.feed_key(user=odile.user)).decode()
    uids = [line for line in feed.splitlines() if line.startswith("UID")]
    assert len(uids) == len(set(uids)) == 2


def test_dates_cost_the_same_however_many(make_member, set_date):
    odile = make_member("Odile")
    set_date("Une")
    with CaptureQueriesContext(connection) as few:
        learning.coming(user=odile.user)
    for number in range(12):
        set_date(f"Autre {number}")
    with CaptureQueriesContext(connection) as many:
        learning.coming(user=odile.user)
    assert len(few) == len(many)
