"""The units of the spokespeople's course show to each one what their assembly gave them; run sheets are for leaders."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Site

from courses.learning import api as learning
from courses.learning.models import ChapterPage, CourseIndexPage, CoursePage
from modules.assemblies import api
from modules.assemblies.data import DateKind, Role
from modules.assemblies.models import (
    Assembly,
    AssemblyDate,
    College,
    Membership,
    MyMilieuPage,
    MySpeciesPage,
    OurTiesPage,
    RunSheet,
)
from modules.living.models import Milieu, Species

SHEET = {
    "slug": "ensemble",
    "title": "Un milieu, ensemble",
    "aim": "Avoir vu.",
    "material": "Une corde\n\nDes cartes",
    "provenance": "notre proposition",
    "moments": [
        {"minutes": 10, "title": "Accueillir", "instructions": "<p>En cercle.</p>"},
        {"minutes": 25, "title": "Écouter", "instructions": "<p>En silence.</p>"},
    ],
}


@pytest.fixture
def units(living_world):
    home = Site.objects.get(is_default_site=True).root_page
    index = home.add_child(instance=CourseIndexPage(title="Formations", slug="formations"))
    course = index.add_child(instance=CoursePage(title="Porter une voix", slug="porter"))
    chapter = course.add_child(instance=ChapterPage(title="Parcours", slug="parcours"))
    kinds = {"species": MySpeciesPage, "milieu": MyMilieuPage, "ties": OurTiesPage}
    return {name: chapter.add_child(instance=kind(title=name, slug=name)) for name, kind in kinds.items()}


@pytest.fixture
def river(assembly, units):
    return College.objects.create(assembly=assembly, milieu=Milieu.objects.get(slug="riviere"), name="Rivière")


@pytest.fixture
def speaking(client, make_member, units, river):
    """Someone enrolled and signed in who speaks for a species of the river, or for none."""

    def make(slug="loutre", **fields):
        species = Species.objects.get(slug=slug) if slug else None
        member = make_member(college=river if slug else None, species=species, **fields)
        learning.enrol(user=member.user, course_id=units["species"].get_parent().get_parent().pk)
        client.force_login(member.user)
        return member

    return make


def read(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def test_each_one_sees_their_own_species(client, units, speaking):
    speaking("loutre")
    assert "Vous parlez pour la loutre" in read(client, units["species"])
    speaking("brochet", name="Paul")
    page = read(client, units["species"])
    assert "Vous parlez pour le brochet" in page
    assert "Vous parlez pour la loutre" not in page


def test_everybody_has_the_same_outline(client, units, speaking):
    course_id = units["species"].get_parent().get_parent().pk
    member = speaking("loutre")
    assert client.post(f"/mon-parcours/unites/{units['species'].pk}/terminee/").status_code == 302
    progress = learning.progress_of(user=member.user, course_id=course_id)
    assert (progress.done, progress.total) == (1, 3)


def test_before_the_draw_a_species_may_be_studied_meanwhile(client, units, speaking):
    member = speaking("")
    assert "Votre espèce arrive" in read(client, units["species"])
    api.choose_species(user=member.user, slug="castor")
    assert "En attendant, vous étudiez le castor" in read(client, units["species"])
    assert "Rivière" in read(client, units["milieu"])


def test_an_unpublished_species_leaves_a_kind_word(client, units, speaking):
    speaking("loutre")
    Species.objects.filter(slug="loutre").update(live=False)
    assert "en cours de réécriture" in read(client, units["species"])


def test_an_unpublished_milieu_leaves_a_kind_word_and_the_date(client, units, speaking, river, assembly):
    speaking("loutre")
    AssemblyDate.objects.create(
        assembly=assembly,
        kind=DateKind.COLLECTIVE.value,
        title="La rivière, ensemble",
        starts_at=timezone.now() + timedelta(days=3),
        college=river,
    )
    Milieu.objects.filter(slug="riviere").update(live=False)
    page = read(client, units["milieu"])
    assert "La page de ce milieu est en cours de réécriture" in page
    assert "La rivière, ensemble" in page


def test_without_an_assembly_a_species_may_be_chosen_in_each_unit(client, units, make_user):
    alone = make_user("seule")
    learning.enrol(user=alone, course_id=units["species"].get_parent().get_parent().pk)
    client.force_login(alone)
    for page in units.values():
        shown = read(client, page)
        assert "Aucune assemblée ne vous a donné d’espèce" in shown
        assert '<option value="loutre">' in shown


def test_of_two_assemblies_the_last_one_joined_speaks(client, units, speaking):
    member = speaking("loutre", joined_at=timezone.now() - timedelta(days=30))
    other = Assembly.objects.create(name="Val d’Ambre", slug="val-ambre", territory="Ambre")
    Membership.objects.create(
        assembly=other,
        user=member.user,
        name=member.name,
        number=1,
        species=Species.objects.get(slug="castor"),
        joined_at=timezone.now(),
    )
    assert "Vous parlez pour le castor" in read(client, units["species"])
    assert "castor" in read(client, units["ties"])


def test_whoever_is_not_enrolled_is_invited(client, units, make_user, admin_user):
    for user in (None, make_user("passante")):
        if user:
            client.force_login(user)
        assert [client.get(page.url).status_code for page in units.values()] == [403] * 3
    client.force_login(admin_user)
    for page in units.values():
        assert read(client, page)
        assert page.make_preview_request(preview_mode="").status_code == 200


def test_a_stranger_reads_what_is_open_to_all(client, units):
    for page in units.values():
        page.open_to_all = True
        page.save()
        shown = read(client, page)
        assert "Connectez-vous pour retrouver les vôtres" in shown
        assert 'name="species"' not in shown


def test_the_milieu_tells_the_collective_time_of_ones_college(client, units, speaking, river, assembly):
    speaking("loutre")
    assert "La date n’est pas encore fixée" in read(client, units["milieu"])
    AssemblyDate.objects.create(
        assembly=assembly,
        kind=DateKind.COLLECTIVE.value,
        title="La rivière, ensemble",
        starts_at=timezone.now() + timedelta(days=3),
        college=river,
    )
    assert "La rivière, ensemble" in read(client, units["milieu"])


def test_ties_are_those_of_ones_college(client, units, speaking, make_member, river):
    make_member("Nadia", college=river, species=Species.objects.get(slug="brochet"), joined=False)
    speaking("loutre")
    page = read(client, units["ties"])
    assert "La loutre chasse le brochet." in page
    assert "?de=loutre&amp;vers=brochet" in page


def test_queries_do_not_grow_with_the_college(client, units, speaking, make_member, river):
    speaking("loutre")
    counts = []
    for slugs in ([], ["brochet", "castor", "martin-pecheur"]):
        for slug in slugs:
            make_member(slug, college=river, species=Species.objects.get(slug=slug), joined=False)
        with CaptureQueriesContext(connection) as captured:
            read(client, units["ties"])
        counts.append(len(captured))
    assert counts[1] <= counts[0] + 1  # with nobody else, ties are not asked for


@pytest.fixture
def collective(assembly):
    api.load_run_sheets(sheets=[SHEET])
    assert api.load_run_sheets(sheets=[SHEET]) == 0
    start = timezone.make_aware(timezone.datetime(2026, 12, 7, 14))
    return AssemblyDate.objects.create(
        assembly=assembly,
        kind=DateKind.COLLECTIVE.value,
        title="Ensemble",
        starts_at=start,
        run_sheet=RunSheet.objects.get(),
    )


@pytest.mark.parametrize("role", list(Role))
def test_the_run_sheet_is_for_those_who_run(client, assembly, make_member, collective, role):
    member = make_member(role=role)
    client.force_login(member.user)
    response = client.get(f"/assemblees/{assembly.slug}/dates/{collective.pk}/deroule/")
    allowed = {Role.COORDINATOR, Role.GARANT, Role.FACILITATOR}
    assert response.status_code == (200 if role in allowed else 403)
    if role in allowed:
        page = response.content.decode()
        assert ">14\u202fh</time>" in page
        assert "14\u202fh\u202f10" in page
        assert "35 minutes, pas à pas" in page


def test_nobody_elses_run_sheet_is_reached(client, make_user, assembly, collective):
    client.force_login(make_user("ailleurs"))
    assert client.get(f"/assemblees/{assembly.slug}/dates/{collective.pk}/deroule/").status_code == 404


def test_an_assembly_is_opened_in_the_admin_with_its_first_coordinator(
    client, django_user_model, make_user, living_world
):
    admin = django_user_model.objects.create_superuser(email="admin@example.org", password="x")
    known = make_user("claire")
    client.force_login(admin)
    address = "/admin/snippets/pv_assemblies/assembly/add/"
    assert client.get(address).status_code == 200
    sent = {
        "name": "Val d’Ambre",
        "slug": "val-ambre",
        "territory": "Bassin de l’Ambre",
        "scale": "catchment",
        "state": "preparing",
        "tensions": ["eau"],
        "coordinator_name": "",
        "coordinator_email": known.email.upper(),
    }
    response = client.post(address, sent)
    assert response.status_code == 302, response.context["form"].errors
    client.force_login(known)
    page = client.get("/assemblees/val-ambre/")
    assert page.status_code == 200
    assert "Val d’Ambre" in page.content.decode()
