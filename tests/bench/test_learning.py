"""The learner's path: pages and statements whatever the size, and the trainer's table of a large cohort."""

import json
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from courses.learning import api
from courses.learning.models import Enrolment
from courses.records.models import Attempt, Learner, Statement
from tests.bench.conftest import counted
from tests.courses.learning.conftest import *  # noqa: F403
from tests.courses.learning.conftest import make_course, put_content, statement, units_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("lessons", [5, 200])
def test_course_and_lesson_pages(client, index, learner, make_content, lessons, figure, median_ms):
    course = make_course(index, slug="cours", chapters=1, lessons=lessons)
    unit = units_of(course)[1]
    put_content(unit.page, make_content())
    api.enrol(user=learner, course_id=course.pk)
    client.force_login(learner)
    for name, url in {"course page": course.get_url(), "lesson page": unit.page.get_url()}.items():
        with counted() as first:
            client.get(url)
        with counted() as again:
            client.get(url)
        elapsed = median_ms(lambda url=url: client.get(url))
        figure(f"{name}, {lessons} lessons", f"{first.value} then {again.value} queries, {elapsed} ms")
        # The first visit also writes where the learner is, and that they opened the unit.
        assert first.value <= 13
        assert again.value <= 12


@pytest.mark.parametrize("grading", ["highest", "last"])
@pytest.mark.parametrize(("lessons", "courses"), [(1, 1), (200, 1), (1, 100)])
def test_terminal_statement(client, index, learner, make_content, lessons, courses, grading, figure):
    content = make_content()
    for number in range(courses):
        course = make_course(index, slug=f"cours-{number}", chapters=1, lessons=lessons)
        page = units_of(course)[0].page.specific
        page.grading = grading
        page.save()
        put_content(page, content)
        api.enrol(user=learner, course_id=course.pk)
    client.force_login(learner)
    played = {"contextActivities": {"category": [{"id": "http://h5p.org/libraries/H5P.MultiChoice-1.16"}]}}
    result = {"score": {"scaled": 1}, "completion": True}
    sent = {"statements": [statement(content, result=result, context=played)]}
    url = reverse("learning:statements", args=[content.pk])
    with counted() as count:
        response = client.post(url, json.dumps(sent), content_type="application/json")
    assert response.status_code == 200
    figure(f"terminal statement, {lessons} lessons, {courses} courses, {grading}", f"{count.value} queries")
    assert count.value <= 12


def test_cohort_of_500_learners_in_60_units(client, index, make_content, figure, median_ms, admin_user):
    course = make_course(index, slug="cours", chapters=6, lessons=10)
    units = units_of(course)
    users = get_user_model().objects.bulk_create(
        get_user_model()(email=f"p{number}@example.org", first_name="P", last_name=str(number)) for number in range(500)
    )
    done = [unit.pk for unit in units[:30]]
    Enrolment.objects.bulk_create(
        Enrolment(user=user, course=course, started_at=timezone.now(), done_unit_ids=done) for user in users
    )
    fill_attempts(users, units[:20])
    client.force_login(admin_user)
    url = reverse("learning_learners", args=[course.pk])
    with counted() as table:
        api.cohort_rows(course_id=course.pk)
    elapsed = median_ms(lambda: api.cohort_rows(course_id=course.pk))
    client.get(url)
    with counted() as page:
        client.get(url)
    figure("cohort table, 500 learners, 60 units", f"{table.value} queries, {elapsed} ms")
    figure("the whole admin page", f"{page.value} queries, {median_ms(lambda: client.get(url))} ms")
    assert page.value < 15
    assert elapsed < 300


def fill_attempts(users, units):
    """One scored attempt of each user at each unit."""
    now = timezone.now()
    learners = Learner.objects.bulk_create(Learner(user=user) for user in users)
    pairs = [(learner, api.unit_iri(unit.uuid)) for learner in learners for unit in units]
    rows = Statement.objects.bulk_create(
        (
            Statement(
                id=uuid4(), learner=learner, source="platform", actor_key="a", verb="v", object_key=iri,
                timestamp=now, stored=now, raw="{}",
            )
            for learner, iri in pairs
        ),
        batch_size=2000,
    )  # fmt: skip
    Attempt.objects.bulk_create(
        (
            Attempt(statement=row, learner=learner, activity_iri=iri, finished_at=now, score_scaled=0.7)
            for row, (learner, iri) in zip(rows, pairs, strict=True)
        ),
        batch_size=2000,
    )
