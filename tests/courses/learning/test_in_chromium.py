"""A learner enrols, reads, answers, writes and comes back, in a real Chromium."""

import io
import os
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from cms.accounts.groups import grant_group_permissions
from courses.learning import api
from courses.learning.models import ChapterPage, CoursePage, LessonPage, ReflectionAnswer
from media.h5p import api as h5p
from media.h5p.content_types import quiz_package
from tests.axe import assert_accessible, assert_fits
from tests.slow import scripts_late

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("PV_SCREENSHOTS", "")


def shot(page, name):
    """Keeps a picture for whoever looks at the pages, when a folder is given."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


@pytest.fixture
def quiz(settings, live_server, tmp_path):
    settings.SITE_URL = live_server.url
    settings.PV_H5P_DIR = tmp_path / "h5p"
    choices = [{"text": "La loutre", "correct": True}, {"text": "Personne", "correct": False}]
    question = {"type": "single", "text": "<p>Qui n’a pas la parole ?</p>", "choices": choices}
    packed = quiz_package(parameters={"questions": [question]}, title="Qui parle ?")
    return h5p.import_package(file=io.BytesIO(packed), allow_libraries=True).content_id


@pytest.fixture
def lessons(index, quiz):
    course = index.add_child(
        instance=CoursePage(
            title="Animer un microparlement du vivant, de A à Z",
            slug="animer",
            introduction="Pour tenir le cadre, du premier partenaire au dernier mot.",
            milieu="riviere",
            presentation="<p>Vous apprenez à accueillir, à tenir un cadre et à rendre la parole.</p>",
        )
    )
    first = course.add_child(
        instance=ChapterPage(title="Rôles et postures", slug="roles", introduction="Qui fait quoi.")
    )
    second = course.add_child(
        instance=ChapterPage(title="Étape 0 : partenaires et collèges", slug="etape-0", requires_previous=True)
    )
    body = [
        {
            "type": "text",
            "value": "<h2>Une présence, pas une opinion</h2><p>Un soir de mars, l’assemblée examine un projet.</p>",
            "id": str(uuid4()),
        },
        {"type": "h5p", "value": {"content": quiz, "caption": ""}, "id": str(uuid4())},
        {
            "type": "key_points",
            "value": {"title": "", "points": ["On revient au cadre que tous ont accepté."]},
            "id": str(uuid4()),
        },
        {
            "type": "reflection",
            "value": {
                "prompt": "Quand avez-vous senti une parole se fermer ?",
                "help_text": "Une scène, un lieu, une phrase.",
            },
            "id": str(uuid4()),
        },
    ]
    made = [
        first.add_child(
            instance=LessonPage(
                title="Qui fait quoi", slug="qui-fait-quoi", minutes=8, introduction="Trois rôles, une assemblée."
            )
        ),
        first.add_child(
            instance=LessonPage(
                title="Garder le cadre sans prendre parti",
                slug="garder-le-cadre",
                minutes=12,
                body=body,
                introduction="Le tiers veilleur vient de l’extérieur.",
            )
        ),
        second.add_child(instance=LessonPage(title="Trouver ses partenaires", slug="partenaires", minutes=15)),
    ]
    return made


@pytest.fixture
def signed_in(page, live_server, client, db):
    user = get_user_model().objects.create_user(email="ana@example.org", password="secret-de-test", first_name="Ana")
    client.force_login(user)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    return user


def test_a_learner_goes_from_the_catalogue_to_the_end_of_the_course(page, live_server, lessons, signed_in):
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{live_server.url}/formations/")
    shot(page, "catalogue")
    page.get_by_role("link", name="Animer un microparlement").first.click()
    shot(page, "course-before")
    page.get_by_role("button", name="M’inscrire").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Qui fait quoi")
    page.get_by_role("button", name="Garder le cadre").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Garder le cadre")
    outline = page.get_by_role("navigation", name="Plan de la formation")
    expect(outline.locator("li.done")).to_have_count(1)
    expect(page.get_by_text("n’est pas encore ouverte").first).to_be_visible()
    frame = page.frame_locator("iframe")
    frame.get_by_label("La loutre").check()
    for _step in range(3):
        if page.get_by_role("link", name="Trouver ses partenaires").count() == 0:
            frame.locator("button").first.click()
            page.wait_for_timeout(400)
    expect(outline.locator("li.done")).to_have_count(2)
    expect(outline.get_by_text("66 %")).to_be_visible()
    page.get_by_role("textbox", name="Quand avez-vous senti").fill("Au conseil de quartier.")
    expect(page.get_by_text("Vous seul·e pouvez la lire.")).to_be_visible()
    shot(page, "lesson-desk")
    assert ReflectionAnswer.objects.get().text == "Au conseil de quartier."
    page.locator(".suite").get_by_role("link", name="Trouver ses partenaires").click()
    page.get_by_role("button", name="J’ai terminé").click()
    expect(page.get_by_text("Vous avez terminé cette formation.")).to_be_visible()
    shot(page, "course-done")
    page.goto(f"{live_server.url}/mon-parcours/")
    page.get_by_text("Mes tentatives et mes scores").click()
    expect(page.get_by_role("cell", name="100 %")).to_be_visible()
    shot(page, "dashboard")
    assert errors == []


def test_the_answer_and_the_reflection_come_back_on_the_next_visit(page, live_server, lessons, signed_in):
    page.goto(f"{live_server.url}/formations/animer/")
    page.get_by_role("button", name="M’inscrire").click()
    url = f"{live_server.url}/formations/animer/roles/garder-le-cadre/"
    page.goto(url)
    page.get_by_role("textbox", name="Quand avez-vous senti").fill("Une phrase.")
    expect(page.get_by_text("Vous seul·e pouvez la lire.")).to_be_visible()
    page.frame_locator("iframe").get_by_label("Personne").check()
    page.wait_for_timeout(2500)
    page.goto(url)
    expect(page.get_by_role("textbox", name="Quand avez-vous senti")).to_have_value("Une phrase.")
    expect(page.frame_locator("iframe").get_by_label("Personne")).to_be_checked()


def test_answers_count_after_the_site_has_moved(page, live_server, lessons, signed_in, settings):
    """The record names activities by the first address of the site; the lesson is played at another."""
    settings.PV_RECORD_URL = live_server.url
    LessonPage.objects.get(slug="garder-le-cadre").save_revision().publish()
    settings.SITE_URL = "https://ailleurs.example"
    page.goto(f"{live_server.url}/formations/animer/")
    page.get_by_role("button", name="M’inscrire").click()
    page.goto(f"{live_server.url}/formations/animer/roles/garder-le-cadre/")
    frame = page.frame_locator("iframe")
    frame.get_by_label("La loutre").check()
    frame.get_by_role("button", name="Vérifier").click()
    frame.get_by_role("button", name="Voir mon résultat").click()
    expect(page.get_by_role("navigation", name="Plan de la formation").locator("li.done")).to_have_count(1)


def test_a_reflection_typed_before_the_scripts_have_come_is_kept(page, live_server, lessons, signed_in):
    page.goto(f"{live_server.url}/formations/animer/")
    page.get_by_role("button", name="M’inscrire").click()
    url = f"{live_server.url}/formations/animer/roles/garder-le-cadre/"
    with scripts_late(page, url):
        page.get_by_role("textbox", name="Quand avez-vous senti").fill("Une phrase du train.")
    expect(page.get_by_text("Vous seul·e pouvez la lire.")).to_be_visible()
    page.goto(url)
    expect(page.get_by_role("textbox", name="Quand avez-vous senti")).to_have_value("Une phrase du train.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_the_path_is_accessible_on_every_screen(page, live_server, lessons, signed_in, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    addresses = ["/formations/", "/formations/animer/", "/mon-parcours/", "/formations/animer/roles/garder-le-cadre/"]
    look(page, live_server, addresses, f"stranger-{scheme}")
    page.goto(f"{live_server.url}/formations/animer/")
    page.get_by_role("button", name="M’inscrire").click()
    page.wait_for_load_state()
    addresses += ["/formations/animer/roles/", "/formations/animer/etape-0/partenaires/"]
    look(page, live_server, addresses, f"learner-{scheme}")


def look(page, live_server, addresses, name):
    for address in addresses:
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(f"{live_server.url}{address}")
            assert_fits(page)
            assert_accessible(page)
            shot(page, f"{name}-{address.strip('/').replace('/', '-')}-{width}")


def test_a_trainer_finds_a_learner_and_reads_their_way(page, live_server, lessons, client, signed_in):
    grant_group_permissions()
    course = lessons[0].get_parent().get_parent()
    api.enrol(user=signed_in, course_id=course.pk)
    trainer = get_user_model().objects.create_user(email="f@example.org", password="secret-de-test")
    trainer.groups.add(Group.objects.get(name="Formation"))
    client.force_login(trainer)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{live_server.url}/admin/apprenants/")
    page.get_by_role("link", name="Animer un microparlement").click()
    page.get_by_label("Nom ou adresse").fill("ana")
    page.get_by_role("button", name="Filtrer").click()
    shot(page, "trainer-learners")
    with page.expect_download() as download:
        page.get_by_role("link", name="Tableur").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    page.get_by_role("link", name="Ana").click()
    expect(page.get_by_role("rowheader", name="Qui fait quoi")).to_be_visible()
    shot(page, "trainer-learner")
