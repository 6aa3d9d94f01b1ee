"""An outline changes: everyone's progress follows in the background, in sight, and nothing is taken back."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from courses.learning import api, rederiving
from courses.learning.models import Enrolment, Rederivation
from courses.learning.rebuilding import rebuild_all
from courses.learning.tasks import ask_to_rederive, rederive
from courses.records import api as records

from .conftest import put_content, statement, units_of
from .test_admin_views import trainer  # noqa: F401

pytestmark = pytest.mark.django_db
State = Rederivation.State


@pytest.fixture
def worker_away(settings):
    """Tasks wait, as they do until the worker takes them."""
    settings.TASKS = {
        **settings.TASKS,
        "heavy": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"},
    }


def people(course, count, *, first=0):
    users = [
        get_user_model().objects.create_user(email=f"p{number}@example.org") for number in range(first, first + count)
    ]
    for user in users:
        api.enrol(user=user, course_id=course.pk)
    return users


def publish(page, **fields):
    page = page.specific
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_publishing_asks_for_one_derivation_and_does_nothing_in_the_request(course, worker_away):
    people(course, 2)
    first, second = units_of(course)[:2]
    publish(first.page, optional=True)
    publish(second.page, optional=True)
    row = Rederivation.objects.get()
    assert (row.state, row.total, row.seen) == (State.WAITING, 2, 0)


def test_nothing_is_asked_for_when_nobody_is_enrolled(course, worker_away):
    publish(units_of(course)[0].page, optional=True)
    assert not Rederivation.objects.exists()


def test_the_derivation_goes_step_by_step_and_completes_what_the_outline_now_completes(
    course, make_content, worker_away, monkeypatch
):
    monkeypatch.setattr(rederiving, "STEP", 2)
    first, second = make_content(), make_content()
    page = put_content(units_of(course)[0].page, first, second)
    users = people(course, 5)
    for user in users[:3]:
        api.record_activity_statements(user=user, content_id=first.pk, statements=[statement(first)])
    put_content(page, first)
    assert not any(one.done_unit_ids for one in Enrolment.objects.all())
    rederiving.run(Rederivation.objects.get().pk)
    row = Rederivation.objects.get()
    assert (row.state, row.total, row.seen, row.changed) == (State.DONE, 5, 5, 3)
    assert sum(bool(one.done_unit_ids) for one in Enrolment.objects.all()) == 3


def test_a_change_of_outline_takes_nothing_back(client, course, learner, worker_away, make_content):
    api.enrol(user=learner, course_id=course.pk)
    client.force_login(learner)
    for unit in units_of(course):
        client.post(reverse("learning:mark_done", args=[unit.page_id]))
    before = Enrolment.objects.get()
    put_content(units_of(course)[0].page, make_content())
    units_of(course)[1].page.specific.unpublish()
    for row in Rederivation.objects.all():
        rederiving.run(row.pk)
    after = Enrolment.objects.get()
    assert set(after.done_unit_ids) >= set(before.done_unit_ids)
    assert after.completed_at == before.completed_at


def test_a_derivation_that_finds_a_later_one_stops_and_the_later_one_sees_everybody(course, worker_away):
    people(course, 3)
    older = ask_to_rederive(course_id=course.pk)
    newer = ask_to_rederive(course_id=course.pk, again=True)
    rederiving.run(older)
    assert Rederivation.objects.get(pk=older).state == State.REPLACED
    rederiving.run(newer)
    row = Rederivation.objects.get(pk=newer)
    assert (row.state, row.seen) == (State.DONE, 3)


def test_a_change_while_one_runs_asks_for_another(course, worker_away, monkeypatch):
    people(course, 2)
    first = ask_to_rederive(course_id=course.pk)

    def publish_meanwhile(course_id, **kwargs):
        monkeypatch.undo()
        assert ask_to_rederive(course_id=course_id) != first
        return 0

    monkeypatch.setattr(rederiving, "STEP", 1)
    monkeypatch.setattr(rederiving, "rebuild_course", publish_meanwhile)
    rederiving.run(first)
    assert [row.state for row in Rederivation.objects.order_by("pk")] == [State.REPLACED, State.WAITING]


def test_a_derivation_taken_twice_runs_once(course):
    people(course, 1)
    pk = ask_to_rederive(course_id=course.pk)
    seen = Rederivation.objects.get(pk=pk).seen
    rederive.enqueue(pk)
    assert Rederivation.objects.get(pk=pk).seen == seen == 1


def test_a_failure_is_shown_with_an_id_and_can_be_run_again(client, course, trainer, monkeypatch, caplog):  # noqa: F811
    people(course, 1)

    def fail(*args, **kwargs):
        raise RuntimeError("disque plein")

    with monkeypatch.context() as patched:
        patched.setattr(rederiving, "rebuild_course", fail)
        ask_to_rederive(course_id=course.pk)
    row = Rederivation.objects.get()
    assert row.state == State.FAILED
    assert row.problem in caplog.text
    client.force_login(trainer)
    url = reverse("learning_rederivations", args=[course.pk])
    body = client.get(url).content.decode()
    assert row.problem in body
    assert "Relancer" in body
    assert client.post(reverse("learning_rederive_again", args=[course.pk])).status_code == 302
    assert Rederivation.objects.first().state == State.DONE


def test_a_dead_worker_is_said_and_the_page_stops_asking(client, course, trainer, worker_away):  # noqa: F811
    people(course, 1)
    pk = ask_to_rederive(course_id=course.pk)
    client.force_login(trainer)
    url = reverse("learning_rederivations", args=[course.pk])
    assert "data-follow" in client.get(url).content.decode()
    Rederivation.objects.filter(pk=pk).update(state=State.RUNNING, moved_at=timezone.now() - timedelta(minutes=6))
    body = client.get(url, headers={"X-Requested-With": "fetch"}).content.decode()
    assert "<html" not in body
    assert "data-follow" not in body
    assert "cinq minutes" in body


def test_publishing_in_the_admin_tells_where_to_see_it(client, course, trainer, worker_away):  # noqa: F811
    from courses.learning.admin_rederiving import tell_author

    people(course, 2)
    publish(units_of(course)[0].page, optional=True)
    client.force_login(trainer)
    request = client.get(reverse("learning_courses")).wsgi_request
    tell_author(request, course)
    told = [str(message) for message in request._messages]
    assert reverse("learning_rederivations", args=[course.pk]) in told[0]


def test_only_those_who_follow_learners_see_or_run_it(client, course, learner):
    client.force_login(learner)
    assert client.get(reverse("learning_rederivations", args=[course.pk])).status_code in {302, 403}
    assert client.post(reverse("learning_rederive_again", args=[course.pk])).status_code in {302, 403}


@pytest.fixture
def scored_twice(course, make_content, worker_away):
    """A lesson whose activity someone answered with 90, then with 40 of 100."""
    content = make_content()
    page = put_content(units_of(course)[0].page, content)
    (user,) = people(course, 1)
    for scaled, minutes in ((0.9, 20), (0.4, 10)):
        at = (timezone.now() - timedelta(minutes=minutes)).isoformat()
        sent = [statement(content, result={"score": {"scaled": scaled}}, timestamp=at)]
        api.record_activity_statements(user=user, content_id=content.pk, statements=sent)
    return page, content, user


def counted_score(user, content):
    iri = f"http://localhost:8000/h5p/{content.pk}/"
    return records.completions_of(user=user, activity_iris=[iri])[iri].score


def run_waiting():
    for row in Rederivation.objects.filter(state=State.WAITING):
        rederiving.run(row.pk)


@pytest.mark.parametrize(("grading", "expected"), [("last", 0.4), ("first", 0.9), ("average", 0.65), ("highest", 0.9)])
def test_a_trainer_says_which_score_counts_and_everyones_follows(scored_twice, grading, expected):
    page, content, user = scored_twice
    assert counted_score(user, content) == 0.9
    publish(page, grading=grading)
    run_waiting()
    assert counted_score(user, content) == pytest.approx(expected)
    assert Enrolment.objects.get(user=user).done_unit_ids == [page.learning_unit.pk]
    assert (records.rebuild().differences, rebuild_all(now=timezone.now())) == (0, 0)
    again = [statement(content, result={"score": {"scaled": 0.5}})]
    api.record_activity_statements(user=user, content_id=content.pk, statements=again)
    after = {"last": 0.5, "first": 0.9, "average": 0.6, "highest": 0.9}[grading]
    assert counted_score(user, content) == pytest.approx(after)
    assert records.rebuild().differences == 0


def test_lessons_that_share_an_activity_agree_on_the_score_that_counts(course, scored_twice):
    _page, content, user = scored_twice
    other = put_content(units_of(course)[1].page, content)
    publish(other, grading="last")
    assert {unit.contents[0]["grading"] for unit in units_of(course)[:2]} == {"last"}
    run_waiting()
    assert counted_score(user, content) == 0.4


def test_what_is_to_be_graded_again_goes_on_to_the_derivation_that_replaces_one(course, scored_twice):
    page, content, user = scored_twice
    publish(page, grading="last")
    stopped = Rederivation.objects.filter(state=State.WAITING).get()
    Rederivation.objects.filter(pk=stopped.pk).update(state=State.FAILED)
    ask_to_rederive(course_id=course.pk, again=True)
    run_waiting()
    assert counted_score(user, content) == 0.4


def test_an_activity_that_changes_is_followed_without_publishing_again(
    course, learner, make_content, django_capture_on_commit_callbacks
):
    """It takes another title; then its new version scores no more, and being opened is enough."""
    content = make_content("Avant", "H5P.MultiChoice")
    unit = units_of(course)[0]
    put_content(unit.page, content)
    api.enrol(user=learner, course_id=course.pk)

    def told():
        unit.refresh_from_db()
        return [(one["title"], one["scores"]) for one in unit.contents]

    assert told() == [("Avant", True)]
    with django_capture_on_commit_callbacks(execute=True):
        content.title = "Après"
        content.save()
    assert told() == [("Après", True)]
    assert not Rederivation.objects.exists()
    opened = statement(content, "attempted")
    api.record_activity_statements(user=learner, content_id=content.pk, statements=[opened])
    assert not api.progress_of(user=learner, course_id=course.pk).done
    with django_capture_on_commit_callbacks(execute=True):
        content.library = make_content("Autre", "H5P.Accordion").library
        content.save()
    assert told() == [("Après", False)]
    assert Rederivation.objects.get().state == State.DONE
    consumed = statement(content, "consumed")
    api.record_activity_statements(user=learner, content_id=content.pk, statements=[consumed])
    assert api.progress_of(user=learner, course_id=course.pk).done
