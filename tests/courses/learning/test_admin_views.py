from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from courses.learning import api
from courses.learning.models import Cohort, Enrolment, ReflectionAnswer, UnitOpening
from courses.learning.spreadsheets import safe_text

from .conftest import put_content, statement, units_of
from .test_relay import send

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer(db):
    user = get_user_model().objects.create_user(email="formatrice@example.org", password="secret-de-test")
    user.groups.add(Group.objects.get(name="Formation"))
    return user


def people(course, count):
    users = get_user_model().objects
    for number in range(count):
        user = users.create_user(email=f"p{number}@example.org", password=None, first_name="P", last_name=str(number))
        api.enrol(user=user, course_id=course.pk)


def test_only_those_who_may_follow_learners_see_them(client, course, learner):
    for url in (reverse("learning_courses"), reverse("learning_learners", args=[course.pk])):
        assert client.get(url).status_code == 302
    client.force_login(learner)
    for url in (reverse("learning_courses"), reverse("learning_learners", args=[course.pk])):
        assert client.get(url).status_code == 302


def test_an_editor_without_the_permission_is_refused(client, course, other):
    other.groups.add(Group.objects.get(name="Annuaire"))
    client.force_login(other)
    assert client.get(reverse("learning_learners", args=[course.pk])).status_code in {302, 403}
    assert client.get(reverse("learning_export", args=[course.pk, "xlsx"])).status_code in {302, 403}


def test_a_trainer_sees_who_is_enrolled_how_far_and_with_which_scores(client, course, learner, trainer, make_content):
    quiz = make_content()
    put_content(units_of(course)[0].page, quiz)
    api.enrol(user=learner, course_id=course.pk)
    client.force_login(learner)
    send(client, quiz, statement(quiz, result={"score": {"scaled": 0.8}, "completion": True}))
    client.force_login(trainer)
    assert "Cours animer" in client.get(reverse("learning_courses")).content.decode()
    body = client.get(reverse("learning_learners", args=[course.pk])).content.decode()
    assert "Ana Roux" in body
    assert "25 %" in body
    assert "80 %" in body
    story = client.get(reverse("learning_learner", args=[Enrolment.objects.get().pk])).content.decode()
    assert "Chapitre 1 leçon 1" in story
    assert "80 %" in story


def test_private_writing_is_nowhere_in_the_trainers_pages(client, course, learner, trainer):
    from uuid import uuid4

    from django.utils import timezone

    api.enrol(user=learner, course_id=course.pk)
    ReflectionAnswer.objects.create(user=learner, block_id=uuid4(), text="Mon secret", updated_at=timezone.now())
    client.force_login(trainer)
    pages = (
        reverse("learning_learners", args=[course.pk]),
        reverse("learning_learner", args=[Enrolment.objects.get().pk]),
    )
    assert all("Mon secret" not in client.get(url).content.decode() for url in pages)


def test_the_list_is_filtered_by_text_cohort_and_stage(client, course, trainer):
    people(course, 3)
    cohort = Cohort.objects.create(course=course, name="Printemps")
    Enrolment.objects.filter(user__email="p1@example.org").update(cohort=cohort)
    client.force_login(trainer)
    url = reverse("learning_learners", args=[course.pk])
    assert len(client.get(url, {"text": "P2"}).context["table"].rows) == 1
    assert [row.email for row in client.get(url, {"cohort": cohort.pk}).context["table"].rows] == ["p1@example.org"]
    assert len(client.get(url, {"stage": "not_started"}).context["table"].rows) == 3
    assert client.get(url, {"stage": "finished"}).context["table"].rows == ()
    assert client.get(url, {"stage": "nonsense", "cohort": "999", "text": "x" * 500}).status_code == 200


def test_the_queries_do_not_grow_with_learners(client, course, trainer):
    url = reverse("learning_learners", args=[course.pk])
    client.force_login(trainer)
    people(course, 2)
    client.get(url)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        counts.append(len(captured))
        for number in range(20):
            user = get_user_model().objects.create_user(email=f"q{len(counts)}-{number}@example.org")
            api.enrol(user=user, course_id=course.pk)
    assert counts[0] == counts[1]


def test_the_spreadsheet_holds_the_filtered_rows_and_runs_nothing(client, course, trainer):
    user = get_user_model().objects.create_user(
        email="x@example.org", password=None, first_name='=HYPERLINK("http://mal")', last_name="B"
    )
    api.enrol(user=user, course_id=course.pk)
    people(course, 2)
    client.force_login(trainer)
    response = client.get(reverse("learning_export", args=[course.pk, "xlsx"]), {"text": "x@example"})
    assert response["Content-Disposition"].endswith('.xlsx"')
    sheet = load_workbook(BytesIO(response.content)).active
    assert sheet.max_row == 2
    assert sheet["A2"].value.startswith("'=HYPERLINK")
    assert sheet["A2"].data_type == "s"


def test_the_csv_opens_in_a_french_excel_and_runs_nothing(client, course, trainer):
    user = get_user_model().objects.create_user(email="x@example.org", password=None, first_name="=1+1", last_name="É")
    api.enrol(user=user, course_id=course.pk)
    client.force_login(trainer)
    response = client.get(reverse("learning_export", args=[course.pk, "csv"]))
    assert response.content.startswith("\ufeff".encode())
    head, line = response.content.decode("utf-8-sig").splitlines()
    assert head.startswith("Nom;")
    assert line.startswith("'=1+1 É;x@example.org;")


def test_the_list_is_sorted_by_its_headings(client, course, trainer):
    people(course, 3)
    Enrolment.objects.filter(user__email="p1@example.org").update(done_unit_ids=[units_of(course)[0].pk])
    client.force_login(trainer)
    url = reverse("learning_learners", args=[course.pk])
    rows = client.get(url, {"order": "progress", "down": "on"}).context["table"].rows
    assert rows[0].email == "p1@example.org"
    body = client.get(url, {"order": "progress", "text": "P"}).content.decode()
    assert "?text=P&amp;order=progress&amp;down=on" in body
    assert 'aria-sort="ascending"' in body


def test_a_learner_who_has_gone_silent_is_said_to_be_stuck_where_and_since_when(client, course, trainer, learner):
    unit = units_of(course)[1]
    enrolment = api.enrol(user=learner, course_id=course.pk)
    Enrolment.objects.filter(pk=enrolment.id).update(
        last_unit=unit, last_seen_at=timezone.now() - timedelta(days=20), done_unit_ids=[units_of(course)[0].pk]
    )
    client.force_login(trainer)
    body = client.get(reverse("learning_learners", args=[course.pk]), {"stage": "stuck"}).content.decode()
    assert "Chapitre 1 leçon 2" in body
    assert "Pas revenu·e depuis deux semaines" in body
    units = client.get(reverse("learning_units", args=[course.pk])).context["table"].units
    assert [one.stopped for one in units] == [0, 1, 0, 0]


def test_opening_a_unit_is_kept_once_and_counted(client, course, learner, trainer):
    api.enrol(user=learner, course_id=course.pk)
    client.force_login(learner)
    first, second = units_of(course)[:2]
    for unit in (first, second, first):
        assert client.get(unit.page.get_url()).status_code == 200
    assert list(UnitOpening.objects.order_by("unit_id").values_list("unit_id", flat=True)) == [first.pk, second.pk]
    client.force_login(trainer)
    response = client.get(reverse("learning_units", args=[course.pk]))
    assert [one.opened for one in response.context["table"].units] == [1, 1, 0, 0]
    assert "<svg" in response.content.decode()
    csv = client.get(reverse("learning_units_export", args=[course.pk, "csv"])).content.decode("utf-8-sig")
    assert "Chapitre 1;Chapitre 1 leçon 1;1;1;0;" in csv


def test_a_coordinator_sees_neither_scores_nor_stories(client, course, learner, other):
    enrolment = api.enrol(user=learner, course_id=course.pk)
    other.groups.add(Group.objects.get(name="Coordination"))
    client.force_login(other)
    for name, argument in (("learners", course.pk), ("units", course.pk), ("learner", enrolment.id)):
        assert client.get(reverse(f"learning_{name}", args=[argument])).status_code in {302, 403}


@pytest.mark.parametrize("name", ["learning_learners", "learning_units"])
def test_a_course_that_does_not_exist_is_not_found(client, course, trainer, name):
    client.force_login(trainer)
    assert client.get(reverse(name, args=[999_999])).status_code == 404


@pytest.mark.parametrize("text", ["=1+1", "+33", "-2", "@SUM(A1)", "\tx", "\rx"])
def test_a_text_that_begins_like_a_formula_is_quoted(text):
    assert safe_text(text).startswith("'")


def test_a_text_with_characters_that_xml_refuses_is_cleaned():
    assert safe_text("A\x00na\x0b") == "Ana"


def test_a_trainer_moves_a_learner_to_a_cohort_of_the_same_course_only(client, course, index, learner, trainer):
    from .conftest import make_course

    cohort = Cohort.objects.create(course=course, name="Printemps")
    elsewhere = Cohort.objects.create(course=make_course(index, slug="autre", chapters=1, lessons=1), name="Ailleurs")
    enrolment = api.enrol(user=learner, course_id=course.pk)
    client.force_login(trainer)
    url = reverse("learning_cohort", args=[enrolment.id])
    client.post(url, {"cohort": cohort.pk})
    assert Enrolment.objects.get().cohort == cohort
    client.post(url, {"cohort": elsewhere.pk})
    assert Enrolment.objects.get().cohort == cohort
    client.post(url, {"cohort": ""})
    assert Enrolment.objects.get().cohort is None


def test_trainers_create_cohorts_in_the_admin(client, course, trainer):
    client.force_login(trainer)
    assert client.get(reverse("promotions:index")).status_code == 200
    assert client.get(reverse("promotions:add")).status_code == 200


def test_rebuilding_finds_no_difference_and_puts_right_what_was_changed_by_hand(client, course, learner, make_content):
    quiz = make_content()
    put_content(units_of(course)[0].page, quiz)
    api.enrol(user=learner, course_id=course.pk)
    client.force_login(learner)
    send(client, quiz, statement(quiz))
    for unit in units_of(course)[1:]:
        client.post(reverse("learning:mark_done", args=[unit.page_id]))
    before = Enrolment.objects.values().get()
    out = StringIO()
    call_command("rebuild_progress", stdout=out)
    assert "rows that differed: 0" in out.getvalue()
    Enrolment.objects.update(done_unit_ids=[], done_content_ids=[999], completed_at=None)
    out = StringIO()
    call_command("rebuild_progress", stdout=out)
    assert "enrolments: 1" in out.getvalue()
    after = Enrolment.objects.values().get()
    assert {**after, "revision": 0} == {**before, "revision": 0}


def test_an_administrator_gives_a_group_what_concerns_learners(admin_client):
    body = admin_client.get(f"/admin/groups/edit/{Group.objects.get(name='Formation').pk}/").content.decode()
    assert "Suivre les apprenant·es" in body
    assert "Voir les formations comme une personne inscrite les voit" in body
