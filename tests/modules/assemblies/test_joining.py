"""Through the door of `joining`, and through the pages: who enters, who does not, once."""

import threading

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from wagtail.models import Page

from courses.learning.models import CourseIndexPage, CoursePage
from modules.assemblies import joining
from modules.assemblies.data import AssemblyRefused, Channel, Role
from modules.assemblies.joining_rules import CODES_IN_A_WINDOW, PASSWORDS_IN_A_WINDOW, shown_code
from modules.assemblies.models import CodeAttempt, Invitation, Membership

ENTER, JOIN = "/assemblees/entrer/", "/assemblees/entrer/vous/"
PASSWORD = "haie-loutre-aulne"
WELCOME = {"name": "Odile G.", "password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def guest(make_member):
    return make_member("Odile Garnier", joined=False)


@pytest.fixture
def letter(guest, invite):
    return invite(guest)


@pytest.fixture
def code(letter):
    return letter[1].code


@pytest.fixture
def living_course(db):
    home = Page.objects.get(depth=2)
    index = home.add_child(instance=CourseIndexPage(title="Formations", slug="formations"))
    return index.add_child(instance=CoursePage(title="Porter une voix", slug="porter-une-voix"))


def type_code(client, code):
    return client.post(ENTER, {"code": code})


def text_of(response):
    from html import unescape

    return unescape(response.content.decode())


def signed_in(client):
    return client.session.get("_auth_user_id")


def test_code_of_a_letter_makes_an_account_without_address(client, guest, letter, code):
    page = type_code(client, shown_code(code).lower())
    assert page["Location"] == JOIN
    page = client.get(JOIN)
    assert "Odile Garnier" in text_of(page)
    done = client.post(JOIN, WELCOME)
    assert done["Location"] == guest.assembly.get_absolute_url()
    guest.refresh_from_db()
    assert (guest.name, guest.user.email, guest.user.first_name, guest.user.last_name) == (
        "Odile G.",
        "",
        "Odile",
        "G.",
    )
    assert guest.joined_at
    assert guest.user.check_password(PASSWORD)
    assert signed_in(client) == str(guest.user.pk)
    invitation = Invitation.objects.get()
    assert invitation.accepted_at
    assert invitation.opened_at
    assert client.get(done["Location"]).status_code == 200


def test_several_people_have_no_address_and_their_pages_open(client, make_member, invite):
    for name in ("Odile", "Malik Benali"):
        client.logout()
        _invitation, secret = invite(make_member(name, joined=False))
        type_code(client, secret.code)
        client.post(JOIN, {**WELCOME, "name": name})
        profile = client.get("/compte/")
        assert profile.status_code == 200
        saved = client.post("/compte/", {"first_name": name, "last_name": "X", "role": "spokesperson"})
        assert saved.status_code == 302
        for page in ("/compte/adresse/", "/compte/donnees/", "/compte/donnees/export.zip", "/mon-parcours/"):
            assert client.get(page).status_code == 200, page
    assert get_user_model().objects.filter(email__isnull=True).count() == 2


def test_team_sets_a_new_password_for_someone_without_address(client, guest, code, django_user_model):
    type_code(client, code)
    client.post(JOIN, WELCOME)
    guest.refresh_from_db()
    client.force_login(django_user_model.objects.create_superuser("admin@example.org", "x"))
    given = {"first_name": "Odile", "last_name": "", "email": "", "is_active": "on"}
    new = {"password1": "riviere-ajonc-merle", "password2": "riviere-ajonc-merle"}
    page = client.post(f"/admin/users/edit/{guest.user.pk}/", {**given, **new})
    assert page.status_code == 302
    guest.user.refresh_from_db()
    assert (guest.user.email, guest.user.check_password("riviere-ajonc-merle")) == ("", True)
    known = django_user_model.objects.get(email="admin@example.org")
    assert client.post(f"/admin/users/edit/{known.pk}/", {**given, **new}).status_code == 200
    known.refresh_from_db()
    assert known.email == "admin@example.org"


def test_nothing_is_consumed_by_reading(client, guest, letter):
    for _scanner in range(3):
        assert client.get(f"/assemblees/entrer/{letter[1].token}/").status_code == 302
        client.get(JOIN)
        client.head(JOIN)
    guest.refresh_from_db()
    assert guest.user is None
    assert not Invitation.objects.get().accepted_at


def test_token_leaves_the_address_and_is_stored_nowhere(client, letter):
    page = client.get(f"/assemblees/entrer/{letter[1].token}/")
    assert page["Location"] == JOIN
    assert "no-store" in page["Cache-Control"]
    kept = str(Invitation.objects.values().get()) + str(dict(client.session))
    assert letter[1].token not in kept
    assert letter[1].code not in kept


def test_link_of_an_email_confirms_its_address(client, guest, invite):
    guest.email = "odile@example.org"
    _invitation, secret = invite(guest, Channel.EMAIL)
    guest.email = "victime@example.org"
    guest.save()
    client.get(f"/assemblees/entrer/{secret.token}/")
    client.post(JOIN, WELCOME)
    address = EmailAddress.objects.get()
    # The address that received the e-mail, not the one written on the list since.
    assert (address.email, address.verified, address.primary) == ("odile@example.org", True, True)
    client.logout()
    client.post("/compte/connexion/", {"login": "odile@example.org", "password": PASSWORD})
    assert signed_in(client)


def test_address_with_an_account_is_asked_to_sign_in_first(client, guest, invite, make_user):
    known = make_user("odile")
    guest.email = known.email
    guest.save()
    invitation, secret = invite(guest, Channel.EMAIL)
    client.get(f"/assemblees/entrer/{secret.token}/")
    page = client.get(JOIN)
    assert "Connectez-vous" in text_of(page)
    assert client.post(JOIN, WELCOME).status_code in (200, 302)
    assert get_user_model().objects.count() == 1
    asked = client.get(f"{JOIN}compte/")
    assert asked["Location"].startswith("/compte/connexion/?next=")
    client.force_login(known)
    assert client.get(f"{JOIN}compte/")["Location"] == JOIN
    with pytest.raises(AssemblyRefused, match="address-taken"):
        joining.accept_as_new(invitation_id=invitation.pk, name="X", password=None, now=timezone.now())


def test_signed_in_person_says_that_it_is_them(client, guest, code, make_user):
    client.force_login(make_user("odile", first_name="Odile"))
    type_code(client, code)
    assert "Votre session est ouverte au nom de <strong>Odile</strong>" in text_of(client.get(JOIN))
    # A form filled before signing in is not a yes.
    assert client.post(JOIN, WELCOME).status_code == 200
    assert Membership.objects.get(pk=guest.pk).user is None
    assert client.post(JOIN, {"me": "1"}).status_code == 302
    assert Membership.objects.get(pk=guest.pk).user.first_name == "Odile"


def test_somebody_else_signed_in_leaves_the_invitation_to_its_owner(client, guest, code, make_user):
    client.force_login(make_user("voisin"))
    type_code(client, code)
    client.get(JOIN)
    assert client.post("/assemblees/entrer/pas-moi/")["Location"] == JOIN
    assert not signed_in(client)
    client.post(JOIN, WELCOME)
    assert Membership.objects.get(pk=guest.pk).user.first_name == "Odile"


def test_invitation_left_open_on_a_shared_computer_is_forgotten(client, code):
    type_code(client, code)
    session = client.session
    pk, since = session["assemblies_invitation"]
    session["assemblies_invitation"] = [pk, since - 3601]
    session.save()
    assert client.get(JOIN)["Location"] == ENTER


def test_assembly_is_not_called_as_the_door(assembly):
    assembly.slug = "entrer"
    with pytest.raises(ValidationError, match="porte"):
        assembly.full_clean()


def test_one_account_does_not_take_two_places(client, make_member, code):
    here = make_member("Déjà là")
    client.force_login(here.user)
    type_code(client, code)
    page = client.post(JOIN, {"me": "1"})
    assert page.status_code == 409
    assert "déjà dans cette assemblée" in text_of(page)


def test_code_and_password_let_in_again(client, guest, code):
    type_code(client, code)
    client.post(JOIN, WELCOME)
    client.logout()
    type_code(client, code)
    assert "mot de passe" in text_of(client.get(JOIN))
    wrong = client.post(JOIN, {"password": "autre"})
    assert wrong.status_code == 422
    assert not signed_in(client)
    assert client.post(JOIN, {"password": PASSWORD})["Location"] == guest.assembly.get_absolute_url()
    assert signed_in(client)


def test_second_factor_is_asked_for_after_the_password(client, guest, code):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    type_code(client, code)
    client.post(JOIN, WELCOME)
    guest.refresh_from_db()
    TOTP.activate(guest.user, generate_totp_secret())
    client.logout()
    type_code(client, code)
    assert client.post(JOIN, {"password": PASSWORD})["Location"] == "/compte/double-verification/code/"
    assert not signed_in(client)


def test_passwords_are_not_guessed(client, guest, code):
    type_code(client, code)
    client.post(JOIN, WELCOME)
    client.logout()
    type_code(client, code)
    for _guess in range(PASSWORDS_IN_A_WINDOW):
        client.post(JOIN, {"password": "autre"})
    page = client.post(JOIN, {"password": PASSWORD})
    assert "un quart d’heure" in text_of(page)
    assert not signed_in(client)


def test_telephone_without_password_is_recognised_and_its_code_opens_nothing_more(client, guest, code, invite):
    type_code(client, code)
    client.post(JOIN, {"name": "Odile", "alone": "1"})
    guest.refresh_from_db()
    assert not guest.user.has_usable_password()
    assert client.session.get_expiry_age() > 180 * 24 * 3600 - 60
    client.logout()
    type_code(client, code)
    page = client.get(JOIN)
    assert page.status_code == 410
    assert "nouvelle lettre" in text_of(page)
    # A new letter lets them in again, and lets them choose a password.
    _invitation, secret = invite(guest)
    type_code(client, secret.code)
    client.post(JOIN, {"password": PASSWORD, "again": PASSWORD})
    assert signed_in(client) == str(guest.user.pk)
    guest.user.refresh_from_db()
    assert guest.user.check_password(PASSWORD)


def test_new_letter_does_not_change_a_password(client, guest, code, invite):
    type_code(client, code)
    client.post(JOIN, WELCOME)
    client.logout()
    _invitation, secret = invite(guest)
    type_code(client, secret.code)
    client.post(JOIN, {"password": "autre-autre", "again": "autre-autre", "name": "Voleuse"})
    assert not signed_in(client)
    client.post(JOIN, {"password": PASSWORD})
    assert signed_in(client)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"withdrawn_at": timezone.now()}, "ne fonctionne plus"),
        ({"expires_at": timezone.now()}, "a dépassé sa date"),
    ],
)
def test_invitation_that_no_longer_opens_says_why(client, guest, letter, code, change, words):
    Invitation.objects.update(**change)
    type_code(client, code)
    page = client.get(JOIN)
    assert page.status_code == 410
    assert words in text_of(page)
    assert client.post(JOIN, WELCOME).status_code == 410
    assert Membership.objects.get(pk=guest.pk).user is None


def test_wrong_codes_all_get_the_same_answer(client, letter):
    answers = {
        text_of(type_code(client, typed)).replace(typed, "").split("resume-erreurs")[1][:900]
        for typed in ("A", "2222-2222-2222")
    }
    assert len(answers) == 1
    assert client.get("/assemblees/entrer/pas-un-jeton/").status_code == 404
    assert client.get(JOIN)["Location"] == ENTER


def test_codes_are_not_guessed_and_no_address_is_kept(client, letter, code):
    for _guess in range(CODES_IN_A_WINDOW):
        assert type_code(client, "2222-2222-2222").status_code == 422
    assert type_code(client, code).status_code == 429
    assert client.post(ENTER, {"code": code}, REMOTE_ADDR="192.0.2.9").status_code == 302
    assert CodeAttempt.objects.count() == CODES_IN_A_WINDOW
    assert "127.0.0.1" not in str(list(CodeAttempt.objects.values()))


def test_right_codes_of_a_whole_room_are_not_counted(client, make_member, invite):
    for number in range(CODES_IN_A_WINDOW + 5):
        _invitation, secret = invite(make_member(f"Personne {number}", joined=False))
        assert type_code(client, secret.code).status_code == 302


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": "", "password": PASSWORD, "again": PASSWORD}, "obligatoire"),
        ({"name": "Odile", "password": "", "again": ""}, "Choisissez un mot de passe"),
        ({"name": "Odile", "password": PASSWORD, "again": "x"}, "différents"),
        ({"name": "Odile", "password": "12345678", "again": "12345678"}, "mot de passe"),
        ({"name": "a" * 500, "password": PASSWORD, "again": PASSWORD}, "120"),
    ],
)
def test_bad_input_is_explained_and_makes_nothing(client, guest, code, given, words):
    type_code(client, code)
    page = client.post(JOIN, given)
    assert page.status_code == 422
    assert words in text_of(page)
    assert get_user_model().objects.count() == 0


def test_person_is_enrolled_in_the_course_of_the_assembly(client, guest, code, living_course):
    guest.assembly.course = living_course
    guest.assembly.save()
    type_code(client, code)
    client.post(JOIN, WELCOME)
    guest.refresh_from_db()
    assert guest.user.enrolments.filter(course=living_course).exists()


def test_closed_course_keeps_nobody_out(client, guest, code, living_course):
    living_course.open_for_enrolment = False
    living_course.save()
    guest.assembly.course = living_course
    guest.assembly.save()
    type_code(client, code)
    assert client.post(JOIN, WELCOME).status_code == 302
    assert Membership.objects.get(pk=guest.pk).user


def test_facilitator_takes_a_place_without_being_enrolled(client, make_member, invite, living_course, assembly):
    assembly.course = living_course
    assembly.save()
    outsider = make_member("Inès Roy", Role.FACILITATOR, joined=False)
    _invitation, secret = invite(outsider)
    type_code(client, secret.code)
    assert client.post(JOIN, WELCOME).status_code == 302
    assert not Membership.objects.get(pk=outsider.pk).user.enrolments.exists()


def test_place_and_invitation_are_given_back_and_erased(client, guest, letter, code):
    from modules.assemblies import api

    type_code(client, code)
    client.post(JOIN, WELCOME)
    guest.refresh_from_db()
    held = api.personal_data_of(user=guest.user)
    assert held["places"][0]["name"] == "Odile G."
    assert held["invitations"][0]["channel"] == "letter"
    assert Invitation.objects.get().code_hash not in str(held)
    api.erase_personal_data(user=guest.user)
    assert not Membership.objects.exists()
    assert not Invitation.objects.exists()


def test_entering_costs_few_queries(client, letter, code, django_assert_max_num_queries):
    type_code(client, code)
    with django_assert_max_num_queries(5):
        client.get(JOIN)
    with django_assert_max_num_queries(30):
        client.post(JOIN, WELCOME)


@pytest.mark.django_db(transaction=True)
def test_same_code_twice_at_once_gives_one_account(assembly, make_member, invite):
    invitation, _secret = invite(make_member("Odile Garnier", joined=False))
    answers, start = [], threading.Barrier(2)

    def accept():
        start.wait()
        try:
            joining.accept_as_new(invitation_id=invitation.pk, name="Odile", password=PASSWORD, now=timezone.now())
            answers.append("in")
        except AssemblyRefused as error:
            answers.append(error.id)
        finally:
            connection.close()

    threads = [threading.Thread(target=accept) for _tab in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["code-used", "in"]
    assert get_user_model().objects.count() == 1
