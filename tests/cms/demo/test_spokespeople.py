"""The spokespeople's course and the demo's assembly: whole once loaded, and left to the people who change them."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.utils import timezone

from cms.demo import reading
from cms.demo.seed import seed
from courses.learning import api as learning
from modules.assemblies.calling import call_lines
from modules.assemblies.data import Role
from modules.assemblies.models import Assembly, AssemblyDate, College, Draw, Membership, RunSheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


def user(name):
    return get_user_model().objects.get(email=f"{name}@demo.test")


def course():
    return apps.get_model("pv_learning.CoursePage").objects.get(slug=reading.spokesperson()["slug"])


def test_the_path_has_its_units_in_order_and_they_open_for_the_voice_of_the_otter(client):
    voice = user("porteparole")
    outline = learning.outline_of(course_id=course().pk, user=voice)
    slugs = [unit.url.rstrip("/").rsplit("/", 1)[1] for unit in outline.units]
    assert slugs == [unit["slug"] for unit in reading.spokesperson()["units"]]
    client.force_login(voice)
    assert "Bienvenue parmi les voix" in client.get("/mon-parcours/").content.decode()
    bodies = {slug: client.get(unit.url).content.decode() for slug, unit in zip(slugs, outline.units, strict=True)}
    otter = Membership.objects.get(user=voice).species
    assert f"Vous parlez pour {otter.short_name}" in bodies["mon-espece"]
    assert "La rivière, ensemble" in bodies["mon-milieu"]
    assert "/vivant/perte/?perte=loutre" in bodies["nos-interdependances"]
    assert "/mon-parcours/carnet/" in bodies["ma-voix"]
    assert "La feuille des sens" in bodies["dehors-vingt-minutes"]


def test_the_assembly_has_its_colleges_its_people_and_a_draw_that_gave_each_species_once():
    assembly = Assembly.objects.get()
    people = Membership.objects.filter(assembly=assembly)
    assert assembly.course_id == course().pk
    assert assembly.colleges.count() == assembly.milieus.count() == 6
    assert people.get(user=user("coordination")).role == Role.COORDINATOR
    assert people.get(user=user("porteparole")).species.slug == "loutre"
    roles = [Role.COORDINATOR, *[Role.GARANT] * 2, Role.FACILITATOR, Role.ELECTED, Role.ADMINISTRATION]
    assert sorted(people.exclude(role=Role.MEMBER.value).values_list("role", flat=True)) == sorted(roles)
    voices = people.filter(speaks=True)
    given = voices.exclude(species=None)
    assert given.values("species").distinct().count() == given.count()
    # Twenty-five voices for twenty-four species: one person waits, as happens in a real assembly.
    assert (voices.count(), given.count()) == (25, 24)
    assert Draw.objects.get(assembly=assembly)


def test_every_college_has_a_collective_time_whose_run_sheet_lasts_as_long_as_it_does():
    dates = AssemblyDate.objects.select_related("run_sheet").filter(kind="collective")
    assert {date.college_id for date in dates} == set(College.objects.values_list("pk", flat=True))
    for date in dates:
        minutes = sum(block.value["minutes"] for block in date.run_sheet.moments)
        assert minutes == (date.ends_at - date.starts_at).total_seconds() / 60
        assert "notre proposition" in date.run_sheet.provenance


def test_the_coordinator_finds_whom_to_call_on_the_first_day():
    """Three letters stayed without an answer, a document stays unopened."""
    coordinator = Membership.objects.select_related("assembly").get(role="coordinator")
    waiting = [line for line in call_lines(place=coordinator, now=timezone.now()) if line.reasons]
    names = {line.name for line in waiting}
    assert {"Joël Marchand", "Karima Ouali", "Omar Toure", "Odile Garnier"} <= names
    assert all(line.phone for line in waiting if line.joined_at is None)


def test_what_people_changed_or_removed_stays_so():
    sheet, assembly = RunSheet.objects.get(), Assembly.objects.get()
    RunSheet.objects.filter(pk=sheet.pk).update(title="À notre façon")
    Assembly.objects.filter(pk=assembly.pk).update(mandate="Un autre mandat.")
    Membership.objects.get(name="Abel Fournier").delete()
    AssemblyDate.objects.filter(kind="festive").delete()
    assert seed().added == ()
    assert RunSheet.objects.get().title == "À notre façon"
    assert Assembly.objects.get().mandate == "Un autre mandat."
    assert not Membership.objects.filter(name="Abel Fournier").exists()
    assert not AssemblyDate.objects.filter(kind="festive").exists()
