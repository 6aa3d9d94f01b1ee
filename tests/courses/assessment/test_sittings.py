"""Exams in the trainers' table of questions: the first submitted attempt of each learner, in words."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from courses.assessment.sittings import exam_sittings
from tests.courses.assessment.conftest import NOW, RIGHT, person

pytestmark = pytest.mark.django_db


def test_only_the_first_submitted_attempt_of_each_learner_counts(course, learner, other, sit, begin):
    sit(learner, mistakes=4)
    sit(learner, mistakes=0, now=NOW + timedelta(days=1))
    begin(other)
    [first] = exam_sittings(course_id=course.pk, user_ids=[learner.pk, other.pk])
    assert first.activity == "Examen"
    assert len(first.responses) == 10
    assert sum(one.points for one in first.responses) == 6
    single = next(one for one in first.responses if one.right == RIGHT and one.points == 1)
    assert single.chosen == RIGHT


def test_exams_of_other_courses_and_learners_are_left_out(course, learner, other, sit):
    sit(learner)
    assert exam_sittings(course_id=course.pk + 1000, user_ids=[learner.pk]) == []
    assert exam_sittings(course_id=course.pk, user_ids=[other.pk]) == []


def test_the_questions_of_an_exam_are_in_the_trainers_table(client, course, learner, sit):
    sit(learner, mistakes=1)
    trainer = person("formatrice@example.org")
    trainer.groups.add(Group.objects.get(name="Formation"))
    client.force_login(trainer)
    table = client.get(reverse("learning_questions", args=[course.pk])).context["table"]
    assert {one.activity for one in table.questions} == {"Examen"}
    assert len(table.questions) == 10
