"""Inviting by e-mail and by letter: who is written to, what is kept, what a second click does."""

import io
import re
import threading
from datetime import timedelta
from html import unescape

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from modules.assemblies import inviting
from modules.assemblies.data import Action, AssemblyRefused, Channel, InvitationState, Role
from modules.assemblies.inviting import invitation_lines, invite_by_email, newest_shown, print_letters
from modules.assemblies.joining_rules import ALPHABET
from modules.assemblies.models import Assembly, Invitation, InvitationSending
from modules.assemblies.rules import may
from modules.assemblies.secrets_of_invitations import hash_of
from modules.assemblies.sending_invitations import STOPPED_AFTER, resume, send_invitations

CODE = re.compile(rf"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}")
pytestmark = pytest.mark.django_db


@pytest.fixture
def odile(make_member):
    return make_member("Odile Garnier", joined=False, email="odile@example.org")


@pytest.fixture
def malik(make_member):
    return make_member("Malik Benali", joined=False, postal_address="3 place du Marché\n35000 Val-d’Ambre")


@pytest.fixture
def pressed(client, coordinator, django_capture_on_commit_callbacks):
    """Presses a button of the coordinator's page, and lets the worker work."""
    client.force_login(coordinator.user)

    def press(name, *people, shown=None, **more):
        known = newest_shown(assembly_id=coordinator.assembly_id) if shown is None else shown
        given = {"people": [each.pk for each in people], "shown": known, **more}
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(reverse(f"assemblies:{name}", args=[coordinator.assembly.slug]), given)

    return press


def state(member):
    lines = invitation_lines(assembly_id=member.assembly_id, now=timezone.now())
    return next(line.state for line in lines if line.id == member.pk)


def text_of(response):
    return unescape(response.content.decode())


def pages_of(response):
    assert response["Content-Type"] == "application/pdf"
    return [page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages]


def test_email_says_who_invites_and_its_link_opens(pressed, client, odile, species, settings):
    settings.SITE_URL = "https://exemple.fr"
    odile.species = species[0]
    odile.save()
    pressed("send_invitations", odile)
    letter = mail.outbox[0]
    html = letter.alternatives[0].content
    assert letter.to == ["odile@example.org"]
    assert letter.subject == "Votre place\u202f: Assemblée du Val d’Ambre"
    for words in ("Bonjour Odile Garnier,", "l’espèce 0", "Claire Morvan", "Val-d’Ambre", "Sans réponse de votre part"):
        assert words in letter.body
        assert words in unescape(html)
    link = re.search(r"https://exemple\.fr(/assemblees/entrer/[\w-]+/)", letter.body)
    assert link[0] in html
    client.logout()
    assert client.get(link[1])["Location"] == "/assemblees/entrer/vous/"
    assert state(odile) is InvitationState.SENT
    kept = Invitation.objects.get()
    assert (kept.address, kept.code_hash, kept.sent_at is not None) == ("odile@example.org", None, True)


def test_name_with_line_ends_breaks_no_email(pressed, coordinator, make_member):
    Assembly.objects.update(name="Val\nBcc: tous@example.org")
    pressed("send_invitations", make_member("A\nB", joined=False, email="a@example.org"))
    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].bcc == []


def test_double_click_sends_once(pressed, odile):
    for _click in range(2):
        pressed("send_invitations", odile, shown=0)
    assert len(mail.outbox) == 1
    assert Invitation.objects.count() == 1


def test_everybody_is_invited_once_each_by_what_reaches_them(pressed, client, coordinator, odile, malik):
    page = text_of(client.get(reverse("assemblies:invitations", args=[coordinator.assembly.slug])))
    assert "Envoyer 1 e-mail" in page
    assert "Imprimer 1 lettre" in page
    pressed("send_invitations", everybody="1")
    pressed("send_invitations", everybody="1")
    assert [letter.to for letter in mail.outbox] == [["odile@example.org"]]
    (printed,) = pages_of(pressed("letters", everybody="1"))
    assert "Malik Benali" in printed
    assert text_of(pressed("letters", everybody="1")) == ""
    assert (state(odile), state(malik)) == (InvitationState.SENT, InvitationState.SENT)


def test_invited_again_only_the_newest_works(pressed, client, odile):
    for _time in range(2):
        pressed("send_invitations", odile)
    links = [re.search(r"/assemblees/entrer/[\w-]+/", letter.body)[0] for letter in mail.outbox]
    client.logout()
    client.get(links[0])
    assert client.get("/assemblees/entrer/vous/").status_code == 410
    client.get(links[1])
    assert client.get("/assemblees/entrer/vous/").status_code == 200


def test_withdrawn_invitation_opens_nothing_and_is_dated(pressed, client, coordinator, odile, malik):
    pressed("send_invitations", odile)
    answer = pressed("withdraw_invitations", odile, malik)
    assert state(odile) is InvitationState.WITHDRAWN
    page = text_of(client.get(answer["Location"]))
    assert "retirée le" in page
    assert "Malik Benali\u202f: Cette invitation n’attend plus de réponse." in page


def test_those_who_cannot_be_written_to_are_named(pressed, client, coordinator, odile, malik):
    page = text_of(client.get(pressed("send_invitations", odile, malik, coordinator)["Location"]))
    assert len(mail.outbox) == 1
    assert "Malik Benali\u202f: Cette personne n’a pas d’adresse e-mail" in page
    assert "Claire Morvan\u202f: Cette personne a déjà accepté" in page


def test_nobody_ticked_is_said(pressed, client):
    page = text_of(client.get(pressed("send_invitations")["Location"]))
    assert "Cochez au moins une personne" in page


@pytest.mark.parametrize("people", [["abc"], ["-1"], ["9" * 40], ["٣"], ["0"], ["99999"]])
def test_people_who_do_not_exist_are_nobody(client, coordinator, people):
    client.force_login(coordinator.user)
    for name in ("send_invitations", "letters", "withdraw_invitations"):
        address = reverse(f"assemblies:{name}", args=[coordinator.assembly.slug])
        assert client.post(address, {"people": people, "shown": "x" * 50}).status_code == 302
    assert not Invitation.objects.exists()


def test_people_of_another_assembly_are_not_invited(pressed, coordinator, make_member):
    other = Assembly.objects.create(slug="autre", name="Autre", territory="Ailleurs")
    stranger = make_member("Zoé", joined=False, email="zoe@example.org")
    stranger.assembly = other
    stranger.save()
    pressed("send_invitations", stranger)
    pressed("letters", stranger)
    assert not Invitation.objects.exists()


def test_email_that_does_not_leave_is_told_and_others_leave(pressed, client, odile, make_member, settings):
    settings.EMAIL_BACKEND = "tests.modules.assemblies.test_inviting.Refusing"
    bad = make_member("Zoé", joined=False, email="refuse@example.org")
    answer = pressed("send_invitations", bad, odile)
    assert (state(bad), state(odile)) == (InvitationState.FAILED, InvitationState.SENT)
    page = text_of(client.get(answer["Location"]))
    assert "Un e-mail n’est pas parti" in page
    assert "refuse@example.org" in page
    sending = InvitationSending.objects.get()
    assert (sending.total, sending.done, sending.failed) == (2, 2, 1)
    # They wait for an invitation that works: "everybody" is them.
    assert "Envoyer 1 e-mail" in page


class Refusing:
    """A mail service that refuses some addresses, in its own way."""

    def __init__(self, **_options):
        pass

    def send_messages(self, letters):
        if any("refuse" in address for letter in letters for address in letter.to):
            raise RuntimeError("address refused")
        mail.outbox = [*getattr(mail, "outbox", []), *letters]
        return len(letters)


def test_sending_that_stopped_goes_on_without_writing_twice(coordinator, odile, make_member):
    second = make_member("Zoé", joined=False, email="zoe@example.org")
    now = timezone.now()
    sending, _asked = invite_by_email(place=coordinator, people=[odile.pk, second.pk], shown=0, now=now)
    Invitation.objects.filter(membership=odile).update(sent_at=now)
    assert not resume(sending=sending, now=now)
    later = now + STOPPED_AFTER + timedelta(minutes=1)
    assert resume(sending=sending, now=later)
    assert not resume(sending=sending, now=later)
    assert [letter.to for letter in mail.outbox] == [["zoe@example.org"]]
    sending.refresh_from_db()
    assert sending.finished_at


def test_invitation_withdrawn_before_it_left_is_not_sent(coordinator, odile):
    sending, _asked = invite_by_email(place=coordinator, people=[odile.pk], shown=0, now=timezone.now())
    inviting.withdraw(place=coordinator, people=[odile.pk], now=timezone.now())
    send_invitations.enqueue(sending.pk)
    assert mail.outbox == []
    sending.refresh_from_db()
    assert (sending.done, sending.failed) == (1, 0)


def test_letters_are_one_page_each_with_a_code_that_opens(pressed, client, odile, malik, species, settings):
    settings.SITE_URL = "https://exemple.fr"
    odile.species = species[0]
    odile.save()
    response = pressed("letters", odile, malik)
    assert "no-store" in response["Cache-Control"]
    document = PdfReader(io.BytesIO(response.content))
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert [round(float(side)) for side in document.pages[0].mediabox[2:]] == [595, 842]
    pages = pages_of(response)
    assert len(pages) == 2
    for text, member in zip(pages, (odile, malik), strict=True):
        assert member.name in text
        assert "exemple.fr/assemblees/entrer/" in text
        assert "Claire Morvan" in text
        assert "porte-parole" in text
        assert len(CODE.findall(text)) == 1
    assert "l’espèce 0" in pages[0]
    assert "3 place du Marché" in pages[1]
    client.logout()
    assert client.post("/assemblees/entrer/", {"code": CODE.search(pages[1])[0]}).status_code == 302
    assert "Malik Benali" in text_of(client.get("/assemblees/entrer/vous/"))


def test_square_of_a_letter_leads_to_its_invitation(coordinator, malik, settings):
    from modules.assemblies.letters import _content

    settings.SITE_URL = "https://exemple.fr"
    letters, _asked = print_letters(place=coordinator, people=[malik.pk], shown=0, now=timezone.now())
    import segno

    content = _content(letters, coordinator)["letters"][0]
    address = f"https://exemple.fr/assemblees/entrer/{letters[0].secret.token}/"
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=0, dark="#1C2721", xmldecl=False)
    assert content["qr"] == out.getvalue().decode()
    assert Invitation.objects.get().token_hash == hash_of(letters[0].secret.token)


def test_printed_again_a_letter_has_a_new_code_and_says_so(pressed, client, malik):
    (first,) = pages_of(pressed("letters", malik))
    assert pressed("letters", malik, shown=0).status_code == 302
    (second,) = pages_of(pressed("letters", malik))
    assert CODE.search(first)[0] != CODE.search(second)[0]
    assert "remplace" not in first
    assert "remplace" in second
    client.logout()
    client.post("/assemblees/entrer/", {"code": CODE.search(first)[0]})
    assert "ne fonctionne plus" in text_of(client.get("/assemblees/entrer/vous/"))


def test_who_lost_their_letter_gets_a_new_code_for_their_account(pressed, client, make_member):
    known = make_member("Odile Garnier")
    known.user.set_password("haie-loutre-aulne")
    known.user.save()
    (page,) = pages_of(pressed("letters", known))
    assert "Vous êtes déjà entré·e" in page
    assert state(known) is InvitationState.ACCEPTED
    client.logout()
    client.post("/assemblees/entrer/", {"code": CODE.search(page)[0]})
    client.post("/assemblees/entrer/vous/", {"password": "haie-loutre-aulne"})
    assert client.session["_auth_user_id"] == str(known.user.pk)


def test_longest_letter_stays_on_its_page_and_is_never_markup(pressed, coordinator, make_member, species):
    Assembly.objects.update(name="A" * 60 + " " + "b" * 59, territory="T" * 80 + " " + "u" * 79)
    member = make_member("#set text(red) *Anne*" + " longue" * 14, joined=False, species=species[0])
    member.postal_address = "\n".join(["ligne très longue " * 9] * 20)
    member.save()
    pressed("letters", member)
    pages = pages_of(pressed("letters", member))
    assert len(pages) == 1
    assert "remplace" in pages[0]
    assert "#set text(red) *Anne*" in pages[0].replace("\n", " ")


def test_hundred_letters_cost_as_many_queries_as_one(pressed, make_member, django_assert_max_num_queries):
    people = [make_member(f"Personne {number}", joined=False) for number in range(40)]
    with django_assert_max_num_queries(14):
        pressed("letters", people[0])
    with django_assert_max_num_queries(14):
        assert len(pages_of(pressed("letters", *people[1:]))) == 39


def test_page_of_invitations_costs_as_many_queries_full_as_short(client, coordinator, make_member, invite):
    address = reverse("assemblies:invitations", args=[coordinator.assembly.slug])
    client.force_login(coordinator.user)
    counts = []
    for number in range(3):
        for each in range(number * 10):
            invite(
                make_member(f"Personne {number}-{each}", joined=False, email=f"p{number}-{each}@example.org"),
                Channel.EMAIL,
            )
        with CaptureQueries() as asked:
            client.get(address)
        counts.append(len(asked))
    assert len(set(counts)) == 1
    assert counts[0] <= 9


def CaptureQueries():
    from django.test.utils import CaptureQueriesContext

    return CaptureQueriesContext(connection)


ACTS = {
    "invitations": Action.SEE_INVITATIONS,
    "send_invitations": Action.INVITE,
    "letters": Action.INVITE,
    "withdraw_invitations": Action.INVITE,
    "import_people": Action.MANAGE_MEMBERS,
    "add_people": Action.MANAGE_MEMBERS,
}


@pytest.mark.parametrize("name", ACTS)
def test_pages_open_for_the_roles_of_the_table_only(client, make_member, make_user, assembly, name):
    address = reverse(f"assemblies:{name}", args=[assembly.slug])
    reach = client.get if name in ("invitations", "import_people") else client.post
    assert reach(address)["Location"].startswith("/compte/connexion/")
    client.force_login(make_user("ailleurs"))
    assert reach(address).status_code == 404
    for role in Role:
        client.force_login(make_member(role.value, role).user)
        answer = reach(address)
        assert answer.status_code == ((200 if reach == client.get else 302) if may(role, ACTS[name]) else 403), role
    other = Assembly.objects.create(slug="autre", name="Autre", territory="Ailleurs")
    assert reach(reverse(f"assemblies:{name}", args=[other.slug])).status_code == 404


def test_garant_sees_where_invitations_stand_but_no_address(client, make_member, odile):
    client.force_login(make_member("Garante", Role.GARANT).user)
    page = text_of(client.get(reverse("assemblies:invitations", args=[odile.assembly.slug])))
    assert "Odile Garnier" in page
    assert "odile@example.org" not in page
    assert "Inviter par e-mail" not in page


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_invite_once(coordinator, odile):
    start, made = threading.Barrier(2), []

    def click():
        start.wait()
        try:
            sending, asked = invite_by_email(place=coordinator, people=[odile.pk], shown=0, now=timezone.now())
            made.append((sending is not None, tuple(asked.left_out)))
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _click in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == [(False, ("just-invited",)), (True, ())]
    assert len(mail.outbox) == 1


def test_asking_for_nobody_is_refused(coordinator):
    with pytest.raises(AssemblyRefused, match="nobody-chosen"):
        print_letters(place=coordinator, people=[], shown=0, now=timezone.now())
