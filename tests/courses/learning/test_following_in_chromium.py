"""What trainers and coordinators see of a course that people really learn in, on a phone and a desk."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cms.accounts.groups import grant_group_permissions
from courses.learning import api
from courses.learning.models import Cohort, Enrolment
from tests.axe import assert_accessible, assert_fits

from .conftest import put_content, statement, units_of
from .test_questions import play

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("PV_SCREENSHOTS", "")
SCREENS = (360, 1280)
ENGLISH = ("Learners", "Questions answered", "Filter ", "Stuck", "Under way", " Nov ", "None")


@pytest.fixture
def quiz(course, make_content):
    content = make_content(title="Qui parle ?")
    put_content(units_of(course)[0].page, content)
    return content


@pytest.fixture
def followed(course, quiz):
    """Twelve learners who answered, five who finished the unit, one gone for forty days; one cohort."""
    cohort = Cohort.objects.create(course=course, name="Promotion d’automne")
    users = [play(course, quiz, number, rights=(number < 8, number < 6, number % 2 == 0)) for number in range(12)]
    for user in users[:5]:
        done = [statement(quiz, verb="completed", result={"score": {"scaled": 0.8}, "duration": "PT4M"})]
        api.record_activity_statements(user=user, content_id=quiz.pk, statements=done)
    Enrolment.objects.update(last_seen_at=timezone.now())
    Enrolment.objects.filter(user__in=users[8:]).update(cohort=cohort)
    long_ago = timezone.now() - timedelta(days=40)
    Enrolment.objects.filter(user=users[11]).update(last_seen_at=long_ago, started_at=long_ago)
    get_user_model().objects.filter(pk=users[11].pk).update(first_name="Ana", last_name="Roux")
    return users


@pytest.fixture
def sign_in(page, live_server, client):
    def sign_in(user):
        client.force_login(user)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([cookie])

    return sign_in


def member_of(group):
    grant_group_permissions()
    user = get_user_model().objects.create_user(email=f"{group.lower()}@example.org", password=None)
    user.groups.add(Group.objects.get(name=group))
    return user


def look(page, address, name):
    """The page on both screens: accessible, no wider than the screen, in French."""
    for width in SCREENS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address)
        assert_fits(page)
        assert_accessible(page)
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
    words = page.locator("main").inner_text()
    assert [word for word in ENGLISH if word in words] == []


def test_a_trainer_reads_the_cohort_the_units_the_questions_and_one_story(page, live_server, course, followed, sign_in):
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    sign_in(member_of("Formation"))

    def at(name, *args):
        return f"{live_server.url}{reverse(name, args=args)}"

    look(page, at("learning_learners", course.pk), "cohort")
    row = page.get_by_role("row", name="Ana Roux")
    expect(row).to_contain_text("En panne")
    expect(row).to_contain_text("Promotion d’automne")
    page.get_by_role("link", name="En panne").click()
    expect(page.locator(".suivi-tableau tbody tr")).to_have_count(1)
    look(page, at("learning_units", course.pk), "units")
    expect(page.locator(".suivi-dessin svg")).to_have_count(1)
    look(page, at("learning_questions", course.pk), "questions")
    expect(page.locator(".suivi-tableau").get_by_text("moins de 10 réponses")).to_have_count(0)
    question = page.locator(".suivi-tableau tbody tr", has_text="67 %")
    expect(question).to_contain_text("Qui n’a pas la parole")
    expect(question).to_contain_text("Personne (4)")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename.endswith(".csv")
    enrolment = Enrolment.objects.get(user=followed[0])
    look(page, at("learning_learner", enrolment.pk), "story")
    expect(page.get_by_text("80 %").first).to_be_visible()
    assert errors == []


def test_a_coordinator_sees_who_to_call_and_a_learner_their_own_way(page, live_server, course, followed, sign_in):
    sign_in(member_of("Coordination"))
    look(page, f"{live_server.url}{reverse('learning_people', args=[course.pk])}", "people")
    expect(page.locator(".suivi-tableau tbody tr").first).to_contain_text("Ana Roux")
    assert "%" not in page.locator(".suivi-tableau").inner_text()
    sign_in(followed[1])
    look(page, f"{live_server.url}{reverse('learning:dashboard')}", "dashboard")
    expect(page.get_by_text("À faire maintenant")).to_be_visible()
    page.get_by_text("Mes tentatives et mes scores").click()
    expect(page.get_by_role("cell", name="80 %")).to_be_visible()
    for name in ("timeline", "attempts", "agenda", "notebook"):
        look(page, f"{live_server.url}{reverse(f'learning:{name}')}", name)
