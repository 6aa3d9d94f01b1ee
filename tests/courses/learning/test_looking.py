"""A trainer looks at the courses with a learner's eyes: read-only, logged, in sight, without what is private."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from courses.learning import api, looking
from courses.learning.models import Enrolment, LessonPage, ReflectionAnswer, UnitOpening
from courses.records.models import Statement

from .conftest import put_content, units_of
from .test_admin_views import trainer  # noqa: F401

pytestmark = pytest.mark.django_db
BANNER = "Vous regardez comme Ana Roux"


@pytest.fixture
def enrolled(course, learner):
    return Enrolment.objects.select_related("user").get(pk=api.enrol(user=learner, course_id=course.pk).id)


@pytest.fixture
def looks(client, enrolled, trainer):  # noqa: F811
    client.force_login(trainer)
    assert client.post(reverse("learning_look", args=[enrolled.pk])).status_code == 302
    return client


def test_the_trainer_sees_the_learners_path_under_a_banner_with_a_way_out(looks, course):
    body = looks.get(reverse("learning:dashboard")).content.decode()
    assert BANNER in body
    assert "Bonjour Ana" in body
    assert reverse("learning_look_end") in body
    assert BANNER in looks.get(course.get_url()).content.decode()


def test_who_whom_and_when_are_in_the_sites_history(looks, enrolled, trainer):  # noqa: F811
    looks.post(reverse("learning_look_end"))
    begun, ended = ModelLogEntry.objects.filter(action__startswith="learning.look").order_by("timestamp")
    assert (begun.action, ended.action) == ("learning.look", "learning.look_end")
    assert (begun.user, begun.object_id, begun.data["name"]) == (trainer, str(enrolled.pk), "Ana Roux")
    assert begun.label == f"Ana Roux – {enrolled.course.title}"


def test_an_erased_account_leaves_no_name_in_the_sites_history(looks, enrolled):
    api.erase_personal_data(user=enrolled.user)
    begun = ModelLogEntry.objects.get(action="learning.look")
    assert (begun.label, begun.data) == ("Compte effacé", {})


def test_the_way_out_gives_back_ones_own_eyes(looks, enrolled):
    response = looks.post(reverse("learning_look_end"))
    assert response.url == reverse("learning_learner", args=[enrolled.pk])
    assert BANNER not in looks.get(reverse("learning:dashboard")).content.decode()


def test_looking_writes_nothing(looks, course, enrolled, make_content):
    put_content(units_of(course)[0].page, make_content())
    before = (Enrolment.objects.values().get(), Statement.objects.count(), UnitOpening.objects.count())
    for unit in units_of(course):
        assert looks.get(unit.page.get_url()).status_code == 200
    assert (Enrolment.objects.values().get(), Statement.objects.count(), UnitOpening.objects.count()) == before


def test_every_post_on_the_learners_pages_is_refused(looks, course):
    unit = units_of(course)[0]
    for url in (
        reverse("learning:mark_done", args=[unit.page_id]),
        reverse("learning:enrol", args=[course.pk]),
        unit.page.get_url(),
    ):
        assert looks.post(url).status_code == 403
    assert Enrolment.objects.get().done_unit_ids == []


def test_private_writings_and_private_pages_are_hidden(looks, course, enrolled, learner):
    block = str(uuid4())
    page = LessonPage.objects.get(pk=units_of(course)[0].page_id)
    page.body = [{"type": "reflection", "value": {"prompt": "Et vous ?", "help_text": ""}, "id": block}]
    page.save_revision().publish()
    ReflectionAnswer.objects.create(user=learner, block_id=block, text="Mon secret", updated_at=timezone.now())
    body = looks.get(page.get_url()).content.decode()
    assert "Et vous ?" in body
    assert "Mon secret" not in body
    assert looks.get(reverse("learning:notebook")).status_code == 403


def test_panels_are_hidden_unless_they_are_known_to_be_shared(looks, monkeypatch):
    from courses.learning import dashboard

    monkeypatch.setattr(dashboard, "_panels", {})
    dashboard.register_dashboard_panel(name="carnet", template="x.html", context=lambda request: {"text": "secret"})
    assert looks.get(reverse("learning:dashboard")).context["panels"] == []


def test_a_page_that_would_write_all_the_same_cannot(enrolled):
    with pytest.raises(PermissionDenied), transaction.atomic(), looking.without_writing():
        Enrolment.objects.update(done_unit_ids=[1])
    with pytest.raises(PermissionDenied), transaction.atomic(), looking.without_writing():
        ReflectionAnswer.objects.create(user=enrolled.user, block_id=uuid4(), updated_at=timezone.now())
    assert Enrolment.objects.get().done_unit_ids == []


def test_a_look_ends_by_itself_after_half_an_hour(looks, enrolled):
    kept = looks.session
    kept[looking.SESSION_KEY] |= {"until": (timezone.now() - timedelta(seconds=1)).timestamp()}
    kept[looking.SESSION_KEY] = dict(kept[looking.SESSION_KEY])
    kept.save()
    assert BANNER not in looks.get(reverse("learning:dashboard")).content.decode()


@pytest.mark.parametrize("fields", [{"is_staff": True}, {"is_superuser": True}, {"is_active": False}])
def test_nobody_looks_as_someone_of_the_staff(client, course, trainer, fields):  # noqa: F811
    someone = get_user_model().objects.create_user(email="equipe@example.org", **fields)
    enrolment = api.enrol(user=someone, course_id=course.pk)
    client.force_login(trainer)
    client.post(reverse("learning_look", args=[enrolment.id]))
    assert looking.SESSION_KEY not in client.session


def test_nobody_looks_as_someone_who_has_joined_the_team_meanwhile(looks, learner):
    learner.groups.add(Group.objects.get(name="Coordination"))
    assert BANNER not in looks.get(reverse("learning:dashboard")).content.decode()


def test_coordinators_and_learners_may_not_look(client, enrolled, other, learner):
    other.groups.add(Group.objects.get(name="Coordination"))
    for person in (other, learner):
        client.force_login(person)
        assert client.post(reverse("learning_look", args=[enrolled.pk])).status_code in {302, 403}
        assert looking.SESSION_KEY not in client.session


def test_the_permission_taken_away_ends_the_look(looks, trainer):  # noqa: F811
    trainer.groups.clear()
    assert BANNER not in looks.get(reverse("learning:dashboard")).content.decode()


def test_a_look_cannot_be_begun_by_a_link(client, enrolled, trainer):  # noqa: F811
    client.force_login(trainer)
    assert client.get(reverse("learning_look", args=[enrolled.pk])).status_code == 405
