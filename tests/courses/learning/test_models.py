import pytest

from courses.learning import api
from courses.learning.models import Unit, UnitActivity

from .conftest import units_of

pytestmark = pytest.mark.django_db


def test_a_live_lesson_has_one_unit_in_its_chapter_and_course(course):
    units = units_of(course)
    assert [unit.page.title for unit in units][:2] == ["Chapitre 1 leçon 1", "Chapitre 1 leçon 2"]
    assert {unit.kind for unit in units} == {"lessonpage"}
    assert all(unit.course_id == course.pk for unit in units)


def test_a_draft_has_no_unit_until_it_is_published(course):
    page = units_of(course)[0].page.specific
    page.unpublish()
    Unit.objects.all().delete()
    page.minutes = 25
    revision = page.save_revision()
    assert not Unit.objects.exists()
    revision.publish()
    assert Unit.objects.get().minutes == 25


def test_saving_a_draft_of_a_live_lesson_does_not_change_its_unit(course):
    page = units_of(course)[0].page.specific
    page.minutes = 55
    page.save_revision()
    assert Unit.objects.get(page=page).minutes == 10


def test_unpublishing_hides_the_unit_and_publishing_brings_back_the_same_one(course):
    page = units_of(course)[0].page.specific
    uuid = Unit.objects.get(page=page).uuid
    page.unpublish()
    assert len(api.outline_of(course_id=course.pk).units) == 3
    page.save_revision().publish()
    assert Unit.objects.get(page=page).uuid == uuid
    assert len(api.outline_of(course_id=course.pk).units) == 4


def test_an_unpublished_chapter_hides_its_units(course):
    course.get_children().first().specific.unpublish()
    assert len(api.outline_of(course_id=course.pk).units) == 2


def test_moving_a_lesson_changes_its_chapter_and_its_place(course):
    page = units_of(course)[0].page.specific
    second = course.get_children().last()
    page.slug = "venue-du-premier"
    page.save()
    page.move(second, pos="last-child")
    outline = api.outline_of(course_id=course.pk)
    assert [len(chapter.units) for chapter in outline.chapters] == [1, 3]
    assert outline.units[-1].page_id == page.pk
    assert outline.units[-1].url.endswith("/chapitre-2/venue-du-premier/")


def test_reordering_lessons_reorders_the_outline(course):
    first, second, *_rest = [unit.page.specific for unit in units_of(course)]
    second.move(first, pos="left")
    assert [unit.page_id for unit in api.outline_of(course_id=course.pk).units][:2] == [second.pk, first.pk]


def test_moving_a_chapter_moves_its_units_to_the_other_course(index, course):
    from .conftest import make_course

    other = make_course(index, slug="autre", chapters=1, lessons=1)
    chapter = course.get_children().first().specific
    chapter.slug = "venu"
    chapter.save()
    chapter.move(other, pos="last-child")
    assert len(api.outline_of(course_id=other.pk).units) == 3
    assert len(api.outline_of(course_id=course.pk).units) == 2


def test_deleting_a_lesson_deletes_its_unit(course):
    units_of(course)[0].page.specific.delete()
    assert len(api.outline_of(course_id=course.pk).units) == 3
    assert not UnitActivity.objects.exists()


def test_a_copied_lesson_is_another_unit(course):
    page = units_of(course)[0].page.specific
    copy = page.copy(update_attrs={"slug": "copie", "title": "Copie"})
    assert Unit.objects.get(page=copy).uuid != Unit.objects.get(page=page).uuid
