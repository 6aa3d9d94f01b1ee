"""A small course: two chapters, lessons, and a learner."""

from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from courses.learning.models import ChapterPage, CourseIndexPage, CoursePage, LessonPage
from media.h5p.models import Content, Library


def add_lessons(chapter: ChapterPage, count: int, **fields) -> list[LessonPage]:
    return [
        chapter.add_child(
            instance=LessonPage(
                title=f"{chapter.title} leçon {number}",
                slug=f"lecon-{number}",
                **{"minutes": 10, **fields},
            )
        )
        for number in range(1, count + 1)
    ]


def make_course(index: CourseIndexPage, *, slug: str, chapters: int, lessons: int) -> CoursePage:
    course = index.add_child(instance=CoursePage(title=f"Cours {slug}", slug=slug))
    for number in range(1, chapters + 1):
        chapter = course.add_child(instance=ChapterPage(title=f"Chapitre {number}", slug=f"chapitre-{number}"))
        add_lessons(chapter, lessons)
    return course


@pytest.fixture
def index(db) -> CourseIndexPage:
    """The catalogue; a database emptied by an earlier test gets its root and its site again."""
    locale, _created = Locale.objects.get_or_create(language_code="fr")
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Racine", slug="root", locale=locale))
    site = Site.objects.filter(is_default_site=True).first()
    home = site.root_page if site else root.add_child(instance=Page(title="Accueil", slug="accueil", locale=locale))
    if site is None:
        Site.objects.create(hostname="localhost", port=80, root_page=home, is_default_site=True)
    Site.clear_site_root_paths_cache()
    return home.add_child(instance=CourseIndexPage(title="Formations", slug="formations"))


@pytest.fixture
def course(index) -> CoursePage:
    return make_course(index, slug="animer", chapters=2, lessons=2)


def units_of(course):
    return list(course.units.in_outline_order())


@pytest.fixture
def learner(db):
    return get_user_model().objects.create_user(
        email="ana@example.org", password="secret-de-test", first_name="Ana", last_name="Roux"
    )


@pytest.fixture
def other(db):
    return get_user_model().objects.create_user(email="bob@example.org", password="secret-de-test")


@pytest.fixture
def make_content(db):
    """An H5P content as the importer leaves it, without its files."""

    def make_content(title="Quiz", machine_name="PorteVoix.Quiz") -> Content:
        library, _created = Library.objects.get_or_create(
            machine_name=machine_name,
            major=1,
            minor=0,
            defaults={"patch": 0, "title": machine_name, "runnable": True, "installed_at": timezone.now()},
        )
        return Content.objects.create(
            title=title, library=library, created_at=timezone.now(), updated_at=timezone.now()
        )

    return make_content


def put_content(page: LessonPage, *contents: Content) -> LessonPage:
    """The lesson, published with these activities in its body."""
    page = LessonPage.objects.get(pk=page.pk)
    page.body = [
        {"type": "h5p", "value": {"content": content.pk, "caption": ""}, "id": str(uuid4())} for content in contents
    ]
    page.save_revision().publish()
    return LessonPage.objects.get(pk=page.pk)


def statement(content: Content, verb="answered", **parts):
    return {
        "id": str(uuid4()),
        "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}"},
        "object": {"id": f"http://localhost:8000/h5p/{content.pk}/"},
        **parts,
    }
