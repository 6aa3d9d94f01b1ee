import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import RequestFactory

from cms.theme import views

pytestmark = pytest.mark.django_db


def request_of(user=None):
    from django.contrib.auth.models import AnonymousUser

    request = RequestFactory().get("/ailleurs/")
    request.user = user or AnonymousUser()
    return request


def test_a_missing_page_says_so_in_french_with_a_stable_id(client):
    response = client.get("/nulle-part/")
    assert response.status_code == 404
    text = response.content.decode()
    assert "Ce chemin ne mène nulle part." in text
    assert "page-not-found" in text


@pytest.mark.parametrize(
    ("view", "error", "status", "error_id"),
    [
        (views.permission_denied, PermissionDenied(), 403, "permission-denied"),
        (views.bad_request, SuspiciousOperation(), 400, "bad-request"),
    ],
)
def test_each_refusal_has_its_page_and_its_id(view, error, status, error_id):
    response = view(request_of(), error)
    assert response.status_code == status
    assert error_id in response.content.decode()


def test_a_refused_visitor_is_shown_the_way_to_sign_in():
    text = views.permission_denied(request_of(), PermissionDenied()).content.decode()
    assert "?next=/ailleurs/" in text


def test_a_refused_member_is_not_asked_to_sign_in_again():
    user = get_user_model()(email="lou@exemple.fr")
    text = views.permission_denied(request_of(user), PermissionDenied()).content.decode()
    assert "?next=" not in text


def test_a_broken_page_is_drawn_without_session_nor_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        response = views.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "server-error" in response.content.decode()


@pytest.mark.parametrize("view", [views.server_error, lambda request: views.page_not_found(request, Exception())])
def test_an_error_page_says_where_to_write_when_the_site_gives_an_address(settings, view):
    assert "mailto:" not in view(request_of()).content.decode()
    settings.PV_CONTACT_EMAIL = "bonjour@rives.example"
    text = view(request_of()).content.decode()
    assert 'Si vous nous écrivez, à <a href="mailto:bonjour@rives.example?subject=' in text
    assert text.count("bonjour@rives.example") >= 3


def test_a_form_without_its_token_is_told_that_nothing_is_lost():
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post("/compte/login/", {"login": "lou@exemple.fr"})
    assert response.status_code == 403
    text = response.content.decode()
    assert "form-expired" in text
    assert "Ce que vous avez écrit est encore dans la page" in text
