import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.learning import api
from courses.learning.models import Enrolment, Unit, UnitActivity
from courses.records import api as records
from courses.records.models import Completion, Statement

from .conftest import make_course, put_content, statement, units_of

pytestmark = pytest.mark.django_db
OURS = ("pv_", "auth", "django_session")


@pytest.fixture
def quiz(course, make_content):
    content = make_content()
    put_content(units_of(course)[0].page, content)
    return content


@pytest.fixture
def enrolled(client, course, learner):
    api.enrol(user=learner, course_id=course.pk)
    client.force_login(learner)
    return client


def send(client, content, *sent, **extra):
    url = reverse("learning:statements", args=[content.pk if hasattr(content, "pk") else content])
    body = extra.pop("body", None)
    data = json.dumps({"statements": list(sent)}) if body is None else body
    return client.post(url, data, content_type="application/json", **extra)


def counted(captured):
    """Statements that are not a transaction's."""
    skipped = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return [query["sql"] for query in captured if not query["sql"].startswith(skipped)]


def test_publishing_a_lesson_files_its_activities_and_their_rules(course, quiz):
    unit = units_of(course)[0]
    assert unit.contents == [{"id": quiz.pk, "title": "Quiz", "scores": True, "grading": "highest"}]
    assert UnitActivity.objects.get().activity_iri == f"http://localhost:8000/h5p/{quiz.pk}/"


def test_a_terminal_statement_completes_the_unit_and_moves_the_progress(enrolled, course, quiz, learner):
    answer = send(enrolled, quiz, statement(quiz, result={"score": {"scaled": 0.5}, "completion": True}))
    assert answer.status_code == 200
    told = answer.json()["courses"][str(course.pk)]
    first, second = units_of(course)[:2]
    assert told["percent"] == 25
    assert told["units"][str(first.pk)]["state"] == "done"
    assert told["units"][str(second.pk)]["state"] == "current"
    assert api.progress_of(user=learner, course_id=course.pk).done == 1
    assert Completion.objects.filter(activity_iri=api.unit_iri(first.uuid)).exists()


def test_a_statement_about_a_part_of_the_content_completes_nothing(enrolled, course, quiz):
    part = statement(quiz)
    part["object"]["id"] += "?subContentId=11111111-1111-4111-8111-111111111111"
    assert send(enrolled, quiz, part).json()["courses"][str(course.pk)]["percent"] == 0


def test_a_unit_with_two_activities_completes_with_both(enrolled, course, make_content, learner):
    contents = [make_content("Un"), make_content("Deux")]
    put_content(units_of(course)[0].page, *contents)
    send(enrolled, contents[0], statement(contents[0]))
    assert api.progress_of(user=learner, course_id=course.pk).done == 0
    send(enrolled, contents[1], statement(contents[1]))
    assert api.progress_of(user=learner, course_id=course.pk).done == 1


def test_a_content_type_that_never_scores_completes_on_being_opened(enrolled, course, make_content, learner):
    accordion = make_content("Accordéon", "H5P.Accordion")
    put_content(units_of(course)[0].page, accordion)
    send(enrolled, accordion, statement(accordion, verb="attempted"))
    assert api.progress_of(user=learner, course_id=course.pk).done == 1


def test_whoever_is_not_enrolled_is_refused_and_nothing_is_kept(client, course, quiz, learner):
    assert send(client, quiz, statement(quiz)).status_code == 403
    client.force_login(learner)
    answer = send(client, quiz, statement(quiz))
    assert (answer.status_code, answer.json()["id"]) == (403, "not-enrolled")
    assert "Inscrivez-vous" in answer.json()["message"]
    assert not Statement.objects.exists()


def test_an_unknown_content_is_refused(enrolled):
    assert send(enrolled, 987654, {"id": "x"}).status_code == 403


def test_an_activity_of_a_locked_unit_is_refused(enrolled, course, make_content):
    content = make_content()
    page = put_content(units_of(course)[2].page, content)
    page.requires_previous = True
    page.save_revision().publish()
    assert send(enrolled, content, statement(content)).status_code == 403


def test_a_statement_about_another_activity_is_refused(enrolled, quiz, make_content):
    answer = send(enrolled, quiz, statement(make_content("Ailleurs")))
    assert (answer.status_code, answer.json()["id"]) == (400, "activity-not-allowed")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b'{"statements": {}}',
        b'{"statements": []}',
        b'{"statements": [null]}',
        b'{"statements": [{"verb": 3}]}',
        b'{"statements": [{"score": NaN}]}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_what_cannot_be_read_is_400_with_a_stable_id_and_a_french_message(enrolled, quiz, body):
    answer = send(enrolled, quiz, body=body)
    assert answer.status_code == 400
    assert answer.json()["id"]
    assert "gardée" in answer.json()["message"]
    assert not Statement.objects.exists()


def test_a_verb_of_300_characters_and_a_score_that_is_no_number_are_400(enrolled, quiz):
    long_verb = statement(quiz)
    long_verb["verb"]["id"] = "http://example.org/" + "v" * 300
    assert send(enrolled, quiz, long_verb).status_code == 400
    not_finite = json.dumps({"statements": [statement(quiz, result={"score": {"raw": 1}})]}).replace(
        '"raw": 1', '"raw": NaN'
    )
    assert send(enrolled, quiz, body=not_finite).status_code == 400
    assert not Statement.objects.exists()


def test_a_body_too_large_is_413(enrolled, quiz):
    answer = send(enrolled, quiz, body=b'{"statements": ["' + b"x" * 3_000_000 + b'"]}')
    assert (answer.status_code, answer.json()["id"]) == (413, "too-large")


def test_the_relay_wants_the_csrf_token(course, quiz, learner):
    api.enrol(user=learner, course_id=course.pk)
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner)
    assert send(client, quiz, statement(quiz)).status_code == 403
    assert not Statement.objects.exists()


def test_the_same_statement_twice_is_one_and_another_under_its_id_is_refused(enrolled, quiz):
    sent = statement(quiz)
    assert send(enrolled, quiz, sent).status_code == 200
    assert send(enrolled, quiz, sent).status_code == 200
    assert send(enrolled, quiz, {**sent, "verb": statement(quiz, verb="failed")["verb"]}).status_code == 409


def test_the_state_comes_back_to_the_player_and_to_the_learner_alone(enrolled, course, quiz, other):
    url = reverse("learning:state", args=[quiz.pk])
    saved = enrolled.post(url, {"state": '{"answers":[1]}', "version": 1}, content_type="application/json")
    assert saved.json() == {"saved": True, "base": 1}
    lesson = units_of(course)[0].page.get_url()
    assert "{&quot;answers&quot;:[1]}" in enrolled.get(lesson).content.decode()
    api.enrol(user=other, course_id=course.pk)
    client = Client()
    client.force_login(other)
    assert "{&quot;answers&quot;:[1]}" not in client.get(lesson).content.decode()


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "{}",
        '{"state": 3}',
        '{"state": "a", "version": "b"}',
        '{"state": "a", "version": -1}',
        '{"state": "a", "base": "x"}',
        '{"state": "a", "base": 1, "by": 3}',
        '{"state": "a", "base": 1, "by": "a", "turn": true}',
    ],
)
def test_a_state_that_cannot_be_read_is_400(enrolled, quiz, body):
    url = reverse("learning:state", args=[quiz.pk])
    assert enrolled.post(url, body, content_type="application/json").status_code == 400


def test_a_device_that_was_offline_does_not_undo_what_another_saved_since(enrolled, course, quiz):
    url = reverse("learning:state", args=[quiz.pk])

    def save(state, base, by, turn):
        body = {"state": state, "version": 1, "base": base, "by": by, "turn": turn}
        return enrolled.post(url, body, content_type="application/json")

    assert save('"a1"', 0, "phone", 1).json() == {"saved": True, "base": 1}
    assert save('"b1"', 1, "laptop", 1).json() == {"saved": True, "base": 2}
    refused = save('"a2"', 0, "phone", 2)
    assert (refused.status_code, refused.json()["id"]) == (409, "state-outdated")
    assert "ailleurs" in refused.json()["message"]
    assert save('"b2"', 1, "laptop", 2).status_code == 200
    assert save('"b1"', 1, "laptop", 1).json() == {"saved": True, "base": 3}
    page = enrolled.get(units_of(course)[0].page.get_url()).content.decode()
    assert 'data-state="&quot;b2&quot;"' in page
    assert 'data-state-count="3" data-state-by="laptop" data-state-turn="2"' in page


def test_a_state_from_someone_not_enrolled_is_403(client, quiz, learner):
    client.force_login(learner)
    url = reverse("learning:state", args=[quiz.pk])
    assert client.post(url, {"state": "a"}, content_type="application/json").status_code == 403


@pytest.mark.parametrize(("lessons", "sharing"), [(1, 0), (100, 0), (2, 12)])
def test_a_terminal_statement_costs_at_most_eleven_queries_in_one_transaction(
    client, index, learner, make_content, lessons, sharing
):
    content = make_content()
    for number in range(sharing + 1):
        course = make_course(index, slug=f"cours-{number}", chapters=1, lessons=lessons)
        put_content(units_of(course)[0].page, content)
        api.enrol(user=learner, course_id=course.pk)
    client.force_login(learner)
    client.get("/mon-parcours/")
    sent = statement(content, result={"score": {"scaled": 1}, "success": True, "completion": True})
    with CaptureQueriesContext(connection) as captured:
        assert send(client, content, sent).status_code == 200
    assert len(counted(captured)) <= 11, counted(captured)
    assert all(enrolment.done_unit_ids for enrolment in Enrolment.objects.all())
    if lessons == 1:
        assert api.course_completed(user=learner, course_id=course.pk)


def test_an_activity_done_in_one_course_is_done_in_a_course_entered_later(enrolled, index, quiz, learner):
    send(enrolled, quiz, statement(quiz))
    later = make_course(index, slug="plus-tard", chapters=1, lessons=2)
    put_content(units_of(later)[0].page, quiz)
    api.enrol(user=learner, course_id=later.pk)
    assert api.progress_of(user=learner, course_id=later.pk).done == 1


def test_an_outline_that_grows_takes_nothing_back(enrolled, course, quiz, learner, make_content):
    send(enrolled, quiz, statement(quiz))
    put_content(units_of(course)[0].page, quiz, make_content("Nouvelle"))
    assert api.progress_of(user=learner, course_id=course.pk).done == 1


def test_a_unit_that_loses_its_last_open_activity_is_done(enrolled, course, learner, make_content):
    kept, dropped = make_content("Gardée"), make_content("Retirée")
    page = put_content(units_of(course)[0].page, kept, dropped)
    send(enrolled, kept, statement(kept))
    assert api.progress_of(user=learner, course_id=course.pk).done == 0
    put_content(page, kept)
    assert api.progress_of(user=learner, course_id=course.pk).done == 1
    unit = Unit.objects.get(page=page)
    assert records.completions_of(user=learner, activity_iris=[api.unit_iri(unit.uuid)])


def test_two_devices_never_undo_one_another(enrolled, course, quiz, learner, make_content):
    from courses.learning.progressing import in_hand, work_on

    second = make_content("Second")
    put_content(units_of(course)[1].page, second)
    stale = work_on(user_id=learner.pk, iris=[f"http://localhost:8000/h5p/{second.pk}/"])
    send(enrolled, quiz, statement(quiz))
    with in_hand(stale):
        from django.utils import timezone

        from courses.records.data import ActivityDefinition

        iri = f"http://localhost:8000/h5p/{second.pk}/"
        records.record_statements(
            user=learner, statements=[statement(second)], now=timezone.now(), allowed={iri: ActivityDefinition(iri=iri)}
        )
    assert api.progress_of(user=learner, course_id=course.pk).done == 2
    assert stale.enrolments[0].done == set(Enrolment.objects.get().done_unit_ids)
