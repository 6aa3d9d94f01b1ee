import pytest
from django.test import RequestFactory

from courses.directory.panels import directory_panel

pytestmark = pytest.mark.django_db


def request_of(user):
    request = RequestFactory().get("/mon-parcours/")
    request.user = user
    return request


def test_only_graduates_are_told_of_the_directory(django_user_model):
    learner = django_user_model.objects.create_user("a@example.org", "x")
    assert directory_panel(request_of(learner)) is None


def test_a_listed_graduate_finds_their_page_on_the_dashboard(client, make_expert):
    expert = make_expert("Claire Moreau", ["departement-29"])
    client.force_login(expert.user)
    page = client.get("/mon-parcours/").content.decode()
    assert "Vous apparaissez dans l’annuaire." in page
    assert expert.get_absolute_url() in page


def test_a_graduate_who_left_is_invited_back(client, make_expert):
    expert = make_expert("Claire Moreau", ["departement-29"])
    expert.listed = False
    expert.save()
    client.force_login(expert.user)
    page = client.get("/mon-parcours/").content.decode()
    assert "/mon-parcours/annuaire/" in page
    assert "Écrire ma fiche" in page
