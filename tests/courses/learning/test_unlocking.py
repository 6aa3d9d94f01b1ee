"""What keeps a unit closed: pure rules, then every address of the site."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.learning import api
from courses.learning.data import (
    Condition,
    ConditionKind,
    CourseRef,
    Outline,
    OutlineActivity,
    OutlineChapter,
    OutlineUnit,
    UnitState,
)
from courses.learning.models import Enrolment, LessonPage, OpeningCondition, Unit
from courses.learning.rules import is_unit_complete, outline_for
from courses.learning.unlocking_words import locked_reason
from courses.records import api as records
from courses.records.models import Statement

from .conftest import put_content, statement, units_of

MORNING = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)


def unit(number, *conditions, **fields):
    activity = OutlineActivity(number, f"a{number}")
    return OutlineUnit(
        id=number,
        uuid=uuid4(),
        page_id=100 + number,
        iri=f"u{number}",
        kind="lesson",
        title=f"L{number}",
        url="/",
        conditions=conditions,
        activities=(activity,),
        **fields,
    )


def seen(*units, **standpoint):
    outline = Outline(CourseRef(1, "C", "/"), (OutlineChapter(1, "Ch", "/", units),))
    return outline_for(outline, **{"done": (), **standpoint})


SCORE = Condition(ConditionKind.SCORE, page_id=101, percent=70)


@pytest.mark.parametrize(
    ("condition", "standpoint", "opens"),
    [
        (Condition(ConditionKind.UNIT, page_id=101), {}, False),
        (Condition(ConditionKind.UNIT, page_id=101), {"done": {1}}, True),
        (SCORE, {"done": {1}}, False),
        (SCORE, {"scores": {"a1": 0.694}}, False),
        (SCORE, {"scores": {"a1": 0.695}}, True),
        (SCORE, {"scores": {"u1": 1.0, "a1": 0.2}}, True),
        (Condition(ConditionKind.DATE, at=MORNING), {"now": MORNING - timedelta(seconds=1)}, False),
        (Condition(ConditionKind.DATE, at=MORNING), {"now": MORNING}, True),
        (Condition(ConditionKind.DATE, at=MORNING), {"now": None}, True),
        (Condition(ConditionKind.ATTENDANCE, page_id=101), {}, False),
        (Condition(ConditionKind.UNIT, page_id=999), {}, True),
        (Condition(ConditionKind.UNIT, page_id=102), {}, True),
    ],
)
def test_a_unit_opens_when_its_condition_holds(condition, standpoint, opens):
    found = seen(unit(1), unit(2, condition), **standpoint).units[1]
    assert (found.state is not UnitState.LOCKED) is opens


def test_what_is_done_is_never_closed_again():
    assert seen(unit(1), unit(2, SCORE), done={2}).units[1].state is UnitState.DONE


def test_the_reason_is_said_in_words():
    first = unit(1, dates=((7, MORNING), (8, MORNING + timedelta(days=1))))
    conditions = (
        Condition(ConditionKind.UNIT, page_id=103),
        SCORE,
        Condition(ConditionKind.DATE, at=MORNING),
        Condition(ConditionKind.ATTENDANCE, page_id=101),
    )
    found = seen(first, unit(3), unit(2, *conditions), now=MORNING - timedelta(days=9), cohort_id=7).units[2]
    said = locked_reason(found.blockers).replace("\u202f", " ")
    assert said == (
        "Il reste à terminer : « L3 ». Il faut au moins 70 % à « L1 ». Ouvre le 3 décembre 2026 à 9 h. "
        "« L1 », le 3 décembre 2026 à 9 h : votre présence est attendue."
    )


@pytest.mark.parametrize(("score", "done"), [(None, False), (0.79, False), (0.8, True)])
def test_a_score_to_reach_is_asked_of_each_activity(score, done):
    one = unit(1, completion_kind="scored", minimum=80)
    assert is_unit_complete(one, {"a1"}, {} if score is None else {"a1": score}) is done


def conditioned(page, **fields):
    page = LessonPage.objects.get(pk=page.pk)
    page.opening_conditions = [OpeningCondition(**fields)]
    page.save_revision().publish()
    return page


@pytest.fixture
def enrolled(client, course, learner):
    api.enrol(user=learner, course_id=course.pk)
    client.force_login(learner)
    return client


@pytest.mark.django_db
def test_every_address_of_a_closed_lesson_is_closed(enrolled, course, learner, make_content):
    content = make_content()
    first, second = (row.page for row in units_of(course)[:2])
    page = put_content(second, content)
    conditioned(page, kind="unit", required_page=first)
    response = enrolled.get(page.get_url())
    assert response.status_code == 403
    assert "Il reste à terminer" in response.content.decode()
    sent = {"statements": [statement(content)]}
    posts = {
        "statements": enrolled.post(reverse("learning:statements", args=[content.pk]), sent, "application/json"),
        "state": enrolled.post(reverse("learning:state", args=[content.pk]), {"state": "x"}, "application/json"),
        "done": enrolled.post(reverse("learning:mark_done", args=[page.pk])),
        "note": enrolled.post(reverse("learning:note", args=[page.pk]), {"text": "x"}),
        "presence": enrolled.post(reverse("learning:presence", args=[page.pk])),
    }
    assert {name: answer.status_code for name, answer in posts.items()} == dict.fromkeys(posts, 403)
    assert not Statement.objects.exists()
    enrolled.post(reverse("learning:mark_done", args=[first.pk]))
    assert enrolled.get(page.get_url()).status_code == 200


@pytest.mark.django_db
def test_a_score_opens_the_next_lesson_without_one_more_query(enrolled, course, learner, make_content):
    content = make_content()
    first, second = (row.page for row in units_of(course)[:2])
    put_content(first, content)
    page = conditioned(second, kind="score", required_page=first, percent=70)

    def answer(score):
        sent = {"statements": [statement(content, result={"score": {"scaled": score}})]}
        answer = enrolled.post(reverse("learning:statements", args=[content.pk]), sent, "application/json")
        return answer.json()["courses"][str(course.pk)]["units"][str(Unit.objects.get(page=page).pk)]

    assert "70" in answer(0.5)["reason"]
    assert answer(0.9)["state"] != "locked"
    assert enrolled.get(page.get_url()).status_code == 200
    Enrolment.objects.update(scores={})
    from courses.learning.rebuilding import rebuild_course

    assert rebuild_course(course.pk, now=timezone.now()) == 1
    assert enrolled.get(page.get_url()).status_code == 200
    assert rebuild_course(course.pk, now=timezone.now()) == 0


@pytest.mark.django_db
def test_a_lesson_with_a_score_to_reach_is_done_by_a_better_attempt(enrolled, course, learner, make_content):
    content = make_content()
    page = put_content(units_of(course)[0].page, content)
    page.completion_kind, page.minimum = "scored", 80
    page.save_revision().publish()
    for score, done in ((0.5, 0), (0.85, 1), (0.1, 1)):
        sent = {"statements": [statement(content, result={"score": {"scaled": score}})]}
        enrolled.post(reverse("learning:statements", args=[content.pk]), sent, "application/json")
        assert api.progress_of(user=learner, course_id=course.pk).done == done


@pytest.mark.django_db
def test_time_is_counted_by_the_site_and_once_for_two_tabs(enrolled, course, learner):
    page = LessonPage.objects.get(pk=units_of(course)[0].page_id)
    page.completion_kind, page.minimum = "time_spent", 2
    page.save_revision().publish()
    start = timezone.now()

    def beat(seconds, arriving=False):
        fresh = LessonPage.objects.get(pk=page.pk)
        from django.test import RequestFactory

        request = RequestFactory().get("/")
        request.user = learner
        visit = api.visit_of(request=request, page=fresh)
        now = start + timedelta(seconds=seconds)
        api.note_presence(user=learner, visit=visit, place="", arriving=arriving, now=now)
        return api.progress_of(user=learner, course_id=course.pk).done

    assert beat(0, arriving=True) == 0
    for second in range(1, 60):
        assert beat(second) == 0  # a hundred calls count what the clock says, and nothing more
    assert beat(119) == 0
    assert beat(100_000, arriving=True) == 0
    assert beat(200_000) == 1  # at most ninety seconds a call: 60 + 90
    assert not [one for one in Statement.objects.all() if "experienced" in one.verb and "PT1S" in one.raw]
    assert records.rebuild().differences == 0


@pytest.mark.django_db
def test_a_lesson_completed_by_writing_waits_for_each_answer(enrolled, course, learner):
    blocks = [{"type": "reflection", "value": {"prompt": f"Q{n}", "help_text": ""}, "id": str(uuid4())} for n in (1, 2)]
    page = LessonPage.objects.get(pk=units_of(course)[0].page_id)
    page.body, page.completion_kind = blocks, "submitted"
    page.save_revision().publish()
    for block, text, done in ((blocks[0], "Oui", 0), (blocks[1], "  ", 0), (blocks[1], "Non", 1)):
        enrolled.post(reverse("learning:reflection", args=[page.pk, block["id"]]), {"text": text})
        assert api.progress_of(user=learner, course_id=course.pk).done == done


@pytest.mark.django_db
def test_the_place_is_found_again_from_any_device(enrolled, course, learner):
    page = units_of(course)[0].page
    enrolled.post(reverse("learning:presence", args=[page.pk]), {"place": "1a2b3c4d-1"})
    assert f"{page.url}#lieu-1a2b3c4d-1" in enrolled.get("/mon-parcours/").content.decode()
    enrolled.post(reverse("learning:presence", args=[page.pk]), {"place": "javascript:alert(1)"})
    body = enrolled.get("/mon-parcours/").content.decode()
    assert "lieu-" not in body
    assert page.url in body


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": "unit"}, "required_page"),
        ({"kind": "date"}, "opens_at"),
        ({"kind": "score", "itself": True}, "required_page"),
    ],
)
def test_a_condition_that_makes_no_sense_is_refused(course, fields, field):
    from django.core.exceptions import ValidationError

    page = units_of(course)[0].page
    fields = dict(fields)
    if fields.pop("itself", False):
        fields |= {"required_page": page, "percent": 10}
    with pytest.raises(ValidationError) as refused:
        OpeningCondition(page=page, **fields).full_clean()
    assert field in refused.value.message_dict
