import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.learning import api
from courses.learning.models import Enrolment

from .conftest import make_course, units_of

pytestmark = pytest.mark.django_db


def url_of(page):
    return page.get_url()


def queries_of(client, url):
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(url)
    assert response.status_code == 200
    return [
        query["sql"]
        for query in captured
        if "SAVEPOINT" not in query["sql"] and query["sql"] not in ("BEGIN", "COMMIT")
    ]


def test_catalogue_shows_courses_and_their_size(client, course):
    body = client.get("/formations/").content.decode()
    assert "Cours animer" in body
    assert "4 leçons" in body


def test_catalogue_counts_the_minutes_of_what_is_required_as_the_course_does(client, course):
    first, second, *_others = units_of(course)
    course.units.update(minutes=0)
    course.units.filter(pk=first.pk).update(minutes=20)
    course.units.filter(pk=second.pk).update(minutes=120, optional=True)
    for url in ("/formations/", url_of(course)):
        body = client.get(url).content.decode()
        assert "20 minutes" in body.replace("\u202f", " ").replace("\xa0", " ")
        assert not re.search(r"4\sleçons · 2\sh", body)


def test_an_invitation_shows_no_tag_of_a_rich_introduction(client, course):
    page = units_of(course)[0].page.specific
    page.introduction = "<p>Dix questions.</p>"
    page.save()
    assert '<p class="chapo">Dix questions.</p>' in client.get(url_of(page)).content.decode()


def test_anonymous_sees_the_programme_and_how_to_enrol(client, course):
    body = client.get(url_of(course)).content.decode()
    assert "Chapitre 2 leçon 1" in body
    assert reverse("account_signup") in body


def test_a_person_enrols_by_post_and_arrives_at_the_first_lesson(client, course, learner):
    client.force_login(learner)
    assert client.get(reverse("learning:enrol", args=[course.pk])).status_code == 405
    response = client.post(reverse("learning:enrol", args=[course.pk]))
    assert response.url == url_of(units_of(course)[0].page)
    client.post(reverse("learning:enrol", args=[course.pk]))
    assert Enrolment.objects.count() == 1


def test_anonymous_and_strangers_get_an_invitation_instead_of_a_lesson(client, course, learner):
    url = url_of(units_of(course)[0].page)
    response = client.get(url)
    assert response.status_code == 403
    assert "leçon s’ouvre" in response.content.decode() or "Se connecter" in response.content.decode()
    client.force_login(learner)
    assert client.get(url).status_code == 403


def test_a_lesson_open_to_all_is_read_without_enrolment_and_records_nothing(client, course):
    page = units_of(course)[0].page.specific
    page.open_to_all = True
    page.save_revision().publish()
    assert client.get(url_of(page)).status_code == 200
    assert not Enrolment.objects.exists()


def test_marking_done_moves_the_progress_and_goes_to_the_next_lesson(client, course, learner):
    api.enrol(user=learner, course_id=course.pk)
    client.force_login(learner)
    first, second = units_of(course)[:2]
    response = client.post(reverse("learning:mark_done", args=[first.page_id]))
    assert response.url == url_of(second.page)
    progress = api.progress_of(user=learner, course_id=course.pk)
    assert (progress.percent, progress.minutes_left) == (25, 30)
    assert progress.next_unit.id == second.pk


def test_marking_done_needs_enrolment(client, course, learner):
    client.force_login(learner)
    response = client.post(reverse("learning:mark_done", args=[units_of(course)[0].page_id]))
    assert response.status_code == 403


def test_finishing_every_lesson_finishes_the_course(client, course, learner):
    api.enrol(user=learner, course_id=course.pk)
    client.force_login(learner)
    for unit in units_of(course):
        client.post(reverse("learning:mark_done", args=[unit.page_id]))
    assert api.course_completed(user=learner, course_id=course.pk)
    assert "Terminé" in client.get("/mon-parcours/").content.decode()


def test_a_locked_lesson_says_what_is_left_to_finish(client, course, learner):
    page = units_of(course)[2].page.specific
    page.requires_previous = True
    page.save_revision().publish()
    api.enrol(user=learner, course_id=course.pk)
    client.force_login(learner)
    response = client.get(url_of(page))
    assert response.status_code == 403
    assert "Il reste à terminer" in response.content.decode()
    assert "Chapitre 1 leçon 1" in response.content.decode()


def test_reopening_the_course_resumes_where_the_learner_was(client, course, learner):
    api.enrol(user=learner, course_id=course.pk)
    client.force_login(learner)
    third = units_of(course)[2]
    client.get(url_of(third.page))
    assert api.progress_of(user=learner, course_id=course.pk).next_unit.id == third.pk
    assert "Reprendre" in client.get("/mon-parcours/").content.decode()


def test_dashboard_asks_to_sign_in(client, db):
    assert client.get("/mon-parcours/").status_code == 302


@pytest.mark.parametrize("lessons", [5, 100])
def test_course_and_lesson_pages_cost_at_most_twelve_queries_whatever_their_size(client, index, learner, lessons):
    course = make_course(index, slug="long", chapters=2, lessons=lessons)
    api.enrol(user=learner, course_id=course.pk)
    client.force_login(learner)
    unit = units_of(course)[1]
    client.post(reverse("learning:mark_done", args=[unit.page_id]))
    counts = {
        name: len(queries_of(client, url))
        for name, url in {
            "course": url_of(course),
            "lesson": url_of(unit.page),
            "dashboard": "/mon-parcours/",
            "chapter": url_of(unit.chapter),
        }.items()
    }
    print(counts)
    assert max(counts["course"], counts["lesson"]) <= 12
