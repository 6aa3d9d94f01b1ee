"""Dated sessions: who sees them, who was there, what it completes, the sheet, the calendar, the reminders."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from cms.accounts.groups import grant_group_permissions
from courses.learning import api
from courses.learning.attending import Presence, SessionInfo, half_days, may_confirm, same_code
from courses.learning.models import (
    Attendance,
    ChapterPage,
    Cohort,
    Enrolment,
    LessonPage,
    OpeningCondition,
    Session,
    SessionPage,
    Unit,
)
from courses.learning.reminding import remind_of_tomorrow
from courses.learning.session_words import session_label
from courses.learning.sessions import mark, rebuild_attendances
from courses.records.models import Statement

from .conftest import units_of

NINE = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end", "zone", "expected"),
    [
        (NINE, NINE + timedelta(hours=3), "Europe/Paris", [("09", "12", True)]),
        (NINE, NINE + timedelta(hours=8), "Europe/Paris", [("09", "13", True), ("13", "17", False)]),
        (
            NINE,
            NINE + timedelta(hours=27),
            "Europe/Paris",
            [("09", "13", True), ("13", "00", False), ("00", "12", True)],
        ),
        (NINE, NINE + timedelta(hours=3), "Indian/Reunion", [("12", "13", True), ("13", "15", False)]),
    ],
)
def test_a_session_is_signed_by_half_day_of_its_place(start, end, zone, expected):
    found = half_days(start, end, zone)
    assert [(f"{one.starts_at:%H}", f"{one.ends_at:%H}", one.is_morning) for one in found] == expected


@pytest.mark.parametrize(("minutes", "may"), [(-16, False), (-15, True), (0, True), (89, True), (91, False)])
def test_presence_is_confirmed_around_the_session_only(minutes, may):
    now = NINE + timedelta(minutes=minutes)
    assert may_confirm(NINE, NINE + timedelta(hours=1), cancelled=False, now=now) is may
    assert not may_confirm(NINE, NINE + timedelta(hours=1), cancelled=True, now=now)


def test_a_code_is_typed_as_one_hears_it():
    assert same_code("KMPRT", " kmp-rt ")
    assert not same_code("KMPRT", "")
    assert not same_code("KMPRT", "KMPR")


@pytest.fixture
def meeting(course):
    chapter = ChapterPage.objects.child_of(course).first()
    meeting = chapter.add_child(instance=SessionPage(title="Première pratique", slug="pratique", minutes=120))
    meeting.save_revision().publish()
    return meeting


@pytest.fixture
def session(course, meeting):
    now = timezone.now()
    return Session.objects.create(
        course=course,
        page=meeting,
        title="Première pratique",
        starts_at=now,
        ends_at=now + timedelta(hours=2),
        place="Salle des fêtes, Rennes",
        code="KMPRT",
    )


@pytest.fixture
def enrolled(client, course, learner):
    api.enrol(user=learner, course_id=course.pk)
    client.force_login(learner)
    return client


@pytest.fixture
def trainer(db):
    grant_group_permissions()
    user = get_user_model().objects.create_user(email="formatrice@example.org", password="secret-de-test")
    user.groups.add(Group.objects.get(name="Formation"))
    return user


def test_a_learner_confirms_with_the_code_and_the_part_is_done(enrolled, session, meeting, learner):
    url = reverse("learning:confirm_presence", args=[session.uuid])
    body = enrolled.get(meeting.get_url()).content.decode()
    assert "Salle des fêtes" in body
    assert "Je suis là" in body
    enrolled.post(url, {"code": "AAAAA"})
    assert not Attendance.objects.exists()
    enrolled.post(url, {"code": "kmprt"})
    enrolled.post(url, {"code": "kmprt"})
    assert Attendance.objects.get().presence == Presence.PRESENT
    assert Statement.objects.filter(verb__endswith="attended").count() == 1
    assert Unit.objects.get(page=meeting).pk in Enrolment.objects.get().done_unit_ids


def test_nobody_confirms_elsewhere_or_at_another_time(client, session, learner, other, course):
    url = reverse("learning:confirm_presence", args=[session.uuid])
    client.force_login(other)
    assert client.post(url, {"code": "KMPRT"}).status_code == 404
    assert client.get(reverse("learning:session", args=[session.uuid])).status_code == 404
    assert client.get(reverse("learning:session_file", args=[session.uuid])).status_code == 404
    api.enrol(user=learner, course_id=course.pk)
    Session.objects.update(starts_at=timezone.now() - timedelta(days=2), ends_at=timezone.now() - timedelta(days=1))
    client.force_login(learner)
    client.post(url, {"code": "KMPRT"})
    assert not Attendance.objects.exists()


def test_a_session_of_a_cohort_is_for_that_cohort(enrolled, session, course, learner):
    session.cohort = Cohort.objects.create(course=course, name="Automne")
    session.save()
    assert api.sessions_of(user=learner) == []
    Enrolment.objects.update(cohort=session.cohort)
    assert [one.title for one in api.sessions_of(user=learner)] == ["Première pratique"]


def test_a_trainer_marks_everyone_and_each_mark_is_a_statement(
    enrolled, client, session, learner, other, course, trainer
):
    api.enrol(user=other, course_id=course.pk)
    url = reverse("learning_attendance", args=[session.pk])
    assert client.get(url).status_code in (302, 403)
    client.force_login(trainer)
    assert "KMPRT" in client.get(url).content.decode()
    marks = {f"p{learner.pk}": "present", f"p{other.pk}": "excused", "p999999": "present", f"p{trainer.pk}": "present"}
    client.post(url, marks)
    client.post(url, marks)
    assert dict(Attendance.objects.values_list("user_id", "presence")) == {learner.pk: "present", other.pk: "excused"}
    assert Statement.objects.filter(verb__endswith="attended").count() == 2
    assert api.progress_of(user=learner, course_id=course.pk).done == 1
    assert api.progress_of(user=other, course_id=course.pk).done == 0
    sheet = client.get(reverse("learning_sheet", args=[session.pk])).content.decode()
    assert "Feuille d’émargement" in sheet
    assert "Roux Ana" in sheet
    assert "R6313-3" in sheet


def test_attendances_are_written_again_from_statements(enrolled, session, learner, django_capture_on_commit_callbacks):
    now = timezone.now()
    mark(session=session, presences={learner: Presence.ABSENT}, now=now)
    mark(session=session, presences={learner: Presence.PRESENT}, now=now + timedelta(minutes=1))
    assert rebuild_attendances(user=learner, now=now) == 0
    Attendance.objects.update(presence="absent")
    assert rebuild_attendances(user=learner, now=now) == 1
    assert Attendance.objects.get().presence == "present"
    Attendance.objects.all().delete()
    call_command("rebuild_progress")
    assert Attendance.objects.get().presence == "present"


def test_a_lesson_waits_for_the_session_and_says_when(enrolled, session, meeting, course, learner):
    lesson = LessonPage.objects.get(pk=units_of(course)[-1].page_id)
    lesson.opening_conditions = [OpeningCondition(kind="unit", required_page=meeting)]
    lesson.save_revision().publish()
    body = enrolled.get(lesson.get_url()).content.decode()
    assert "votre présence est attendue" in body
    assert "« Première pratique »".replace(" ", "\u202f", 1)[:3] in body
    mark(session=session, presences={learner: Presence.PRESENT}, now=timezone.now())
    assert enrolled.get(lesson.get_url()).status_code == 200


def test_the_month_is_a_table_of_whole_weeks(enrolled, session, course, learner):
    Session.objects.update(starts_at=NINE, ends_at=NINE + timedelta(hours=2))
    body = enrolled.get(reverse("learning:agenda"), {"mois": "2026-12"}).content.decode()
    assert "décembre 2026" in body
    assert "Première pratique" in body
    month = api.month_of(user=learner, first=date(2026, 12, 1))
    assert [len(week) for week in month.weeks] == [7] * 5
    assert month.weeks[0][3].entries[0].title == "Première pratique"
    for bad in ("2026-13", "0000-01", "x", "9999-12"):
        assert enrolled.get(reverse("learning:agenda"), {"mois": bad}).status_code == 200


def test_the_private_address_of_the_calendar_is_renewed_and_closed(enrolled, client, session, learner):
    key = api.feed_key(user=learner)
    url = reverse("learning:feed", args=[key])
    client.logout()
    events = Calendar.from_ical(client.get(url).content).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in events] == ["Première pratique"]
    client.force_login(learner)
    client.post(reverse("learning:renew_feed"))
    assert client.get(url).status_code == 404
    assert client.get(reverse("learning:feed", args=["x"])).status_code == 404


def test_a_session_is_added_to_a_calendar_at_its_local_time(enrolled, session):
    Session.objects.update(starts_at=NINE, ends_at=NINE + timedelta(hours=2), time_zone="Indian/Reunion")
    content = enrolled.get(reverse("learning:session_file", args=[session.uuid])).content
    event = Calendar.from_ical(content).walk("VEVENT")[0]
    assert event["DTSTART"].dt == datetime(2026, 12, 3, 12, 0, tzinfo=ZoneInfo("Indian/Reunion"))
    assert b"TZID=Indian/Reunion" in content
    assert (
        "heure locale de la séance" in enrolled.get(reverse("learning:session", args=[session.uuid])).content.decode()
    )


@pytest.mark.django_db(transaction=True)
def test_learners_are_reminded_once_the_day_before(index, learner, other):
    from .conftest import make_course

    course = make_course(index, slug="rappel", chapters=1, lessons=1)
    api.enrol(user=learner, course_id=course.pk)
    start = timezone.now() + timedelta(hours=20)
    place = {"time_zone": "Indian/Reunion"}
    Session.objects.create(course=course, title="Demain", starts_at=start, ends_at=start + timedelta(hours=1), **place)
    later = timezone.now() + timedelta(days=9)
    Session.objects.create(course=course, title="Plus tard", starts_at=later, ends_at=later + timedelta(hours=1))
    assert remind_of_tomorrow() == 1
    assert remind_of_tomorrow() == 0
    (letter,) = mail.outbox
    assert letter.to == [learner.email]
    assert "Demain" in letter.subject
    assert f" à {start.astimezone(ZoneInfo('Indian/Reunion')).hour}\u202fh" in letter.subject
    assert letter.attachments[0][0] == "seance.ics"


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len([one for one in captured if "SAVEPOINT" not in one["sql"] and one["sql"] not in ("BEGIN", "COMMIT")])


def test_dates_attempts_and_events_cost_the_same_however_many(enrolled, session, course, learner):
    urls = [reverse(f"learning:{name}") for name in ("dashboard", "agenda", "timeline", "attempts")]
    few = {url: queries(enrolled, url) for url in urls}
    now = timezone.now()
    for number in range(12):
        start = now + timedelta(hours=number)
        one = Session.objects.create(
            course=course, title=f"Séance {number}", starts_at=start, ends_at=start + timedelta(hours=1)
        )
        mark(session=one, presences={learner: Presence.PRESENT}, now=now)
    for unit in units_of(course):
        enrolled.post(reverse("learning:mark_done", args=[unit.page_id]))
    assert {url: queries(enrolled, url) for url in urls} == few
    assert max(few.values()) <= 20


def test_the_hours_are_typed_as_the_clocks_of_the_place_say(client, course, trainer):
    client.force_login(trainer)
    data = {
        "course": course.pk,
        "title": "À Saint-Denis",
        "starts_at": "2026-12-03 09:00",
        "ends_at": "2026-12-03 12:00",
        "time_zone": "Indian/Reunion",
        "place": "",
        "link": "",
        "description": "",
    }
    response = client.post(reverse("seances:add"), data)
    assert response.status_code == 302, response.context["form"].errors
    session = Session.objects.get()
    assert session.starts_at == datetime(2026, 12, 3, 5, 0, tzinfo=UTC)
    assert "2026-12-03 09:00" in client.get(reverse("seances:edit", args=[session.pk])).content.decode()
    assert "Émargement" in client.get(reverse("seances:index")).content.decode()


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/Paris", "lundi 1er février 2027, de 21 h à 22 h 30"),
        ("Africa/Lagos", "lundi 1er février 2027, de 21 h à 22 h 30"),
        ("Indian/Reunion", "mardi 2 février 2027, de 0 h à 1 h 30 (heure locale de la séance)"),
        ("America/Cayenne", "lundi 1er février 2027, de 17 h à 18 h 30 (heure locale de la séance)"),
    ],
)
def test_a_session_is_said_by_the_clocks_of_its_place(zone, said):
    start = datetime(2027, 2, 1, 20, tzinfo=UTC).astimezone(ZoneInfo(zone))
    session = SessionInfo(UUID(int=1), "Séance", "Formation", start, start + timedelta(minutes=90))
    assert session_label(session).replace("\u202f", " ") == said


def test_a_session_over_midnight_says_both_days():
    start = datetime(2027, 1, 31, 21, tzinfo=ZoneInfo("Europe/Paris"))
    session = SessionInfo(UUID(int=1), "Séance", "Formation", start, start + timedelta(hours=4))
    said = "du dimanche 31 janvier 2027 à 21 h au lundi 1er février 2027 à 1 h"
    assert session_label(session).replace("\u202f", " ") == said


def test_the_sheet_says_the_day_and_the_hours_of_the_place(client, course, trainer):
    client.force_login(trainer)
    start = datetime(2027, 1, 31, 21, tzinfo=UTC)
    session = Session.objects.create(
        course=course, title="Nuit", starts_at=start, ends_at=start + timedelta(hours=2), time_zone="Indian/Reunion"
    )
    sheet = client.get(reverse("learning_sheet", args=[session.pk])).content.decode()
    assert '<th scope="col">lundi 1er février<br>Matin<br>1\u202fh – 3\u202fh</th>' in sheet
