"""What loading the seed does, once, twice, and after people changed things."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.models import GroupPagePermission, Page, Site

from cms.demo import reading
from cms.demo.ledger import Ledger
from cms.demo.models import SeedMark
from cms.demo.seed import seed
from courses.assessment import api as assessment
from courses.certification import api as certification
from courses.directory import api as directory
from courses.directory.data import DirectoryQuery
from courses.learning import api as learning

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
PASSWORD = "haie-loutre-aulne"


def rows() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in apps.get_models(include_auto_created=True)}


def user(name):
    return get_user_model().objects.get(email=f"{name}@demo.test")


def course():
    return apps.get_model("pv_learning.CoursePage").objects.get(slug="animer-de-a-a-z")


def lesson(slug="une-chaise-de-plus"):
    return apps.get_model("pv_learning.LessonPage").objects.get(slug=slug)


def test_loading_again_changes_nothing(django_assert_max_num_queries):
    before = rows()
    with django_assert_max_num_queries(60):
        again = seed(password=PASSWORD)
    assert again.added == ()
    assert again.made_password is None
    assert rows() == before


def test_an_edited_lesson_stays_edited():
    page = lesson()
    page.title = "Une chaise de trop"
    page.save_revision().publish()
    seed()
    assert lesson().title == "Une chaise de trop"


def test_what_people_removed_does_not_come_back():
    lesson().delete()
    apps.get_model("pv_assessment.Question").objects.filter(key="sens-de-micro").delete()
    get_user_model().objects.get(email="nour.amari@demo.test").delete()
    before = rows()
    assert seed().added == ()
    assert rows() == before


def test_a_new_item_of_the_seed_is_added_to_what_is_there():
    SeedMark.objects.filter(key="lesson:une-chaise-de-plus").delete()
    SeedMark.objects.filter(key="quiz:une-chaise-de-plus").delete()
    lesson().delete()
    assert set(seed().added) == {"lesson:une-chaise-de-plus", "quiz:une-chaise-de-plus"}
    assert lesson().live


def test_a_page_that_people_made_at_the_same_address_is_kept():
    SeedMark.objects.filter(key="page:credits").delete()
    mine = Page.objects.get(slug="credits")
    seed()
    assert Ledger().ids["page:credits"] == mine.pk


def test_every_lesson_is_published_with_its_text_its_activity_and_its_sources():
    lessons = apps.get_model("pv_learning.LessonPage").objects.live().descendant_of(course())
    assert lessons.count() == 14
    for page in lessons:
        kinds = [block["type"] for block in page.body.raw_data]
        assert {"text", "h5p", "key_points", "reflection"} <= set(kinds)
        assert len(page.activity_content_ids()) == 1
        assert "<li>" in page.sources
        assert page.latest_revision is not None


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/formations/",
        "/formations/animer-de-a-a-z/",
        "/formations/animer-de-a-a-z/donner-une-voix-au-vivant/",
        "/formations/animer-de-a-a-z/donner-une-voix-au-vivant/une-chaise-de-plus/",
        "/questions/",
        "/glossaire/",
        "/a-propos/",
        "/collectivites/",
        "/mentions-legales/",
        "/confidentialite/",
        "/accessibilite/",
        "/credits/",
        "/annuaire/",
    ],
)
def test_every_public_page_of_the_seed_opens(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert "Porte-Voix" in response.content.decode()


def test_the_site_starts_at_the_home_page_and_the_welcome_page_is_gone():
    home = Site.objects.get(is_default_site=True).root_page
    assert home.slug == "accueil"
    assert home.get_siblings(inclusive=False).count() == 0


@pytest.mark.parametrize("account", reading.people()["accounts"], ids=lambda account: account["key"])
def test_every_account_signs_in_with_the_password_and_a_confirmed_address(client, account):
    response = client.post("/compte/connexion/", {"login": account["email"], "password": PASSWORD})
    assert response.status_code == 302, response.content.decode()[:500]
    assert "_auth_user_id" in client.session


def test_the_trainer_writes_lessons_and_the_learner_does_not():
    trainer, learner = user("formatrice"), user("consultante")
    assert trainer.has_perm("wagtailadmin.access_admin")
    assert not learner.has_perm("wagtailadmin.access_admin")
    assert lesson().permissions_for_user(trainer).can_edit()
    assert not lesson().permissions_for_user(learner).can_edit()
    assert GroupPagePermission.objects.filter(group=Group.objects.get(name="Formation")).exists()


def test_a_new_demo_password_reaches_the_accounts_whose_owner_chose_none():
    learner = user("consultante")
    learner.set_password("mon-propre-secret")
    learner.save()
    seed(password="aulne-frene-lierre")
    assert user("consultante").check_password("mon-propre-secret")
    assert user("admin").check_password("aulne-frene-lierre")
    assert user("agent").check_password("aulne-frene-lierre")


def test_without_a_given_password_accounts_get_a_random_one_said_once():
    SeedMark.objects.filter(key="account:agent").delete()
    user("agent").delete()
    first, second = seed(), seed()
    assert user("agent").check_password(first.made_password)
    assert second.made_password is None


def test_the_learner_has_made_real_progress():
    progress = learning.progress_of(user=user("consultante"), course_id=course().pk)
    assert 0 < progress.percent < 100
    outline = learning.outline_of(course_id=course().pk, user=user("consultante"))
    assert sum(unit.state == "done" for unit in outline.units) == 6


def test_the_graduates_passed_the_exam_hold_a_valid_certificate_and_are_listed():
    for graduate in reading.people()["graduates"]:
        person = get_user_model().objects.get(email=graduate["email"])
        assert assessment.passed_exams(
            user=person, exam_page_ids=[apps.get_model("pv_assessment.ExamPage").objects.get().pk]
        )
        assert [info.valid for info in certification.credentials_of(user=person)] == [True]
        assert learning.course_completed(user=person, course_id=course().pk)
    found = directory.search(query=DirectoryQuery())
    assert {card.name for card in found.experts} == {"Léa Fontaine", "Samir Haddad"}


def test_a_graduate_reads_the_certificate_in_their_timeline(client):
    client.force_login(get_user_model().objects.get(email="lea.fontaine@demo.test"))
    body = client.get("/mon-parcours/chronologie/").content.decode()
    assert "Attestation de connaissances" in body
    assert "Examen" in client.get("/mon-parcours/tentatives/").content.decode()


def test_rebuilding_progress_finds_no_difference(capsys):
    from django.core.management import call_command

    call_command("rebuild_progress")
    assert "rows that differed: 0" in capsys.readouterr().out


def test_a_lesson_waits_for_another_and_the_cohort_has_its_dates():
    learner = user("consultante")
    outline = learning.outline_of(course_id=course().pk, user=learner)
    locked = next(unit for unit in outline.units if unit.url.endswith("/quand-la-parole-se-crispe/"))
    assert "Garder le cadre" in locked.locked_reason
    past, coming = learning.sessions_of(user=learner)
    assert past.presence == "present"
    assert coming.presence is None
    meeting = next(unit for unit in outline.units if unit.kind == "sessionpage")
    assert meeting.optional
    assert [at for _cohort, at in meeting.dates] == [coming.starts_at]
