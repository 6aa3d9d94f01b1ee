from html import unescape

import pytest
from django.urls import reverse

from modules.assemblies import lots
from modules.assemblies.data import Action, Role
from modules.assemblies.giving import entry_of
from modules.assemblies.models import College, Draw, Membership, SpeciesRequest
from modules.assemblies.rules import may

# Each page of the space, and the line of the table that opens it.
PAGES = {
    "overview": Action.SEE_ASSEMBLY,
    "roles": Action.SEE_ROLES,
    "mandate": Action.SET_MANDATE,
    "dates": Action.SET_DATES,
    "colleges": Action.MANAGE_COLLEGES,
    "members": Action.MANAGE_MEMBERS,
    "species_requests": Action.ASK_SPECIES,
    "prepare_draw": Action.GIVE_SPECIES,
}


def address(name, assembly, **kwargs):
    return reverse(f"assemblies:{name}", kwargs={"slug": assembly.slug, **kwargs})


@pytest.mark.parametrize("name", PAGES)
def test_page_opens_for_the_roles_of_the_table_only(client, make_member, make_user, assembly, name):
    page = address(name, assembly)
    assert client.get(page).status_code == 302
    client.force_login(make_user("ailleurs"))
    assert client.get(page).status_code == 404
    for role in Role:
        client.force_login(make_member(role.value, role).user)
        assert client.get(page).status_code == (200 if may(role, PAGES[name]) else 403), role


@pytest.mark.parametrize("name", PAGES)
def test_member_of_another_assembly_finds_nothing(client, coordinator, name):
    from modules.assemblies.models import Assembly

    other = Assembly.objects.create(slug="autre", name="Autre", territory="Ailleurs")
    client.force_login(coordinator.user)
    assert client.get(address(name, other)).status_code == 404


def test_every_page_of_the_menu_opens(client, coordinator):
    client.force_login(coordinator.user)
    page = client.get(coordinator.assembly.get_absolute_url())
    for name in (
        "overview",
        "colleges",
        "members",
        "invitations",
        "prepare_draw",
        "dates",
        "documents",
        "calls",
        "roles",
    ):
        assert address(name, coordinator.assembly) in page.content.decode()
    assert client.get("/assemblees/", follow=True).redirect_chain[-1][0] == coordinator.assembly.get_absolute_url()


def test_coordinator_is_told_what_to_do_next(client, coordinator, milieus):
    client.force_login(coordinator.user)
    home = coordinator.assembly.get_absolute_url()
    assert "Fixer les collèges" in client.get(home).content.decode()
    client.post(address("colleges", coordinator.assembly), {"milieus": [milieus[0].pk]})
    assert [college.name for college in College.objects.all()] == ["Rivière"]
    assert "Écrire la liste des membres" in client.get(home).content.decode()


def test_milieu_gets_one_college_from_two_tabs(client, coordinator, milieus):
    client.force_login(coordinator.user)
    for _tab in range(2):
        client.post(address("colleges", coordinator.assembly), {"milieus": [milieus[0].pk]})
    assert College.objects.count() == 1


def test_college_with_people_is_not_removed(client, coordinator, colleges, make_member):
    make_member(college=colleges[0], joined=False)
    client.force_login(coordinator.user)
    for college in colleges[:2]:
        client.post(address("college", coordinator.assembly, college_id=college.pk), {"remove": "1"})
    assert list(College.objects.values_list("pk", flat=True)) == [colleges[0].pk, colleges[2].pk]


def test_member_is_added_with_the_next_number_never_used_again(client, coordinator):
    assembly = coordinator.assembly
    assembly.last_number = 1
    assembly.save()
    client.force_login(coordinator.user)
    for name in ("Odile Garnier", "Paul Rey"):
        client.post(address("members", assembly), {"name": name, "role": "member", "speaks": "on"})
    last = Membership.objects.get(name="Paul Rey")
    assert last.number == 3
    client.post(address("remove_member", assembly, member_id=last.pk))
    client.post(address("members", assembly), {"name": "Nour Amari", "role": "member", "speaks": "on"})
    assert Membership.objects.get(name="Nour Amari").number == 4


def test_address_of_somebody_else_on_the_list_is_refused(client, coordinator, make_member):
    make_member(email="odile@example.org", joined=False)
    client.force_login(coordinator.user)
    page = client.post(
        address("members", coordinator.assembly), {"name": "Autre", "role": "member", "email": "Odile@Example.org"}
    )
    assert "a déjà cette adresse" in page.content.decode()
    assert not Membership.objects.filter(name="Autre").exists()


def test_coordinator_cannot_remove_themself_nor_touch_another_assembly(client, coordinator, make_member):
    from modules.assemblies.models import Assembly

    other = Assembly.objects.create(slug="autre", name="Autre", territory="Ailleurs")
    stranger = Membership.objects.create(assembly=other, number=1, name="Étrangère")
    client.force_login(coordinator.user)
    client.post(address("remove_member", coordinator.assembly, member_id=coordinator.pk))
    assert client.post(address("remove_member", coordinator.assembly, member_id=stranger.pk)).status_code == 404
    assert Membership.objects.filter(pk__in=[coordinator.pk, stranger.pk]).count() == 2


def test_draw_is_made_and_its_page_is_public_and_names_nobody_outside(
    client, coordinator, colleges, species, make_member
):
    for number in range(4):
        make_member(f"Personne {number}", joined=False)
    client.force_login(coordinator.user)
    shown = lots.fingerprint(entry_of(assembly_id=coordinator.assembly_id))
    prepare = address("prepare_draw", coordinator.assembly)
    assert shown in client.get(prepare).content.decode()
    answer = client.post(prepare, {"phrase": "La haie nous regarde", "places": 3, "shown": shown}, follow=True)
    page = unescape(answer.content.decode())
    assert "le résultat est le même" in page
    assert "Personne 0" in page
    client.logout()
    public = unescape(client.get(address("draw", coordinator.assembly, draw_id=Draw.objects.get().pk)).content.decode())
    assert "La haie nous regarde" in public
    assert "Personne" not in public.replace("Personnes", "")


def test_ticket_command_of_the_page_gives_the_ticket_shown(client, coordinator, colleges, species, make_member):
    from modules.assemblies.giving import draw_lots
    from tests.modules.assemblies.conftest import NOW

    make_member(joined=False)
    shown = lots.fingerprint(entry_of(assembly_id=coordinator.assembly_id))
    drawn = draw_lots(place=coordinator, phrase="L’aulne « penche »", shown=shown, places=None, now=NOW)
    page = unescape(client.get(address("draw", coordinator.assembly, draw_id=drawn.pk)).content.decode())
    assert f"printf %s '{drawn.seed}|personne|2' | sha256sum" in page
    assert lots.ticket(drawn.seed, "personne", 2) in page


def test_local_species_is_asked_for_once_and_waits_for_its_review(client, coordinator, milieus):
    client.force_login(coordinator.user)
    asked = {
        "name": "Tulipe sauvage",
        "milieu": milieus[2].pk,
        "reason": "Dans les vignes",
        "draft": "Elle dort l’été.",
    }
    page = address("species_requests", coordinator.assembly)
    client.post(page, asked)
    assert "déjà été demandée" in client.post(page, asked).content.decode()
    record = SpeciesRequest.objects.get().species
    assert (record.live, record.reviewed_on) == (False, None)
    assert client.get(record.get_absolute_url()).status_code == 404
    assert "brouillon" in client.get(page).content.decode()


def test_meeting_cannot_end_before_it_begins(client, coordinator):
    client.force_login(coordinator.user)
    page = client.post(
        address("dates", coordinator.assembly),
        {"title": "Nuit", "kind": "meeting", "starts_at": "2026-10-03T19:00", "ends_at": "2026-10-03T18:00"},
    )
    assert "avant le début" in page.content.decode()


@pytest.mark.parametrize("name", ["overview", "members", "prepare_draw", "colleges"])
def test_lists_cost_the_same_whatever_their_length(client, coordinator, colleges, species, make_member, name):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(coordinator.user)
    page, counts = address(name, coordinator.assembly), []
    for size in (1, 6):
        for number in range(size):
            make_member(f"P{size}-{number}", college=colleges[number % 3], joined=False)
        client.get(page)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(page)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_dashboard_leads_to_ones_assembly(client, coordinator, make_member, make_user):
    address = coordinator.assembly.get_absolute_url()
    for person in (coordinator, make_member("Odile"), make_member("Hélène", Role.ELECTED)):
        client.force_login(person.user)
        page = client.get("/mon-parcours/").content.decode()
        assert "Mon assemblée" in page
        assert f'href="{address}"' in page
    client.force_login(make_user("ailleurs"))
    assert "Mon assemblée" not in client.get("/mon-parcours/").content.decode()


def test_the_coordinator_writes_the_mandate_and_everybody_reads_it(client, coordinator, make_member):
    home, page = coordinator.assembly.get_absolute_url(), address("mandate", coordinator.assembly)
    client.force_login(coordinator.user)
    assert "Écrire le mandat" in client.get(home).content.decode()
    sent = {
        "mandate": "Éclairer le schéma.",
        "limits": "Ne vote pas.",
        "tensions": ["eau"],
        "territory": "Val-d’Ambre",
        "communes": "Ambre\nLe Pont",
        "state": "at_work",
        "starts_on": "2026-10-01",
        "ends_on": "2026-09-01",
    }
    sent["seen"] = client.get(page).context["form"]["seen"].value()
    refused = client.post(page, sent)
    assert refused.status_code == 422
    assert "Le dernier jour vient avant le premier" in refused.content.decode()
    assert client.post(page, {**sent, "ends_on": "2026-12-01"}).status_code == 302
    client.force_login(make_member("Odile").user)
    read = client.get(home).content.decode()
    for words in ("Éclairer le schéma.", "Ne vote pas.", "Ambre, Le Pont", "gestion de l’eau"):
        assert words in read
    assert "mandat/" not in read


def test_two_who_write_the_mandate_at_once_lose_neither_text(client, coordinator):
    page = address("mandate", coordinator.assembly)
    client.force_login(coordinator.user)
    seen = client.get(page).context["form"]["seen"].value()
    sent = {"territory": "Ici", "state": "preparing", "tensions": ["eau", "conflits"], "seen": seen}
    assert client.post(page, {**sent, "mandate": "Le premier."}).status_code == 302
    second = client.post(page, {**sent, "mandate": "Le second."})
    assert second.status_code == 422
    for words in ("Le premier.", "Le second.", "a modifié le mandat"):
        assert words in unescape(second.content.decode())
    form = second.context["form"]
    assert form["tensions"].value() == ["eau", "conflits"]
    again = {**sent, "mandate": "Les deux.", "seen": form["seen"].value()}
    assert client.post(page, again).status_code == 302
    coordinator.assembly.refresh_from_db()
    assert coordinator.assembly.mandate == "Les deux."
