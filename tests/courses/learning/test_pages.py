from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.accounts.groups import grant_group_permissions
from courses.learning import api
from courses.learning.data import Advice, CompletionKind, LessonDraft
from courses.learning.models import ChapterPage, Enrolment, LessonPage, ReflectionAnswer, Unit
from courses.learning.rules import advice_on
from courses.records.models import Statement

from .conftest import put_content, units_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer(course):
    user = get_user_model().objects.create_user(email="formatrice@example.org", password="secret-de-test")
    grant_group_permissions()
    user.groups.add(Group.objects.get(name="Formation"))
    return user


def lesson_form(**fields):
    return nested_form_data(
        {
            "title": "Une leçon neuve",
            "slug": "une-lecon-neuve",
            "introduction": "Deux phrases.",
            "body": streamfield(
                [
                    ("text", rich_text("<p>Bonjour</p>")),
                    ("reflection", {"prompt": "Et vous ?", "help_text": ""}),
                ]
            ),
            "sources": rich_text(""),
            "minutes": "5",
            "completion_kind": "automatic",
            "grading": "last",
            "opening_conditions": inline_formset([]),
            **fields,
        }
    )


def test_a_trainer_previews_a_lesson_that_is_not_saved_yet(client, course, trainer):
    chapter = course.get_children().first()
    client.force_login(trainer)
    url = reverse("wagtailadmin_pages:preview_on_add", args=["pv_learning", "lessonpage", chapter.pk])
    assert client.post(url, lesson_form()).json()["is_valid"]
    response = client.get(url, {"mode": ""})
    assert response.status_code == 200
    assert "Une leçon neuve" in response.content.decode()


def test_a_trainer_previews_a_draft_as_a_learner_and_nothing_is_recorded(client, course, trainer, make_content):
    page = put_content(units_of(course)[2].page, make_content())
    page.requires_previous = True
    page.title = "Titre du brouillon"
    page.save_revision()
    api.enrol(user=trainer, course_id=course.pk)
    client.force_login(trainer)
    body = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).content.decode()
    assert "Titre du brouillon" in body
    assert "data-statements-url" not in body
    assert Enrolment.objects.get().last_unit is None
    assert not Statement.objects.exists()


@pytest.mark.parametrize("model", ["course", "chapter", "index"])
def test_courses_chapters_and_catalogue_are_previewed(client, index, course, trainer, model):
    page = {"course": course, "chapter": course.get_children().first().specific, "index": index}[model]
    page.save_revision()
    client.force_login(trainer)
    assert client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).status_code == 200


def test_a_trainer_creates_publishes_and_sees_the_history_of_a_lesson(client, course, trainer):
    chapter = course.get_children().first()
    client.force_login(trainer)
    url = reverse("wagtailadmin_pages:add", args=["pv_learning", "lessonpage", chapter.pk])
    assert client.get(url).status_code == 200
    client.post(url, {**lesson_form(), "action-publish": "1"})
    page = LessonPage.objects.get(slug="une-lecon-neuve")
    assert page.live
    assert Unit.objects.get(page=page).minutes == 5
    assert page.grading == "last"
    assert client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).status_code == 200
    assert "Pour l’améliorer" in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


def test_a_scheduled_lesson_joins_the_outline_when_its_time_comes(course):
    chapter = course.get_children().first().specific
    page = LessonPage(title="Plus tard", slug="plus-tard", minutes=5, live=False)
    chapter.add_child(instance=page)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    call_command("publish_scheduled")
    assert len(api.outline_of(course_id=course.pk).units) == 4
    past = timezone.now() - timedelta(minutes=1)
    page.go_live_at = past
    page.save_revision(approved_go_live_at=past)
    call_command("publish_scheduled")
    assert len(api.outline_of(course_id=course.pk).units) == 5


def test_a_view_restriction_on_the_course_holds_for_its_lessons(client, course, learner):
    api.enrol(user=learner, course_id=course.pk)
    PageViewRestriction.objects.create(page=course, restriction_type=PageViewRestriction.LOGIN)
    url = units_of(course)[0].page.get_url()
    assert client.get(url).status_code == 302
    client.force_login(learner)
    assert client.get(url).status_code == 200


def test_a_chapter_without_lesson_and_a_course_without_chapter_are_shown(client, index, course, learner):
    chapter = course.add_child(instance=ChapterPage(title="Vide", slug="vide"))
    assert client.get(chapter.get_url()).status_code == 200
    Unit.objects.all().delete()
    client.force_login(learner)
    assert client.get(course.get_url()).status_code == 200
    client.post(reverse("learning:enrol", args=[course.pk]))
    assert client.get(course.get_url()).status_code == 200
    assert client.get("/mon-parcours/").status_code == 200


def test_a_course_that_is_closed_takes_nobody_in(client, course, learner):
    course.open_for_enrolment = False
    course.save()
    client.force_login(learner)
    assert client.post(reverse("learning:enrol", args=[course.pk])).status_code == 404
    assert "ne sont pas ouvertes" in client.get(course.get_url()).content.decode()


def test_an_unpublished_lesson_is_not_found(client, course, learner):
    page = units_of(course)[0].page.specific
    api.enrol(user=learner, course_id=course.pk)
    client.force_login(learner)
    page.unpublish()
    assert client.get(page.get_url()).status_code == 404


def test_a_lesson_of_an_unpublished_chapter_is_not_found(client, course, learner):
    api.enrol(user=learner, course_id=course.pk)
    client.force_login(learner)
    unit = units_of(course)[0]
    unit.chapter.unpublish()
    assert client.get(unit.page.get_url()).status_code == 404


def test_staff_read_a_lesson_without_being_enrolled_and_nothing_is_kept(client, course, trainer):
    client.force_login(trainer)
    response = client.get(units_of(course)[0].page.get_url())
    assert response.status_code == 200
    assert "rien de ce que vous faites ici" in response.content.decode()
    assert not Enrolment.objects.exists()


def test_a_unit_completed_by_being_opened_is_done_after_a_visit(client, course, learner):
    page = units_of(course)[0].page.specific
    page.completion_kind = CompletionKind.VIEWED.value
    page.save_revision().publish()
    api.enrol(user=learner, course_id=course.pk)
    client.force_login(learner)
    client.get(page.get_url())
    assert api.progress_of(user=learner, course_id=course.pk).done == 1


@pytest.fixture
def reflection_page(course):
    page = LessonPage.objects.get(pk=units_of(course)[0].page_id)
    block_id = "6f1c1f6e-0d0f-4a7a-9d6c-7b5c2a1e9f10"
    page.body = [{"type": "reflection", "value": {"prompt": "Et vous ?", "help_text": ""}, "id": block_id}]
    page.save_revision().publish()
    return page, reverse("learning:reflection", args=[page.pk, block_id])


def test_a_reflection_is_kept_by_a_plain_form_and_shown_again_to_its_author_alone(
    client, course, learner, other, reflection_page
):
    page, url = reflection_page
    for user in (learner, other):
        api.enrol(user=user, course_id=course.pk)
    client.force_login(learner)
    response = client.post(url, {"text": "<b>Ma</b> scène"})
    assert response.status_code == 302
    assert "&lt;b&gt;Ma&lt;/b&gt; scène" in client.get(page.get_url()).content.decode()
    client.force_login(other)
    assert "scène" not in client.get(page.get_url()).content.decode()


def test_a_reflection_from_a_script_answers_204_and_the_last_one_stands(client, course, learner, reflection_page):
    _page, url = reflection_page
    api.enrol(user=learner, course_id=course.pk)
    client.force_login(learner)
    for text in ("un", "deux"):
        response = client.post(url, {"text": text}, headers={"X-Requested-With": "fetch"})
        assert response.status_code == 204
    assert ReflectionAnswer.objects.get().text == "deux"


def test_a_reflection_is_refused_to_whoever_is_not_enrolled_or_for_an_unknown_block(
    client, course, learner, reflection_page
):
    page, url = reflection_page
    assert client.post(url, {"text": "x"}).status_code == 302
    client.force_login(learner)
    assert client.post(url, {"text": "x"}).status_code == 403
    api.enrol(user=learner, course_id=course.pk)
    unknown = reverse("learning:reflection", args=[page.pk, "11111111-1111-4111-8111-111111111111"])
    assert client.post(unknown, {"text": "x"}).status_code == 403
    assert not ReflectionAnswer.objects.exists()


def test_what_a_person_holds_in_learning_is_exported_and_erased(client, course, learner, reflection_page):
    api.enrol(user=learner, course_id=course.pk)
    client.force_login(learner)
    client.post(reflection_page[1], {"text": "Ma scène"})
    held = api.personal_data_of(user=learner)
    assert held["enrolments"][0]["course__title"] == "Cours animer"
    assert held["reflections"][0]["text"] == "Ma scène"
    api.erase_personal_data(user=learner)
    assert not any(api.personal_data_of(user=learner).values())


def test_a_panel_of_an_upper_app_is_shown_on_the_dashboard(rf: RequestFactory, monkeypatch):
    from courses.learning import dashboard

    monkeypatch.setattr(dashboard, "_panels", {})
    api.register_dashboard_panel(name="two", template="b.html", context=lambda request: {"x": 2}, order=2)
    api.register_dashboard_panel(name="one", template="a.html", context=lambda request: {"x": 1}, order=1)
    api.register_dashboard_panel(name="none", template="c.html", context=lambda request: None)
    shown = api.dashboard_panels(request=rf.get("/"))
    assert [(template, context["x"]) for template, context in shown] == [("a.html", 1), ("b.html", 2)]


@pytest.mark.parametrize(
    ("minutes", "introduction", "kind", "blocks", "missing", "expected"),
    [
        (10, "Oui", CompletionKind.AUTOMATIC, ("text", "h5p"), 0, ()),
        (0, "Oui", CompletionKind.AUTOMATIC, ("text", "reflection"), 0, (Advice.NO_MINUTES,)),
        (5, " ", CompletionKind.AUTOMATIC, (), 0, (Advice.EMPTY, Advice.NO_INTRODUCTION)),
        (5, "Oui", CompletionKind.AUTOMATIC, ("text",), 0, (Advice.NOTHING_TO_DO,)),
        (5, "Oui", CompletionKind.MARKED, ("h5p",), 1, (Advice.MISSING_CONTENT, Advice.ACTIVITIES_DO_NOT_COUNT)),
    ],
)
def test_what_an_author_is_told(minutes, introduction, kind, blocks, missing, expected):
    assert advice_on(LessonDraft(minutes, introduction, kind, blocks, missing)) == expected


def test_a_lesson_whose_activity_was_deleted_still_opens(client, course, learner, make_content):
    content = make_content()
    page = put_content(units_of(course)[0].page, content)
    api.enrol(user=learner, course_id=course.pk)
    content.delete()
    client.force_login(learner)
    assert client.get(page.get_url()).status_code == 200
