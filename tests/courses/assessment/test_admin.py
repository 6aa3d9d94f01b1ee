"""Who reads the question banks in Wagtail's admin."""

import pytest
from django.contrib.auth.models import Group

from cms.accounts.groups import COORDINATION, ECOLOGY, TRAINING, grant_group_permissions

from .conftest import person

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
