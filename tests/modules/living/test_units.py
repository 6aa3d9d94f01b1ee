"""Species and milieus as units of a course."""

import pytest
from django.contrib.auth import get_user_model
from django.db.models import ProtectedError
from wagtail.models import Page, Site

from courses.learning import api as learning
from courses.learning.models import ChapterPage, CourseIndexPage, CoursePage
from modules.living.models import Milieu, MilieuUnitPage, Species, SpeciesUnitPage


@pytest.fixture
def chapter(living_world):
    home = Site.objects.get(is_default_site=True).root_page
    index = home.add_child(instance=CourseIndexPage(title="Formations", slug="formations"))
    course = index.add_child(instance=CoursePage(title="Porter une voix", slug="porter-une-voix"))
    return course.add_child(instance=ChapterPage(title="Mon espèce", slug="mon-espece"))


@pytest.fixture
def learner(db):
    return get_user_model().objects.create_user(email="ana@example.org", password="secret-de-test")


@pytest.fixture
def species_unit(chapter):
    return chapter.add_child(
        instance=SpeciesUnitPage(
            title="Rencontrer la loutre",
            slug="loutre",
            species=Species.objects.get(slug="loutre"),
            body=[("key_points", {"title": "", "points": ["La rivière est un chemin."]})],
        )
    )


@pytest.fixture
def milieu_unit(chapter):
    return chapter.add_child(
        instance=MilieuUnitPage(title="La rivière", slug="riviere", milieu=Milieu.objects.get(slug="riviere"))
    )


def enrolled(client, learner, page):
    learning.enrol(user=learner, course_id=page.get_parent().get_parent().pk)
    client.force_login(learner)
    return client


def test_units_may_be_put_in_any_chapter(chapter):
    assert {SpeciesUnitPage, MilieuUnitPage} <= set(ChapterPage.allowed_subpage_models())


def test_the_species_is_shown_inside_the_lesson(client, learner, species_unit):
    page = enrolled(client, learner, species_unit).get(species_unit.url).content.decode()
    assert "La loutre chasse le vairon." in page
    assert "La rivière est un chemin." in page
    assert 'class="plan' in page


def test_the_milieu_is_shown_inside_the_lesson(client, learner, milieu_unit):
    page = enrolled(client, learner, milieu_unit).get(milieu_unit.url).content.decode()
    assert "Castor d’Europe" in page


def test_a_species_unit_counts_in_the_progress(client, learner, species_unit, milieu_unit):
    client = enrolled(client, learner, species_unit)
    course_id = species_unit.get_parent().get_parent().pk
    assert client.post(f"/mon-parcours/unites/{species_unit.pk}/terminee/").status_code == 302
    progress = learning.progress_of(user=learner, course_id=course_id)
    assert (progress.done, progress.total) == (1, 2)


def test_whoever_is_not_enrolled_reads_the_public_page_only(client, species_unit):
    assert client.get(species_unit.url).status_code == 403
    assert client.get("/vivant/especes/loutre/").status_code == 200


def test_a_species_that_a_unit_shows_cannot_be_deleted(species_unit):
    with pytest.raises(ProtectedError):
        Species.objects.get(slug="loutre").delete()
    assert Page.objects.filter(pk=species_unit.pk).exists()
