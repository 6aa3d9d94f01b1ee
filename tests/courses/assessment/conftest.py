"""A course whose last unit is an exam, and a learner enrolled in it."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from wagtail.models import Locale, Page, Site

from courses.assessment import api
from courses.assessment.models import ExamPage, QuestionBank
from courses.learning import api as learning
from courses.learning.models import ChapterPage, CourseIndexPage, CoursePage, Unit

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
RIGHT, WRONG = "La bonne réponse secrète", "Une réponse fausse"


def questions(count: int = 20):
    rows = [
        {
            "slug": f"q{number}",
            "kind": "single",
            "text": f"Que dit la question {number} ?",
            "choices": [
                {"text": WRONG, "feedback": "Retour sur la fausse"},
                {"text": RIGHT, "correct": True, "feedback": "Retour sur la bonne"},
                {"text": "Une autre réponse fausse"},
            ],
            "explanation": f"Explication {number}",
            "source": "Guide, page 12",
        }
        for number in range(count)
    ]
    rows[0] |= {
        "kind": "multiple",
        "choices": [{"text": "A", "correct": True}, {"text": "B", "correct": True}, {"text": "C"}],
    }
    return rows


@pytest.fixture
def bank(db) -> QuestionBank:
    id = api.import_bank(slug="chapitres", title="Premiers chapitres", questions=questions())
    return QuestionBank.objects.get(pk=id)


def _home() -> Page:
    """The page under which addresses begin; made again after a test that emptied the tables."""
    Locale.objects.get_or_create(language_code="fr")
    root = Page.get_first_root_node() or Page.add_root(title="Racine", slug="root")
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        home = root.add_child(instance=Page(title="Accueil", slug="accueil"))
        site = Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    return site.root_page


@pytest.fixture
def course(db) -> CoursePage:
    home = _home()
    index = home.add_child(instance=CourseIndexPage(title="Formations", slug="formations"))
    return index.add_child(instance=CoursePage(title="Animer, de A à Z", slug="animer"))


@pytest.fixture
def exam(course, bank) -> ExamPage:
    chapter = course.add_child(instance=ChapterPage(title="Pour finir", slug="pour-finir"))
    return chapter.add_child(instance=ExamPage(title="Examen", slug="examen", bank=bank, minutes=30))


@pytest.fixture
def iri(exam) -> str:
    return learning.unit_iri(Unit.objects.get(page_id=exam.pk).uuid)


def person(email: str, **fields):
    return get_user_model().objects.create_user(email=email, password="secret-de-test", **fields)


@pytest.fixture
def learner(db, course):
    user = person("ana@example.org", first_name="Ana", last_name="Roux")
    learning.enrol(user=user, course_id=course.pk)
    return user


@pytest.fixture
def other(db, course):
    user = person("bob@example.org", first_name="Bob", last_name="Noir")
    learning.enrol(user=user, course_id=course.pk)
    return user


@pytest.fixture
def begin(exam, iri):
    def _begin(user, now=None):
        return api.start_attempt(user=user, page=exam, activity_iri=iri, now=now or NOW)

    return _begin


@pytest.fixture
def sit(exam, iri):
    def _sit(user, mistakes=0, now=None):
        return api.sit_exam(user=user, page=exam, activity_iri=iri, mistakes=mistakes, now=now or NOW)

    return _sit
