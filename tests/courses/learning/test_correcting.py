"""A trainer corrects a unit: the record, the unit, the course and the enrolment follow; the learner reads why."""

from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from courses.learning import api
from courses.learning.correcting import correct, correctable, withdraw
from courses.learning.models import Enrolment
from courses.records import api as records
from courses.records.data import CorrectionKind

from .conftest import put_content, statement, units_of
from .test_admin_views import trainer  # noqa: F401
from .test_relay import send

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolled(course, learner):
    return Enrolment.objects.get(pk=api.enrol(user=learner, course_id=course.pk).id)


@pytest.fixture
def quiz(course, make_content):
    content = make_content()
    put_content(units_of(course)[0].page, content)
    return content


def answer(client, learner, quiz, score):
    client.force_login(learner)
    return send(client, quiz, statement(quiz, result={"score": {"scaled": score}, "completion": True}))


def choose(enrolment, unit, kind, *, iri=None):
    found = correctable(enrolment_id=enrolment.pk, unit_id=unit.pk)
    return next(one for one in found.possible if one.kind is kind and iri in (None, one.iri))


def done(enrolment):
    enrolment.refresh_from_db()
    return set(enrolment.done_unit_ids)


def assert_nothing_differs():
    out = StringIO()
    call_command("rebuild_progress", stdout=out)
    assert "rows that differed: 0" in out.getvalue()


def make(enrolment, unit, kind, by, *, now=None, **parts):
    chosen = choose(enrolment, unit, kind)
    correct(enrolment=enrolment, by=by, chosen=chosen, reason="Vu ensemble.", now=now or timezone.now(), **parts)


def test_marking_every_unit_done_finishes_the_course_and_can_be_rebuilt(enrolled, course, trainer):  # noqa: F811
    for unit in units_of(course):
        make(enrolled, unit, CorrectionKind.DONE, trainer)
    enrolled.refresh_from_db()
    assert done(enrolled) == {unit.pk for unit in units_of(course)}
    assert enrolled.completed_at is not None
    assert_nothing_differs()


def test_reopening_an_attempt_reopens_the_unit_and_the_course_until_it_is_done_again(
    client,
    enrolled,
    course,
    learner,
    quiz,
    trainer,  # noqa: F811
):
    answer(client, learner, quiz, 0.9)
    for unit in units_of(course)[1:]:
        client.post(reverse("learning:mark_done", args=[unit.page_id]))
    enrolled.refresh_from_db()
    assert enrolled.completed_at is not None
    first = units_of(course)[0]
    make(enrolled, first, CorrectionKind.REOPENED, trainer)
    assert first.pk not in done(enrolled)
    assert enrolled.completed_at is None
    assert_nothing_differs()
    assert answer(client, learner, quiz, 0.8).status_code == 200
    assert first.pk in done(enrolled)
    assert enrolled.completed_at is not None
    assert_nothing_differs()


def test_withdrawing_gives_back_the_unit_and_the_course(client, enrolled, course, learner, quiz, trainer):  # noqa: F811
    answer(client, learner, quiz, 0.9)
    for unit in units_of(course)[1:]:
        client.post(reverse("learning:mark_done", args=[unit.page_id]))
    before = done(enrolled), enrolled.completed_at
    make(enrolled, units_of(course)[0], CorrectionKind.REOPENED, trainer)
    [told] = [one for one in records.corrections_of(user=learner) if one.caused_by is None]
    withdraw(enrolment=enrolled, by=trainer, statement_id=told.statement_id, reason="Erreur.", now=timezone.now())
    assert (done(enrolled), enrolled.completed_at) == before
    assert_nothing_differs()


def test_withdrawing_a_unit_marked_done_takes_it_back(enrolled, course, trainer):  # noqa: F811
    for unit in units_of(course):
        make(enrolled, unit, CorrectionKind.DONE, trainer)
    told = records.corrections_of(user=enrolled.user)[0]
    withdraw(enrolment=enrolled, by=trainer, statement_id=told.statement_id, reason="Erreur.", now=timezone.now())
    assert done(enrolled) == {unit.pk for unit in units_of(course)[1:]}
    assert enrolled.completed_at is None
    assert_nothing_differs()


def test_a_unit_marked_done_by_the_learner_can_be_reopened_and_done_again(client, enrolled, course, learner, trainer):  # noqa: F811
    unit = units_of(course)[0]
    client.force_login(learner)
    for _round in range(2):
        client.post(reverse("learning:mark_done", args=[unit.page_id]))
        assert unit.pk in done(enrolled)
        make(enrolled, unit, CorrectionKind.REOPENED, trainer)
        assert unit.pk not in done(enrolled)
    assert_nothing_differs()


def test_a_course_that_grew_after_it_was_finished_stays_finished_when_an_optional_unit_is_reopened(
    client,
    enrolled,
    course,
    learner,
    trainer,  # noqa: F811
):
    client.force_login(learner)
    for unit in units_of(course):
        client.post(reverse("learning:mark_done", args=[unit.page_id]))
    last = units_of(course)[-1].page.specific
    last.optional = True
    last.save_revision().publish()
    make(enrolled, units_of(course)[-1], CorrectionKind.REOPENED, trainer)
    enrolled.refresh_from_db()
    assert enrolled.completed_at is not None
    assert_nothing_differs()


def test_the_trainer_corrects_by_the_form_and_the_learner_reads_who_and_why(
    client,
    enrolled,
    course,
    learner,
    quiz,
    trainer,  # noqa: F811
):
    trainer.first_name, trainer.last_name = "Inès", "Delmas"
    trainer.save()
    answer(client, learner, quiz, 0.4)
    client.force_login(trainer)
    unit = units_of(course)[0]
    url = reverse("learning_correct", args=[enrolled.pk, unit.pk])
    assert "Fixer le score" in client.get(url).content.decode()
    chosen = choose(enrolled, unit, CorrectionKind.SCORED)
    sent = {"chosen": chosen.key, "score": "80", "reason": "Revu à l’oral.", "token": str(uuid4())}
    for _click in range(2):
        assert client.post(url, sent).status_code == 302
    assert len(records.corrections_of(user=learner)) == 1
    entry = ModelLogEntry.objects.get(action="learning.correct")
    assert (entry.user, entry.object_id) == (trainer, str(enrolled.pk))
    client.force_login(learner)
    body = client.get(reverse("learning:dashboard")).content.decode()
    assert "Inès Delmas a fixé le score" in body
    assert "Revu à l’oral." in body


@pytest.mark.parametrize(
    "wrong", [{"reason": " "}, {"score": ""}, {"score": "300"}, {"chosen": "done:ailleurs"}, {"token": "x"}]
)
def test_a_form_that_makes_no_sense_changes_nothing_and_says_so(client, enrolled, course, quiz, trainer, wrong):  # noqa: F811
    client.force_login(trainer)
    unit = units_of(course)[0]
    chosen = choose(enrolled, unit, CorrectionKind.SCORED)
    sent = {"chosen": chosen.key, "score": "80", "reason": "Revu.", "token": str(uuid4()), **wrong}
    response = client.post(reverse("learning_correct", args=[enrolled.pk, unit.pk]), sent)
    assert response.status_code == 422
    assert records.corrections_of(user=enrolled.user) == []


def test_only_those_who_may_correct_do(client, enrolled, course, learner, other):
    from django.contrib.auth.models import Group

    unit = units_of(course)[0]
    url = reverse("learning_correct", args=[enrolled.pk, unit.pk])
    other.groups.add(Group.objects.get(name="Coordination"))
    for person in (learner, other):
        client.force_login(person)
        assert client.get(url).status_code in {302, 403}
        assert client.post(url, {}).status_code in {302, 403}


def test_a_correction_of_somebody_else_cannot_be_withdrawn_from_here(client, enrolled, course, other, trainer):  # noqa: F811
    unit = units_of(course)[0]
    make(enrolled, unit, CorrectionKind.DONE, trainer)
    told = records.corrections_of(user=enrolled.user)[0]
    theirs = api.enrol(user=other, course_id=course.pk)
    client.force_login(trainer)
    url = reverse("learning_withdraw", args=[theirs.id, unit.pk, told.statement_id])
    assert client.post(url, {"reason": "x"}).status_code == 404
    url = reverse("learning_withdraw", args=[enrolled.pk, unit.pk, told.statement_id])
    assert client.post(url, {"reason": ""}).status_code == 302
    assert records.corrections_of(user=enrolled.user)[0].withdrawn_at is None
    client.post(url, {"reason": "Erreur."})
    assert records.corrections_of(user=enrolled.user)[0].withdrawn_at is not None


def test_the_story_tells_openings_attempts_corrections_in_order(client, enrolled, course, learner, quiz, trainer):  # noqa: F811
    unit = units_of(course)[0]
    client.force_login(learner)
    client.get(unit.page.get_url())
    answer(client, learner, quiz, 0.4)
    make(enrolled, unit, CorrectionKind.SCORED, trainer, score=0.7, now=timezone.now() + timedelta(minutes=1))
    client.force_login(trainer)
    story = client.get(reverse("learning_learner", args=[enrolled.pk])).context["story"]
    kinds = [event.kind for event in reversed(story.events)]
    assert kinds[:2] == ["enrolled", "opened"]
    assert set(kinds) == {"enrolled", "opened", "attempted", "completed", "corrected"}
    assert kinds[-1] == "corrected"
