import pytest

pytestmark = pytest.mark.django_db


def test_the_admin_is_named_in_french_and_wears_our_colours(admin_client):
    text = admin_client.get("/admin/").content.decode()
    assert "L’atelier de Porte-Voix" in text
    assert "theme/admin/admin.css" in text
    assert "pv-admin-logo" in text


def test_the_icon_that_browsers_ask_for_unasked_is_found(client):
    assert client.get("/favicon.ico").url.endswith("theme/icons/icon-32.png")
