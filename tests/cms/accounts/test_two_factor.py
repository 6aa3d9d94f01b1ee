"""Two-step sign-in: set up, used at sign-in, saved by a recovery code."""

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp

from tests.cms.accounts.conftest import PASSWORD
from tests.cms.accounts.test_sign_up import assert_is_ours


@pytest.fixture
def inside(client, person):
    """Signed in, the password typed once more a moment ago."""
    client.post("/compte/connexion/", {"login": person.email, "password": PASSWORD})
    client.post("/compte/verification/", {"password": PASSWORD})
    return client


def code_for(secret):
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


@pytest.fixture
def protected(inside, person):
    inside.get("/compte/double-verification/application/activer/")
    secret = inside.session[totp.SECRET_SESSION_KEY]
    response = inside.post("/compte/double-verification/application/activer/", {"code": code_for(secret)})
    assert response.status_code == 302
    return inside, secret


def test_setting_up_needs_a_fresh_password(signed_in):
    assert signed_in.get("/compte/double-verification/application/activer/").url.startswith("/compte/verification/")


def test_set_up_pages_are_ours(inside):
    assert_is_ours(inside.get("/compte/double-verification/application/activer/"))


def test_recovery_codes_come_with_it_and_are_ours(protected, person):
    client, _secret = protected
    assert Authenticator.objects.filter(user=person).count() == 2
    for end in ("", "nouveaux/"):
        assert_is_ours(client.get(f"/compte/double-verification/codes-de-secours/{end}"))
    assert client.get("/compte/double-verification/codes-de-secours/fichier/").status_code == 200
    assert_is_ours(client.get("/compte/double-verification/"))
    assert_is_ours(client.get("/compte/double-verification/application/desactiver/"))
    assert "Activée" in client.get("/compte/").content.decode()


def test_sign_in_then_asks_for_the_code_even_on_the_way_to_the_admin(protected, person):
    client, _secret = protected
    codes = Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()
    client.logout()
    assert client.get("/admin/login/?next=/admin/").url == "/compte/connexion/?next=/admin/"
    response = client.post(
        "/compte/connexion/?next=/admin/", {"login": person.email, "password": PASSWORD, "next": "/admin/"}
    )
    assert response.url == "/compte/double-verification/code/"
    assert client.get("/compte/").status_code == 302
    assert_is_ours(client.get("/compte/double-verification/code/"))
    client.post("/compte/double-verification/code/", {"code": codes[0]})
    assert client.get("/compte/").status_code == 200
    assert get_adapter().is_mfa_enabled(person)


def test_putting_it_off_is_told_by_e_mail(protected, person, mailoutbox):
    client, _secret = protected
    client.post("/compte/double-verification/application/desactiver/")
    assert not Authenticator.objects.filter(user=person, type="totp").exists()
    assert mailoutbox[0].subject == "Double vérification désactivée"
    assert "choisissez tout de suite un autre mot de passe" in mailoutbox[0].body
