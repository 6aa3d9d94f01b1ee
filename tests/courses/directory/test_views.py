"""The public pages, the listing of the person signed in, the messages."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from courses.directory import api
from courses.directory.messages import new_token
from courses.directory.models import ContactMessage, Expert

LETTER = {
    "name": "Jean Kerbrat",
    "organisation": "Ville de Quimper",
    "email": "jean.kerbrat@quimper.example",
    "text": "Nous voulons réunir un microparlement de l’Odet au printemps.",
}


def letter_to(expert, age=timedelta(minutes=2), **changes):
    token = new_token(expert_id=expert.pk, now=timezone.now() - age)
    return {**LETTER, "token": token, "site": "", **changes}


def write(client, expert, **changes):
    return client.post(f"/annuaire/{expert.slug}/message/", letter_to(expert, **changes))


@pytest.fixture
def listing_form(make_person, certify, _territories):
    person = make_person()
    client = Client()
    client.force_login(person)
    answers = {
        "display_name": "Claire Moreau",
        "presentation": "J’anime des assemblées en Bretagne.",
        "website": "",
        "territories": ["departement-29", "region-52"],
        "listed": "on",
    }
    return client, person, answers


def test_anyone_reads_the_directory(client, make_expert):
    make_expert("Claire Moreau", organisation="Coopérative des Rives")
    html = client.get("/annuaire/").content.decode()
    assert "Claire Moreau" in html
    assert "Attestation de connaissances – premiers chapitres" in html
    assert "Personne ne paie" in html


def test_the_page_and_the_json_share_their_filters(client, make_expert):
    make_expert("Claire Moreau", ["departement-29"])
    make_expert("Luc Loire", ["departement-44"])
    for query in ("departement=29", "region=53", "q=moreau", "departement=29&q=claire"):
        page = client.get(f"/annuaire/?{query}").content.decode()
        data = client.get(f"/annuaire/experts.json?{query}").json()
        assert "Claire Moreau" in page
        assert "Luc Loire" not in page
        assert [expert["name"] for expert in data["experts"]] == ["Claire Moreau"]


@pytest.mark.parametrize(
    "query", ["departement=zz", "region=999", "page=-1", "page=abc", "page=٣", "page=9999999999999", "q=%00"]
)
def test_a_strange_filter_is_ignored(client, make_expert, query):
    make_expert()
    response = client.get(f"/annuaire/?{query}")
    assert response.status_code == 200


def test_no_address_is_ever_shown(client, make_expert):
    expert = make_expert()
    for address in ("/annuaire/", "/annuaire/experts.json", f"/annuaire/{expert.slug}/"):
        assert expert.user.email not in client.get(address).content.decode()


def test_expert_page_links_to_the_verified_certificate(client, make_expert):
    expert = make_expert()
    credential = expert.user.credentials.get()
    html = client.get(f"/annuaire/{expert.slug}/").content.decode()
    assert f'href="/certificats/{credential.uuid}/"' in html
    assert "La pratique n’est pas encore évaluée" in html


def test_someone_who_leaves_is_gone_at_once(client, make_expert):
    expert = make_expert()
    owner = Client()
    owner.force_login(expert.user)
    assert client.get(f"/annuaire/{expert.slug}/").status_code == 200
    assert f"/annuaire/{expert.slug}/" in client.get("/sitemap.xml").content.decode()
    owner.post("/mon-parcours/annuaire/retrait/")
    assert client.get(f"/annuaire/{expert.slug}/").status_code == 404
    assert write(client, expert).status_code == 404
    assert client.get("/annuaire/experts.json").json() == {"total": 0, "experts": []}
    assert expert.slug not in client.get("/sitemap.xml").content.decode()
    assert "Claire Moreau" not in client.get("/annuaire/").content.decode()


@pytest.mark.parametrize("address", ["/annuaire/", "/annuaire/experts.json", "/annuaire/?departement=29&page=2"])
def test_the_whole_request_costs_the_same_for_three_and_for_thirty(
    client, make_expert, make_person, address, django_assert_max_num_queries
):
    client.force_login(make_person("visiteur@example.org"))
    for number in range(3):
        make_expert(f"P{number} Aubin")
    client.get(address)
    with django_assert_max_num_queries(12) as few:
        client.get(address)
    for number in range(27):
        make_expert(f"Q{number} Aubin", ["region-53", "departement-29"])
    with django_assert_max_num_queries(12) as many:
        client.get(address)
    assert len(few) == len(many)


def test_long_lists_are_cut_in_pages(client, make_expert):
    for number in range(26):
        make_expert(f"P{number:02} Aubin")
    first = client.get("/annuaire/?departement=29").content.decode()
    assert first.count('<li class="carte">') == 24
    assert "departement=29&amp;page=2" in first
    assert client.get("/annuaire/?page=2").content.decode().count('<li class="carte">') == 2
    assert len(client.get("/annuaire/experts.json").json()["experts"]) == 26


def test_listing_asks_to_sign_in(client, db):
    assert client.get("/mon-parcours/annuaire/").url.startswith("/compte/connexion/")
    assert client.post("/mon-parcours/annuaire/retrait/").url.startswith("/compte/connexion/")


def test_a_certified_person_writes_their_listing_and_appears(listing_form, certify):
    client, person, answers = listing_form
    certify(person)
    response = client.post("/mon-parcours/annuaire/", answers, follow=True)
    assert "Vous apparaissez dans l’annuaire" in response.content.decode()
    assert client.get("/annuaire/claire-moreau/").status_code == 200
    html = client.get("/mon-parcours/annuaire/").content.decode()
    assert re.search(r'value="region-52" checked', html)
    assert html.count('<details class="question" open>') == 2


def test_without_a_certificate_the_listing_waits(listing_form):
    client, person, answers = listing_form
    response = client.post("/mon-parcours/annuaire/", answers)
    assert response.status_code == 422
    html = response.content.decode()
    assert "L’annuaire s’ouvre avec un certificat valide" in html
    assert "J’anime des assemblées en Bretagne." in html
    assert re.search(r'value="departement-29" checked', html)
    del answers["listed"]
    assert client.post("/mon-parcours/annuaire/", answers).status_code == 302
    assert not Expert.objects.get(user=person).listed


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"presentation": ""}, "au moins une phrase"),
        ({"territories": []}, "au moins un département"),
        ({"territories": ["departement-999"]}, "departement-999"),
        ({"website": "javascript:alert(1)"}, "id_website_error"),
        ({"display_name": ""}, "id_display_name_error"),
    ],
)
def test_an_unfinished_listing_says_what_is_missing(listing_form, certify, changes, reason):
    client, person, answers = listing_form
    certify(person)
    response = client.post("/mon-parcours/annuaire/", {**answers, **changes})
    assert response.status_code == 422
    assert reason in response.content.decode()
    assert not Expert.objects.exists()


def test_leaving_is_a_post_of_its_owner(make_expert, make_person):
    expert = make_expert()
    other = Client()
    other.force_login(make_person("autre@example.org"))
    assert other.get("/mon-parcours/annuaire/retrait/").status_code == 405
    other.post("/mon-parcours/annuaire/retrait/")
    assert api.public_expert(slug=expert.slug)


def test_a_message_is_relayed_and_its_sender_is_answered_directly(client, make_expert, mailoutbox):
    expert = make_expert()
    response = write(client, expert)
    assert response.status_code == 302
    sent = mailoutbox[0]
    assert sent.to == [expert.user.email]
    assert sent.reply_to == [LETTER["email"]]
    assert LETTER["email"] not in sent.from_email
    assert LETTER["text"] in sent.body
    trace = ContactMessage.objects.get()
    assert (trace.status, trace.sender_name) == ("sent", "Jean Kerbrat")
    assert "127.0.0.1" not in trace.sender_mark


def test_the_form_of_the_page_is_accepted_as_it_stands(client, make_expert, mailoutbox, monkeypatch):
    expert = make_expert()
    html = client.get(f"/annuaire/{expert.slug}/").content.decode()
    token = re.search(r'name="token" value="([^"]+)"', html).group(1)
    monkeypatch.setattr("courses.directory.rules.FASTEST", timedelta())
    client.post(f"/annuaire/{expert.slug}/message/", {**LETTER, "token": token, "site": ""})
    assert len(mailoutbox) == 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"site": "http://casino.example"}, "automatique"),
        ({"token": ""}, "automatique"),
        ({"token": "faux:jeton"}, "automatique"),
        ({"age": timedelta()}, "très rapide"),
        ({"age": timedelta(days=2)}, "plus d’un jour"),
        ({"email": "pas une adresse"}, "adresse"),
        ({"text": "court"}, "20"),
        ({"name": ""}, "id_name_error"),
    ],
)
def test_a_refused_message_says_why_and_loses_nothing(client, make_expert, mailoutbox, changes, reason):
    expert = make_expert()
    response = write(client, expert, **changes)
    html = response.content.decode()
    assert response.status_code == 422
    assert reason in html
    assert "Ville de Quimper" in html
    assert changes.get("text", "microparlement de l’Odet") in html
    assert not mailoutbox
    assert not ContactMessage.objects.exists()


def test_a_token_of_another_expert_proves_nothing(client, make_expert, mailoutbox):
    one, other = make_expert("Anne Aubin"), make_expert("Luc Loire")
    response = client.post(f"/annuaire/{one.slug}/message/", letter_to(other))
    assert response.status_code == 422
    assert not mailoutbox


def test_a_third_message_to_the_same_person_waits(client, make_expert, mailoutbox):
    expert = make_expert()
    assert [write(client, expert).status_code for _number in range(3)] == [302, 302, 422]
    assert len(mailoutbox) == 2


def test_a_header_cannot_be_slipped_into_the_name(client, make_expert, mailoutbox):
    write(client, make_expert(), name="Jean\r\nBcc: tous@example.org")
    assert "\n" not in mailoutbox[0].subject
    assert not mailoutbox[0].bcc


def test_when_the_mail_is_out_of_order_nothing_is_lost(client, make_expert, settings):
    settings.EMAIL_BACKEND = "tests.courses.directory.broken_mail.EmailBackend"
    response = write(client, make_expert())
    assert response.status_code == 422
    assert "microparlement de l’Odet" in response.content.decode()
    assert ContactMessage.objects.get().status == "failed"


def test_old_traces_are_forgotten(make_expert):
    expert = make_expert()
    for days in (1, 400):
        ContactMessage.objects.create(
            expert=expert,
            sender_name="M",
            sender_email="m@example.org",
            sender_mark="x",
            status="sent",
            sent_at=timezone.now() - timedelta(days=days),
        )
    call_command("forget_messages")
    assert ContactMessage.objects.count() == 1
    assert not mail.outbox
