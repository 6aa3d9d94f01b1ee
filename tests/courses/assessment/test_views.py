import json

import pytest
from django.urls import reverse

from courses.assessment import api
from courses.assessment.models import ExamAttempt

from .conftest import RIGHT, person

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return " ".join(response.content.decode().split()).replace("\u202f", " ")


@pytest.fixture
def signed_in(client, learner):
    client.force_login(learner)
    return client


@pytest.fixture
def uuid(signed_in, exam):
    response = signed_in.post(reverse("assessment:start", args=[exam.pk]))
    assert response.status_code == 302
    return ExamAttempt.objects.get().uuid


def url(name, uuid):
    return reverse(f"assessment:{name}", args=[uuid])


def paper(learner, uuid):
    return api.paper_of(user=learner, attempt_uuid=uuid)


def right_keys():
    return {q.id: sorted(q.right_keys) for q in ExamAttempt.objects.get().drawn()}


def whole_form(learner, uuid, answers=None, **extra):
    """What the browser posts: every question as shown, with `answers` ticked over it."""
    sheet = paper(learner, uuid)
    data = {"version": sheet.version, **extra}
    for question in sheet.questions:
        data[f"base-{question.id}"] = question.base
        data[f"question-{question.id}"] = (answers or {}).get(question.id, list(question.keys))
    return data


def save(client, uuid, answers, version=0):
    body = json.dumps({"version": version, "answers": answers})
    return client.post(url("answers", uuid), body, content_type="application/json")


def test_the_exams_page_says_its_terms_and_offers_to_begin(signed_in, exam):
    page = text(signed_in.get(exam.get_url()))
    assert "10 questions, tirées au sort pour vous" in page
    assert "7 bonnes réponses sur 10 pour réussir" in page
    assert "2 tentatives par jour" in page
    assert "Commencer l’examen" in page


def test_no_right_answer_reaches_the_browser_before_submission(signed_in, exam, learner, uuid):
    answers = {str(id): keys for id, keys in right_keys().items()}
    seen = [
        signed_in.get(exam.get_url()),
        signed_in.get(url("attempt", uuid)),
        save(signed_in, uuid, answers),
        signed_in.get(url("result", uuid), follow=True),
        signed_in.post(url("attempt", uuid), {"version": 0, "submit": "1", "save": "1"}),
    ]
    for response in seen[:4]:
        body = response.content.decode()
        for word in ("correct", "Retour sur", "Explication", "Guide, page 12", "Bonne réponse", "feedback"):
            assert word not in body, word
    assert RIGHT in seen[1].content.decode()  # as a choice like the others


def test_the_paper_does_not_order_or_mark_right_choices(signed_in, uuid):
    positions = {
        [choice.correct for choice in question.choices].index(True) for question in ExamAttempt.objects.get().drawn()
    }
    assert len(positions) > 1


def test_someone_not_enrolled_cannot_begin(client, exam):
    stranger = person("inconnu@example.org")
    client.force_login(stranger)
    response = client.post(reverse("assessment:start", args=[exam.pk]))
    assert response.status_code == 302
    assert client.get(response["Location"]).status_code == 403
    assert not ExamAttempt.objects.exists()


def test_nobody_signed_in_is_sent_to_sign_in_and_the_script_is_told(client, exam, learner, begin):
    uuid = begin(learner)
    assert client.post(reverse("assessment:start", args=[exam.pk])).status_code == 302
    assert "/compte/" in client.get(url("attempt", uuid))["Location"]
    response = save(client, uuid, {})
    assert (response.status_code, response.json()["error"]) == (403, "signed-out")


def test_another_learners_attempt_is_not_found(client, other, learner, begin):
    uuid = begin(learner)
    client.force_login(other)
    for name in ("attempt", "result"):
        assert client.get(url(name, uuid)).status_code == 404
    assert client.post(url("attempt", uuid), {"version": 0, "submit": "1"}).status_code == 404
    assert save(client, uuid, {}).status_code == 404


def test_beginning_twice_goes_back_to_the_same_attempt(signed_in, exam, uuid):
    response = signed_in.post(reverse("assessment:start", args=[exam.pk]))
    assert response["Location"] == url("attempt", uuid)
    assert ExamAttempt.objects.count() == 1
    assert "Reprendre ma tentative" in text(signed_in.get(exam.get_url()))


def test_beginning_needs_a_post(signed_in, exam):
    assert signed_in.get(reverse("assessment:start", args=[exam.pk])).status_code == 405


def test_without_javascript_the_whole_form_saves_and_comes_back_filled(signed_in, learner, uuid):
    answers = right_keys()
    signed_in.post(url("attempt", uuid), whole_form(learner, uuid, answers, save="1"))
    page = signed_in.get(url("attempt", uuid))
    assert page.content.decode().count(" checked") == sum(len(keys) for keys in answers.values())
    assert "no-store" in page["Cache-Control"]


def test_an_answer_saved_by_the_script_is_told_to_the_other_tab(signed_in, learner, uuid):
    one, two = paper(learner, uuid).questions[:2]
    first = save(signed_in, uuid, {one.id: [one.choices[0].key]}).json()
    assert first == {"version": 1, "changed": {}, "unanswered": 9, "message": ""}
    second = save(signed_in, uuid, {two.id: [two.choices[0].key]}, version=0).json()
    assert second["changed"] == {str(one.id): [one.choices[0].key]}
    assert "autre onglet" in second["message"]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "null",
        '{"version": 1}',
        '{"version": "x", "answers": {}}',
        '{"version": 1, "answers": {"a": []}}',
        '{"version": 1, "answers": {"1": 4}}',
        '{"version": 1, "answers": {"1": [{}]}}',
        '{"version": NaN, "answers": {"1": ["x"]}}',
        "[" * 5000,
        '{"version": 99999999999999999999999, "answers": {"999": ["x"]}}',
    ],
)
def test_what_the_script_cannot_have_sent_is_refused(signed_in, uuid, body):
    response = signed_in.post(url("answers", uuid), body, content_type="application/json")
    assert response.status_code == 400
    assert "rechargez" in response.json()["message"].lower()


def test_submitting_with_questions_left_warns_first_and_saves_the_rest(signed_in, learner, uuid):
    id, keys = next(iter(right_keys().items()))
    page = signed_in.post(url("attempt", uuid), whole_form(learner, uuid, {id: keys}, submit="1"))
    assert "9 questions sont encore sans réponse" in text(page)
    assert ExamAttempt.objects.get().submitted_at is None
    assert len(paper(learner, uuid).unanswered) == 9
    confirmed = signed_in.post(url("attempt", uuid), {"version": 1, "confirmed": "1", "submit": "1"})
    assert confirmed["Location"] == url("result", uuid)
    assert ExamAttempt.objects.get().raw_score == 1


def test_passing_leads_to_the_correction_question_by_question(signed_in, learner, uuid, exam):
    answers = right_keys()
    response = signed_in.post(url("attempt", uuid), whole_form(learner, uuid, answers, submit="1"), follow=True)
    page = text(response)
    assert "C’est réussi." in page
    assert "<strong>10 sur 10</strong>" in page
    assert page.count("Bonne réponse") >= 10
    assert "Guide, page 12" in page
    assert "Vous avez réussi cet examen." in text(signed_in.get(exam.get_url()))


def test_failing_says_when_the_next_attempt_opens(signed_in, learner, exam):
    for attempts_left in ("encore une tentative", "demain"):
        signed_in.post(reverse("assessment:start", args=[exam.pk]))
        uuid = ExamAttempt.objects.open().get().uuid
        response = signed_in.post(url("attempt", uuid), {"version": 0, "confirmed": "1", "submit": "1"}, follow=True)
        assert "Pas cette fois." in text(response)
        assert attempts_left in text(response)
    assert "Commencer l’examen" not in text(signed_in.get(exam.get_url()))
    refused = signed_in.post(reverse("assessment:start", args=[exam.pk]), follow=True)
    assert "tentatives du jour sont épuisées" in text(refused)


def test_submitting_twice_grades_once_and_answers_with_the_result(signed_in, learner, uuid):
    form = whole_form(learner, uuid, right_keys(), submit="1")
    for _time in range(2):
        response = signed_in.post(url("attempt", uuid), form)
        assert response["Location"] == url("result", uuid)
    assert ExamAttempt.objects.get().score == 1


def test_a_submitted_attempt_tells_the_other_tab(signed_in, learner, uuid):
    question = paper(learner, uuid).questions[0]
    api.submit_attempt(user=learner, attempt_uuid=uuid, now=ExamAttempt.objects.get().started_at)
    response = save(signed_in, uuid, {question.id: [question.choices[0].key]})
    assert (response.status_code, response.json()["error"]) == (409, "attempt-submitted")
    assert "envoyée" in response.json()["message"]
    assert signed_in.get(url("attempt", uuid))["Location"] == url("result", uuid)


def test_an_attempt_past_its_deadline_is_graded_on_the_next_visit(signed_in, learner, exam, uuid):
    ExamAttempt.objects.update(deadline="2026-01-01T00:00Z")
    response = signed_in.get(url("attempt", uuid), follow=True)
    assert "Le temps est écoulé" in text(response)
    assert ExamAttempt.objects.get().submitted_at is not None


def test_the_pages_of_an_exam_cost_few_queries(signed_in, exam, learner, uuid, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        signed_in.get(exam.get_url())
    with django_assert_max_num_queries(6):
        signed_in.get(url("attempt", uuid))
    question = paper(learner, uuid).questions[0]
    with django_assert_max_num_queries(6):
        save(signed_in, uuid, {question.id: [question.choices[0].key]})


def test_trainers_write_questions_in_the_admin(client, bank):
    from django.contrib.auth.models import Group

    from cms.accounts.groups import grant_group_permissions

    grant_group_permissions()
    trainer = person("formatrice@example.org")
    trainer.groups.add(Group.objects.get(name="Formation"))
    client.force_login(trainer)
    assert "Que dit la question 3" in text(client.get("/admin/snippets/pv_assessment/question/"))
    assert client.get("/admin/snippets/pv_assessment/question/add/").status_code == 200
    assert client.get("/admin/snippets/pv_assessment/questionbank/").status_code == 200
