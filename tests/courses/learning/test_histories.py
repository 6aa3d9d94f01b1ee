"""Random histories of a learner, through the door and a real database: what is derived holds whatever happens.

A history is what two devices send of three lessons, in any order, some of it twice, some of it again, while a trainer
changes the outline.
"""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID, uuid5

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.learning import api, rederiving
from courses.learning.models import Enrolment, Rederivation
from courses.learning.rebuilding import rebuild_all
from courses.records import api as records
from courses.records.models import Attempt, Statement

from .conftest import make_course, put_content, statement, units_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 20, 9, tzinfo=UTC)
NAMES = UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")
TERMINAL = ("answered", "completed")
patient = settings(
    deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
acts = st.builds(
    SimpleNamespace,
    content=st.integers(0, 3),
    verb=st.sampled_from([*TERMINAL, "attempted", "interacted"]),
    scaled=st.none() | st.integers(0, 10).map(lambda tenth: tenth / 10),
    minute=st.integers(0, 500),
)
histories = st.lists(acts, min_size=1, max_size=7)
# What happens: act number n (again, when it was sent already), by batches of one or two; or the outline changes.
changes = st.sampled_from(["drop", "restore", "optional", "required", "harder", "easier"])
steps = st.lists(st.lists(st.integers(0, 6), min_size=1, max_size=2) | changes, max_size=10)


@pytest.fixture
def world(index, make_content):
    """Three lessons: one activity; one with a least score of 50; two activities."""
    course = make_course(index, slug="cours", chapters=1, lessons=3)
    contents = [make_content(title=f"Activité {number}") for number in range(4)]
    for unit, played in zip(units_of(course), ([0], [1], [2, 3]), strict=True):
        put_content(unit.page, *(contents[number] for number in played))
    world = SimpleNamespace(course=course, contents=contents, played={0: [0], 1: [1], 2: [2, 3]}, least=50)
    publish(world, 1, completion_kind="scored", minimum=50)
    return world


def publish(world, number, **fields):
    page = units_of(world.course)[number].page.specific
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def change(world, what):
    """What a trainer does to the outline, then the worker."""
    if what in ("drop", "restore"):
        world.played[2] = [2] if what == "drop" else [2, 3]
        put_content(units_of(world.course)[2].page, *(world.contents[number] for number in world.played[2]))
    elif what in ("optional", "required"):
        publish(world, 0, optional=what == "optional")
    else:
        world.least = 90 if what == "harder" else 30
        publish(world, 1, minimum=world.least)
    for row in Rederivation.objects.filter(state="waiting"):
        rederiving.run(row.pk)


def new_learner(world, name):
    user = get_user_model().objects.create_user(email=f"{name}@example.org", password=None)
    api.enrol(user=user, course_id=world.course.pk)
    return user


def send(world, user, history, numbers):
    by_content = defaultdict(list)
    for number in numbers:
        act = history[number % len(history)]
        one = statement(world.contents[act.content], verb=act.verb, result={"duration": "PT1M"})
        one["id"] = str(uuid5(NAMES, f"{user.pk}/{number % len(history)}"))
        one["timestamp"] = (NOW - timedelta(minutes=act.minute)).isoformat()
        if act.scaled is not None:
            one["result"]["score"] = {"scaled": act.scaled}
        by_content[act.content].append(one)
    for number, sent in by_content.items():
        if any(number in played for played in world.played.values()):
            api.record_activity_statements(
                user=user, content_id=world.contents[number].pk, statements=sent, now=NOW + timedelta(hours=1)
            )


def supported(world, user):
    """The lessons that what is kept completes, reckoned from the statements alone."""
    best = {}
    iris = {one.pk: f"http://localhost:8000/h5p/{one.pk}/" for one in world.contents}
    for kept in records.statements_of(user=user):
        if kept["verb"]["id"].endswith(TERMINAL):
            score = kept.get("result", {}).get("score", {}).get("scaled", 0)
            best[kept["object"]["id"]] = max(score, best.get(kept["object"]["id"], 0))
    done = set()
    for number, unit in enumerate(units_of(world.course)):
        found = [best.get(iris[world.contents[one].pk]) for one in world.played[number]]
        if None not in found and (number != 1 or all(round(100 * score) >= world.least for score in found)):
            done.add(unit.pk)
    return done


def done_by(user):
    return set(Enrolment.objects.get(user=user).done_unit_ids)


@patient
@given(history=histories, happened=steps)
def test_progress_is_what_the_statements_support_and_never_moves_back(world, history, happened):
    begun = vars(world) | {"played": dict(world.played)}
    with transaction.atomic():
        user = new_learner(world, "ana")
        expected = set()
        for step in happened:
            if isinstance(step, str):
                change(world, step)
            else:
                send(world, user, history, step)
            expected |= supported(world, user)
            assert done_by(user) == expected
            progress = api.progress_of(user=user, course_id=world.course.pk)
            assert progress.done <= len(expected)
        rebuilt = records.rebuild()
        assert (rebuilt.differences, rebuild_all(now=NOW + timedelta(hours=2))) == (0, 0)
        assert done_by(user) == expected
        transaction.set_rollback(True)
    vars(world).update(begun)


@patient
@given(history=histories, data=st.data())
def test_neither_order_nor_device_nor_repetition_matters(world, history, data):
    numbers = list(range(len(history)))
    shuffled = data.draw(st.permutations(numbers * 2))
    cut = data.draw(st.integers(0, len(shuffled)))
    with transaction.atomic():
        first, second = new_learner(world, "ana"), new_learner(world, "bob")
        for number in numbers:
            send(world, first, history, [number])
        for batch in (shuffled[:cut], shuffled[cut:]):
            send(world, second, history, list(dict.fromkeys(batch)))
        assert done_by(first) == done_by(second) == supported(world, first)
        iris = [f"http://localhost:8000/h5p/{content.pk}/" for content in world.contents]
        kept = records.completions_of_many(user_ids=[first.pk, second.pk], activity_iris=iris)
        assert kept.get(first.pk, {}) == kept.get(second.pk, {})
        for user in (first, second):
            assert Statement.objects.filter(learner__user=user, source="relay").count() == len(history)
        counts = [Attempt.objects.filter(learner__user=user).count() for user in (first, second)]
        assert counts[0] == counts[1]
        transaction.set_rollback(True)
