"""The trainers' table of questions, from real statements of the relay."""

from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse

from courses.learning import api

from .conftest import put_content, statement, units_of

pytestmark = pytest.mark.django_db
CHOICES = [{"id": "0", "description": {"fr": "La loutre"}}, {"id": "1", "description": {"fr": "Personne"}}]


def answered(content, question, *, right, text="Qui n’a pas la parole ?"):
    """What our quiz says of one question."""
    sent = statement(content, result={"score": {"scaled": float(right)}, "success": right, "response": "01"[not right]})
    iri = sent["object"]["id"]
    definition = {
        "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
        "interactionType": "choice",
        "description": {"fr": text},
        "correctResponsesPattern": ["0"],
        "choices": CHOICES,
    }
    sent["object"] = {"id": f"{iri}?subContentId={question}", "definition": definition}
    sent["context"] = {"contextActivities": {"parent": [{"id": iri}]}}
    return sent


@pytest.fixture
def quiz(course, make_content):
    content = make_content(title="Qui parle ?")
    put_content(units_of(course)[0].page, content)
    return content


@pytest.fixture
def trainer(client, db):
    user = get_user_model().objects.create_user(email="formatrice@example.org", password=None)
    user.groups.add(Group.objects.get(name="Formation"))
    client.force_login(user)
    return user


def play(course, content, number, *, rights):
    user = get_user_model().objects.create_user(email=f"p{number}@example.org", password=None)
    api.enrol(user=user, course_id=course.pk)
    sent = [answered(content, f"q{index}", right=right) for index, right in enumerate(rights)]
    api.record_activity_statements(user=user, content_id=content.pk, statements=sent)
    return user


def test_questions_are_counted_by_first_answer_with_the_wrong_one_chosen_most(client, course, quiz, trainer):
    for number in range(12):
        rights = (number < 8, number < 6, number < 6)
        user = play(course, quiz, number, rights=rights)
    api.record_activity_statements(user=user, content_id=quiz.pk, statements=[answered(quiz, "q0", right=True)])
    response = client.get(reverse("learning_questions", args=[course.pk]))
    first = next(one for one in response.context["table"].questions if one.key.endswith("q0"))
    assert (first.answers, round(first.facility, 4)) == (12, 0.6667)
    assert (first.text, first.right, first.wrong, first.wrong_count) == (
        "Qui n’a pas la parole ?", "La loutre", "Personne", 4,
    )  # fmt: skip
    assert first.discrimination == pytest.approx(0.7071, abs=1e-4)
    csv = client.get(reverse("learning_questions_export", args=[course.pk, "csv"])).content.decode("utf-8-sig")
    assert "Qui parle ?;Qui n’a pas la parole ?;12;67;0,71;La loutre;Personne;4;" in csv


def test_too_few_answers_are_said_in_words_and_never_flagged(client, course, quiz, trainer):
    for number in range(9):
        play(course, quiz, number, rights=(False, True))
    response = client.get(reverse("learning_questions", args=[course.pk]))
    assert all(one.facility is None and not one.flags for one in response.context["table"].questions)
    assert "moins de 10 réponses" in response.content.decode()


def test_a_question_that_everyone_knows_is_said_to_be_too_easy(client, course, quiz, trainer):
    for number in range(10):
        play(course, quiz, number, rights=(True, number % 2 == 0))
    url = reverse("learning_questions", args=[course.pk])
    assert "trop facile" in client.get(url, {"flagged": "on"}).content.decode()


def test_another_courses_answers_are_not_counted(client, course, index, quiz, trainer, make_content):
    from .conftest import make_course

    elsewhere = make_course(index, slug="autre", chapters=1, lessons=1)
    other = make_content()
    put_content(units_of(elsewhere)[0].page, other)
    play(elsewhere, other, 1, rights=(True,))
    assert client.get(reverse("learning_questions", args=[course.pk])).context["table"].questions == ()


def test_a_statement_with_a_strange_definition_breaks_nothing(client, course, quiz, trainer):
    user = play(course, quiz, 1, rights=(True,))
    strange = answered(quiz, "q9", right=False)
    strange["object"]["definition"] |= {"choices": [{"id": "a"}], "description": {"en": "x" * 900}}
    strange["object"]["definition"].pop("correctResponsesPattern")
    strange["id"] = str(uuid4())
    api.record_activity_statements(user=user, content_id=quiz.pk, statements=[strange])
    assert client.get(reverse("learning_questions", args=[course.pk])).status_code == 200
