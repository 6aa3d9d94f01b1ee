from uuid import uuid4

import pytest
from django.core.cache import cache
from django.urls import reverse

from courses.certification import api, rules
from courses.certification.models import Credential
from tests.courses.assessment.conftest import NOW, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_searches_yet():
    cache.clear()


def text(response) -> str:
    return " ".join(response.content.decode().split()).replace("\u202f", " ")


def test_anyone_reads_that_a_certificate_stands(client, credential):
    response = client.get(credential.url)
    page = text(response)
    assert response.status_code == 200
    assert "Ana Roux" in page
    assert "<strong>Valide</strong>" in page
    assert credential.number in page
    assert "ana@example.org" not in page
    assert "noindex" in response["X-Robots-Tag"]
    assert 'name="robots" content="noindex' in page


def test_a_withdrawn_certificate_says_so_and_why(client, credential):
    api.revoke(uuid=credential.uuid, reason="Identité usurpée", now=NOW)
    page = text(client.get(credential.url))
    assert "<strong>Retiré</strong>" in page
    assert "Identité usurpée" in page
    assert "<strong>Valide</strong>" not in page
    assert client.get(credential.pdf_url).status_code == 410


def test_an_expired_certificate_says_so(client, credential):
    Credential.objects.update(expires_at=NOW.replace(year=2020))
    page = text(client.get(credential.url))
    assert "<strong>Expiré</strong>" in page


def test_an_erased_holder_leaves_the_proof_without_a_name(client, credential, learner):
    api.erase_personal_data(user=learner)
    page = text(client.get(credential.url))
    assert "<strong>Valide</strong>" in page
    assert "Ana Roux" not in page
    assert client.get(credential.pdf_url).status_code == 410


def test_an_address_never_given_is_unknown(client, db):
    for name in ("credential", "pdf"):
        response = client.get(reverse(f"certification:{name}", args=[uuid4()]))
        assert response.status_code == 404
        assert "Inconnu" in text(response)


def test_the_certificate_comes_as_a_pdf(client, credential):
    response = client.get(credential.pdf_url)
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert credential.number in response["Content-Disposition"]


def test_the_page_costs_the_same_few_queries(client, credential, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        client.get(credential.url)


def test_a_number_shows_whether_it_stands_and_no_name(client, credential):
    page = text(client.get("/certificats/", {"numero": credential.number.lower()}))
    assert "<strong>Valide</strong>" in page
    assert "Roux" not in page
    assert str(credential.uuid) not in page


def test_a_number_with_the_holders_name_leads_to_the_certificate(client, credential):
    response = client.get("/certificats/", {"numero": credential.number, "nom": "Ana Roux"})
    assert response.status_code == 302
    assert response["Location"] == credential.url


@pytest.mark.parametrize(
    ("number", "status", "words"),
    [
        (rules.number_of(2026, 987), 404, "jamais délivré"),
        ("PV-2026-000987-Ô", 400, "un numéro de certificat"),
        ("<script>alert(1)</script>", 400, "un numéro de certificat"),
        ("", 400, "Écrivez le numéro"),
    ],
)
def test_a_number_never_given_is_answered_in_clear_french(client, db, number, status, words):
    response = client.get("/certificats/", {"numero": number})
    assert response.status_code == status
    assert words in text(response)
    assert "<script>alert" not in text(response)


def test_searching_too_much_is_slowed_down(client, db):
    for _time in range(20):
        assert client.get("/certificats/", {"numero": "x"}).status_code == 400
    response = client.get("/certificats/", {"numero": "x"})
    assert response.status_code == 429
    assert "dix minutes" in text(response)


def test_the_holder_without_a_name_is_asked_for_it_and_nobody_else_is(client, achievement, course, sit, other):
    from courses.learning import api as learning

    nameless = person("sans-nom@example.org")
    learning.enrol(user=nameless, course_id=course.pk)
    sit(nameless)
    credential = Credential.objects.get()
    client.force_login(other)
    assert "Inscrire mon nom" not in text(client.get(credential.get_absolute_url()))
    url = reverse("certification:name", args=[credential.uuid])
    client.post(url, {"nom": "Bob Noir"})
    client.force_login(nameless)
    assert "Inscrire mon nom" in text(client.get(credential.get_absolute_url()))
    client.post(url, {"nom": "Zoé Lys"})
    assert "Zoé Lys" in text(client.get(credential.get_absolute_url()))


def test_the_dashboard_shows_the_certificate(client, credential, learner):
    client.force_login(learner)
    page = text(client.get("/mon-parcours/"))
    assert credential.url in page
    assert "Mes certificats" in page


@pytest.fixture
def trainer(db):
    from django.contrib.auth.models import Group

    from cms.accounts.groups import grant_group_permissions

    grant_group_permissions()
    user = person("formatrice@example.org")
    user.groups.add(Group.objects.get(name="Formation"))
    return user


def test_a_trainer_withdraws_a_certificate_with_a_reason(client, credential, trainer):
    client.force_login(trainer)
    url = reverse("pv_certification_revoke", args=[credential.uuid])
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": ""}).status_code == 200
    assert Credential.objects.get().revoked_at is None
    assert client.post(url, {"reason": "Erreur de titulaire"}).status_code == 302
    assert Credential.objects.get().revocation_reason == "Erreur de titulaire"


def test_a_learner_withdraws_nothing(client, credential, learner):
    client.force_login(learner)
    client.post(reverse("pv_certification_revoke", args=[credential.uuid]), {"reason": "x"})
    assert Credential.objects.get().revoked_at is None


def test_trainers_read_certificates_in_the_admin_and_cannot_rewrite_them(client, credential, trainer):
    client.force_login(trainer)
    base = "/admin/snippets/pv_certification/credential/"
    listing = client.get(base)
    assert credential.number in text(listing)
    pk = Credential.objects.get().pk
    for address in ("add/", f"edit/{pk}/", f"delete/{pk}/"):
        assert client.get(base + address).status_code in (302, 403, 404), address
    assert client.get(f"{base}inspect/{pk}/").status_code == 200
    assert client.get("/admin/snippets/pv_certification/achievement/").status_code == 200
