"""Deleting what others need, in the admin: said in words, whichever page asked for it."""

import pytest
from django.contrib.messages import get_messages
from django.db.models import ProtectedError
from django.test import RequestFactory

from cms.theme.needed_records import NeededRecordsMiddleware

middleware = NeededRecordsMiddleware(lambda request: None)


@pytest.fixture
def asked():
    def ask(path="/admin/x/", referer=""):
        from django.contrib.messages.storage.cookie import CookieStorage

        request = RequestFactory().post(path, headers={"referer": referer} if referer else {})
        request._messages = CookieStorage(request)
        return request

    return ask


@pytest.mark.parametrize(
    ("referer", "target"),
    [
        ("http://testserver/admin/list/", "http://testserver/admin/list/"),
        ("http://elsewhere.example/admin/", "/admin/"),
        ("", "/admin/"),
    ],
)
def test_the_refusal_leads_back_to_where_one_was(asked, referer, target):
    request = asked(referer=referer)
    response = middleware.process_exception(request, ProtectedError("x", set()))
    assert (response.status_code, response["Location"]) == (302, target)
    assert "rien n’a été supprimé" in str(next(iter(get_messages(request))))


def test_any_other_error_and_any_other_place_stay_errors(asked):
    assert middleware.process_exception(asked(), ValueError()) is None
    assert middleware.process_exception(asked("/vivant/"), ProtectedError("x", set())) is None
