import re

import pytest
from django.urls import reverse

from courses.records.models import XapiClient
from tests.courses.records.xapi.conftest import Lrs, statement


@pytest.fixture
def admin(client, django_user_model, db):
    user = django_user_model.objects.create_superuser(email="admin@example.org", password="secret")
    client.force_login(user)
    return client


def test_a_new_client_is_shown_its_secret_once_and_it_works(admin, client):
    data = {"name": "Partenaire", "scope": "all", "active": "on"}
    page = admin.post(reverse("xapi_clients:add"), data, follow=True).content.decode()
    made = XapiClient.objects.get()
    secret = re.search(r"Secret\W+([\w-]{40,50})", page)[1]
    assert secret not in admin.get(reverse("xapi_clients:index")).content.decode()
    assert Lrs(client, made.key, secret).keep(statement())


def test_a_client_is_stopped_without_losing_its_key(admin):
    made = XapiClient(name="Partenaire")
    made.renew_secret()
    made.save()
    admin.post(reverse("xapi_clients:edit", args=[made.pk]), {"name": "Partenaire", "scope": "read"})
    stopped = XapiClient.objects.get()
    assert (stopped.active, stopped.scope, stopped.key) == (False, "read", made.key)


def test_a_client_whose_statements_are_kept_is_not_deleted(admin, make_lrs):
    make_lrs().keep(statement())
    made = XapiClient.objects.get()
    admin.post(reverse("xapi_clients:delete", args=[made.pk]))
    assert XapiClient.objects.filter(pk=made.pk).exists()


def test_only_administrators_see_clients(client, django_user_model, db):
    assert client.get(reverse("xapi_clients:index")).status_code == 302
    client.force_login(django_user_model.objects.create_user(email="a@example.org"))
    assert client.get(reverse("xapi_clients:index")).status_code in (302, 403)
