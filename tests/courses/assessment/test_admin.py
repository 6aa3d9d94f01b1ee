"""Who reads the question banks in Wagtail's admin, and what the lists of trainers cost."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.accounts.groups import COORDINATION, ECOLOGY, TRAINING, grant_group_permissions
from courses.assessment import api
from courses.learning.models import Cohort, CoursePage, Session

from .conftest import person, questions

CHOOSERS = (
    "choose/pv_assessment/question/",
    "choose/pv_assessment/questionbank/",
    "choose/pv_certification/credential/",
)


@pytest.mark.parametrize(("group", "status"), [(TRAINING, 200), (COORDINATION, 302), (ECOLOGY, 302)])
def test_questions_and_certificates_are_chosen_by_those_who_may_see_them(client, bank, group, status):
    grant_group_permissions()
    user = person("equipe@example.org")
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    question = bank.questions.first()
    for address in (*CHOOSERS, f"choose/pv_assessment/question/chosen/{question.pk}/"):
        assert client.get(f"/admin/snippets/{address}").status_code == status


def more_rows(index):
    """Rows of each list, each with a bank or a course of its own."""
    for number in range(6):
        course = index.add_child(instance=CoursePage(title=f"Formation {number}", slug=f"formation-{number}"))
        cohort = Cohort.objects.create(course=course, name=f"Promotion {number}")
        at = timezone.now()
        Session.objects.create(
            course=course, cohort=cohort, title=f"Séance {number}", starts_at=at, ends_at=at + timedelta(hours=2)
        )
        api.import_bank(slug=f"banque-{number}", title=f"Banque {number}", questions=questions(2))


@pytest.mark.parametrize("name", ["wagtailsnippets_pv_assessment_question:list", "promotions:index", "seances:index"])
def test_the_lists_cost_the_same_however_many_rows_they_have(admin_client, course, bank, name):
    Cohort.objects.create(course=course, name="Automne")
    admin_client.get(reverse(name))
    with CaptureQueriesContext(connection) as few:
        admin_client.get(reverse(name))
    more_rows(course.get_parent())
    with CaptureQueriesContext(connection) as many:
        assert admin_client.get(reverse(name)).status_code == 200
    # A filter or a cell that rows need once costs a query or two, never one a row.
    assert len(many) <= len(few) + 2
