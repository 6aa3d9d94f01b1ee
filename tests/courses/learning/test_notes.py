from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.accounts import api as accounts
from courses.learning import api
from courses.learning.models import Bookmark, ChapterPage, LessonPage, Note

from .conftest import add_lessons, units_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson(course):
    page = LessonPage.objects.get(pk=units_of(course)[0].page_id)
    page.body = [
        {"type": "text", "value": "<h2>La rivière &amp; le pré</h2><p>…</p><h3>Le gué</h3>", "id": str(uuid4())}
    ]
    page.save_revision().publish()
    return page


@pytest.fixture
def enrolled(client, course, learner):
    api.enrol(user=learner, course_id=course.pk)
    client.force_login(learner)
    return client


def write(client, page, text, **data):
    return client.post(
        reverse("learning:note", args=[page.pk]), {"text": text, **data}, headers={"X-Requested-With": "fetch"}
    )


def test_a_note_is_kept_as_it_is_typed_and_said_so(enrolled, lesson, learner):
    answer = write(enrolled, lesson, "Revenir\r\nau gué", version="0", writer="a").json()
    assert answer["text"] == "Revenir\nau gué"
    assert answer["version"] == 1
    assert answer["words"].startswith("Enregistré à")
    body = enrolled.get(lesson.get_url()).content.decode()
    assert "Revenir\nau gué</textarea>" in body
    assert 'name="version" value="1"' in body


def test_two_devices_that_write_at_once_keep_both_texts(enrolled, lesson):
    write(enrolled, lesson, "du téléphone", version="0", writer="a")
    answer = write(enrolled, lesson, "du bureau", version="0", writer="b").json()
    assert answer["merged"]
    assert answer["text"].startswith("du téléphone")
    assert answer["text"].endswith("du bureau")
    assert "Écrit ailleurs" in answer["text"]


def test_without_script_the_form_keeps_the_note_and_comes_back(enrolled, lesson):
    response = enrolled.post(reverse("learning:note", args=[lesson.pk]), {"text": "Sans script", "version": "0"})
    assert response.url == f"{lesson.get_url()}#mes-notes"
    assert Note.objects.get().text == "Sans script"


@pytest.mark.parametrize("version", ["", "abc", "-1", "²", "9" * 40])
def test_a_version_that_makes_no_sense_loses_nothing(enrolled, lesson, version):
    write(enrolled, lesson, "avant", version="0")
    assert write(enrolled, lesson, "après\0", version=version).status_code == 200
    assert "avant" in Note.objects.get().text


def test_a_note_that_is_too_long_is_refused_and_the_former_stays(enrolled, lesson):
    write(enrolled, lesson, "court", version="0")
    assert write(enrolled, lesson, "x" * 100_001, version="1").status_code == 413
    assert Note.objects.get().text == "court"


def test_nobody_else_writes_or_reads_the_note(client, enrolled, lesson, other, course):
    write(enrolled, lesson, "Rien que pour moi", version="0")
    client.force_login(other)
    assert write(client, lesson, "intrus", version="0").status_code == 403
    api.enrol(user=other, course_id=course.pk)
    assert "Rien que pour moi" not in client.get(lesson.get_url()).content.decode()
    assert "Rien que pour moi" not in client.get(reverse("learning:notebook")).content.decode()
    client.logout()
    assert client.get(reverse("learning:notebook")).status_code == 302
    assert write(client, lesson, "intrus", version="0").status_code == 302


def test_a_locked_lesson_takes_no_note(enrolled, course):
    page = LessonPage.objects.get(pk=units_of(course)[1].page_id)
    page.requires_previous = True
    page.save_revision().publish()
    assert write(enrolled, page, "trop tôt", version="0").status_code == 403


def test_a_lesson_and_a_place_in_it_are_marked_and_unmarked_in_one_press(enrolled, lesson):
    url = reverse("learning:bookmark", args=[lesson.pk])
    place = f"{lesson.body.raw_data[0]['id'][:8]}-1"
    assert enrolled.post(url, {"place": ""}).url == f"{lesson.get_url()}#mes-notes"
    assert enrolled.post(url, {"place": place}).url == f"{lesson.get_url()}#lieu-{place}"
    assert set(Bookmark.objects.values_list("label", flat=True)) == {"", "Le gué"}
    body = enrolled.get(lesson.get_url()).content.decode()
    assert f'<h3 id="lieu-{place}"' in body
    enrolled.post(url, {"place": ""})
    assert Bookmark.objects.get().place == place
    assert enrolled.post(url, {"place": "inconnu-0"}).status_code == 403


def test_the_notebook_is_searched_whatever_the_accents(enrolled, lesson, course):
    write(enrolled, lesson, "La FORÊT au cœur du bocage", version="0")
    second = LessonPage.objects.get(pk=units_of(course)[1].page_id)
    write(enrolled, second, "Autre chose", version="0")
    body = enrolled.get(reverse("learning:notebook"), {"texte": "foret coeur"}).content.decode()
    assert "bocage" in body
    assert "Autre chose" not in body
    assert "1 leçon trouvée" in body
    assert "0 leçon" in enrolled.get(reverse("learning:notebook"), {"texte": "%"}).content.decode()


def test_the_notebook_follows_the_course_is_paginated_and_costs_the_same(enrolled, course, learner):
    url = reverse("learning:notebook")

    def filled(count):
        for unit in units_of(course)[:count]:
            write(enrolled, unit.page, f"note {unit.page.title}", version="0")
            enrolled.post(reverse("learning:bookmark", args=[unit.page_id]), {"place": ""})
        enrolled.get(url)
        with CaptureQueriesContext(connection) as captured:
            page = enrolled.get(url).context["page"]
        return len(captured), page

    few, page = filled(2)
    assert [one.title for one in page] == ["Chapitre 1 leçon 1", "Chapitre 1 leçon 2"]
    more = course.get_children().last().add_sibling("right", instance=ChapterPage(title="Suite", slug="suite"))
    add_lessons(more, 30)
    many, page = filled(34)
    assert page.paginator.num_pages == 2
    assert few == many <= 8


def test_a_note_outlives_its_lesson(enrolled, lesson):
    write(enrolled, lesson, "À garder", version="0")
    lesson.delete()
    body = enrolled.get(reverse("learning:notebook")).content.decode()
    assert "À garder" in body
    assert "n’est plus en ligne" in body


def test_notes_are_taken_away_and_erased_with_the_account(enrolled, lesson, learner):
    write(enrolled, lesson, "Avec <mes> mots & accents", version="0")
    enrolled.post(reverse("learning:bookmark", args=[lesson.pk]), {"place": ""})
    text = enrolled.get(reverse("learning:notebook_export")).content.decode()
    assert "Avec <mes> mots & accents" in text
    assert "Toute la leçon" in text
    held = api.personal_data_of(user=learner)
    assert held["notes"][0]["text"] == "Avec <mes> mots & accents"
    assert held["bookmarks"][0]["unit__page__title"] == lesson.title
    enrolled.get(lesson.get_url())
    assert api.personal_data_of(user=learner)["openings"][0]["unit__page__title"] == lesson.title
    accounts.erase(user=learner)
    assert not Note.objects.exists()
    assert not Bookmark.objects.exists()
