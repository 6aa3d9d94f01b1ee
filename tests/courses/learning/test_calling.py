"""Coordinators know who has started and who needs a call, and nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.learning import api
from courses.learning.api import CallReason, call_for
from courses.learning.calling import call_table
from courses.learning.data import Start
from courses.learning.models import Cohort, Enrolment, Session

NOW = datetime(2026, 5, 20, 9, tzinfo=UTC)


def ago(days):
    return NOW - timedelta(days=days)


def ahead(days):
    return NOW + timedelta(days=days)


@pytest.mark.parametrize(
    ("start", "session", "reason", "since"),
    [
        ({"enrolled_at": ago(7)}, None, CallReason.NEVER_SIGNED_IN, ago(7)),
        ({"enrolled_at": ago(6)}, None, None, None),
        ({"enrolled_at": ago(8), "signed_in_at": ago(8)}, None, CallReason.NOT_STARTED, ago(8)),
        ({"enrolled_at": ago(6), "signed_in_at": ago(6)}, None, None, None),
        ({"enrolled_at": ago(40), "last_activity_at": ago(14)}, ahead(10), CallReason.SESSION_NEAR, ago(14)),
        ({"enrolled_at": ago(40), "last_activity_at": ago(14)}, ahead(11), None, None),
        ({"enrolled_at": ago(40), "last_activity_at": ago(13)}, ahead(3), None, None),
        ({"enrolled_at": ago(40), "last_activity_at": ago(14)}, ago(1), None, None),
        ({"enrolled_at": ago(40), "last_activity_at": ago(28)}, None, CallReason.SILENT, ago(28)),
        ({"enrolled_at": ago(90), "last_activity_at": ago(60), "completed_at": ago(60)}, ahead(1), None, None),
        ({}, ahead(1), None, None),
    ],
)
def test_who_needs_a_call_is_a_matter_of_dates(start, session, reason, since):
    call = call_for(Start(user_id=1, **start), now=NOW, next_session_at=session)
    assert (call and call.reason, call and call.since) == (reason, since)


def test_an_invitation_counts_before_any_enrolment():
    call = call_for(Start(user_id=1), now=NOW, invited_at=ago(9))
    assert (call.reason, call.since) == (CallReason.NEVER_SIGNED_IN, ago(9))


@pytest.fixture
def coordinator(client, db):
    user = get_user_model().objects.create_user(email="coordination@example.org", password=None)
    user.groups.add(Group.objects.get(name="Coordination"))
    client.force_login(user)
    return user


def people(course, count, *, first=0):
    for number in range(first, first + count):
        user = get_user_model().objects.create_user(
            email=f"p{number}@example.org", first_name="P", last_name=f"{number}"
        )
        api.enrol(user=user, course_id=course.pk)


@pytest.mark.django_db
def test_the_door_tells_the_start_of_each_user_in_two_queries(course, learner, other):
    api.enrol(user=learner, course_id=course.pk)
    Enrolment.objects.update(last_seen_at=NOW)
    with CaptureQueriesContext(connection) as queries:
        found = api.starts_of(course_id=course.pk, user_ids=[learner.pk, other.pk, 999_999])
    assert len(queries) == 2
    assert (found[learner.pk].last_activity_at, found[learner.pk].has_started) == (NOW, True)
    assert found[other.pk] == Start(user_id=other.pk)
    assert found[999_999].enrolled_at is None


@pytest.mark.django_db
def test_coordinators_see_who_to_call_first_and_no_score(client, course, coordinator):
    people(course, 3)
    Enrolment.objects.filter(user__email="p2@example.org").update(started_at=timezone.now() - timedelta(days=9))
    Enrolment.objects.filter(user__email="p1@example.org").update(last_seen_at=timezone.now())
    response = client.get(reverse("learning_people", args=[course.pk]))
    body = response.content.decode()
    table = response.context["table"]
    assert [row.email for row in table.rows] == ["p2@example.org", "p0@example.org", "p1@example.org"]
    assert (table.people, table.started, table.to_call) == (3, 1, 1)
    assert "jamais connecté" in body
    assert "mailto:p2@example.org" in body
    assert "%" not in body.split("<main")[1].split("suivi-regle")[0]
    only = client.get(reverse("learning_people", args=[course.pk]), {"to_call": "on"}).context["table"].rows
    assert [row.email for row in only] == ["p2@example.org"]
    assert client.get(reverse("learning_calls")).status_code == 200
    csv = client.get(reverse("learning_calls_export", args=[course.pk, "csv"])).content.decode("utf-8-sig")
    assert "Score" not in csv
    assert len(csv.splitlines()) == 4


@pytest.mark.django_db
def test_the_list_costs_the_same_for_two_people_and_for_twenty(client, course, coordinator):
    url = reverse("learning_people", args=[course.pk])
    people(course, 2)
    client.get(url)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
        people(course, 18, first=10 + 20 * _round)
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_learners_do_not_see_the_coordinators_pages(client, course, learner):
    client.force_login(learner)
    for url in (reverse("learning_calls"), reverse("learning_people", args=[course.pk])):
        assert client.get(url).status_code in {302, 403}


@pytest.mark.django_db
def test_a_course_that_does_not_exist_is_not_found(client, coordinator):
    assert client.get(reverse("learning_people", args=[999_999])).status_code == 404


@pytest.mark.django_db
def test_a_session_that_is_near_makes_a_call_sooner_for_those_it_concerns(course, learner, other):
    cohort = Cohort.objects.create(course=course, name="Printemps")
    for user in (learner, other):
        api.enrol(user=user, course_id=course.pk)
    Enrolment.objects.update(started_at=ago(40), last_seen_at=ago(20))
    Enrolment.objects.filter(user=learner).update(cohort=cohort)

    def meeting(days, **fields):
        times = {"starts_at": ahead(days), "ends_at": ahead(days) + timedelta(hours=2)}
        return Session.objects.create(course=course, title="Séance", **times, **fields)

    meeting(2, cancelled=True)
    meeting(-1)
    meeting(30)
    meeting(9, cohort=cohort)
    near = meeting(5, cohort=cohort)
    rows = {row.email: row.call for row in call_table(course_id=course.pk, now=NOW).rows}
    assert rows[other.email] is None
    assert (rows[learner.email].reason, rows[learner.email].session_at) == (CallReason.SESSION_NEAR, near.starts_at)
    meeting(8)
    assert call_table(course_id=course.pk, now=NOW).to_call == 2
