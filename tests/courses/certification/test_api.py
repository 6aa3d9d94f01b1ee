import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection

from courses.certification import api, rules
from courses.certification.data import CertificationError, Standing
from courses.certification.models import Achievement, Credential
from courses.records import api as records
from courses.records.data import ActivityDefinition
from tests.courses.assessment.conftest import NOW, person

pytestmark = pytest.mark.django_db


def test_passing_the_exam_issues_a_numbered_credential_in_the_holders_name(credential, learner):
    assert credential.valid
    assert credential.holder_name == "Ana Roux"
    assert rules.normal_number(credential.number) == credential.number
    assert credential.number.startswith("PV-2026-000001-")
    assert Credential.objects.get().score == 0.9


def test_failing_the_exam_issues_nothing(achievement, learner, sit):
    sit(learner, mistakes=5)
    assert api.credentials_of(user=learner) == []


def test_evaluating_again_issues_nothing_more(credential, learner):
    assert api.evaluate(user=learner, now=NOW) == []
    assert Credential.objects.count() == 1


def test_numbers_follow_each_other(credential, other, sit):
    sit(other)
    numbers = list(Credential.objects.order_by("id").values_list("number", flat=True))
    assert [number[:14] for number in numbers] == ["PV-2026-000001", "PV-2026-000002"]


def test_a_certificate_keeps_what_it_said_when_it_was_issued(credential, learner):
    Achievement.objects.update(title="Attestation réécrite")
    [info] = api.credentials_of(user=learner)
    assert info.title == "Attestation de connaissances – premiers chapitres"


def test_an_ordinary_activity_costs_certification_no_query(achievement, learner, django_assert_num_queries):
    from courses.certification.receivers import on_completion_changed
    from courses.records.data import CompletionChange

    change = CompletionChange(learner.pk, None, "https://x/h5p/1/", "h5p", NOW)
    with django_assert_num_queries(0):
        on_completion_changed(user_id=learner.pk, changes=(change,), now=NOW)
    unit = CompletionChange(learner.pk, None, "https://x/unites/1/", "unit", NOW)
    with django_assert_num_queries(1):
        on_completion_changed(user_id=learner.pk, changes=(unit,), now=NOW)


def test_evaluating_who_holds_everything_costs_one_query(credential, learner, django_assert_num_queries):
    with django_assert_num_queries(1):
        api.evaluate(user=learner, now=NOW)


def test_what_asks_for_the_whole_course_waits_for_it(achievement, learner, sit, monkeypatch):
    Achievement.objects.update(requires_course_completed=True)
    monkeypatch.setattr("courses.learning.api.course_completed", lambda *, user, course_id: False)
    sit(learner)
    assert api.credentials_of(user=learner) == []
    monkeypatch.setattr("courses.learning.api.course_completed", lambda *, user, course_id: True)
    assert len(api.evaluate(user=learner, now=NOW, course_completions_only=True)) == 1


def test_the_graduate_is_told_by_e_mail(achievement, learner, sit, settings, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        sit(learner)
    [message] = mail.outbox
    assert message.to == ["ana@example.org"]
    assert "Attestation de connaissances" in message.subject
    credential = Credential.objects.get()
    for body in (message.body, message.alternatives[0][0]):
        assert f"{settings.SITE_URL}/certificats/{credential.uuid}/" in body
        assert credential.number in body


def test_an_exam_that_fails_to_commit_sends_no_e_mail(achievement, learner, sit):
    sit(learner)
    assert mail.outbox == []


def test_a_revoked_credential_is_no_longer_valid_and_is_not_issued_again(credential, learner):
    api.revoke(uuid=credential.uuid, reason="Examen passé par une autre personne", now=NOW)
    assert api.valid_credentials(user_ids=[learner.pk]) == {}
    assert api.evaluate(user=learner, now=NOW) == []
    verification = api.verification_of(uuid=credential.uuid, now=NOW)
    assert verification.standing is Standing.REVOKED
    assert "autre personne" in verification.revocation_reason


@pytest.mark.parametrize(("reason", "problem"), [("  ", "reason-missing"), ("Encore", "already-revoked")])
def test_revoking_needs_a_reason_and_happens_once(credential, reason, problem):
    api.revoke(uuid=credential.uuid, reason="Une raison", now=NOW)
    with pytest.raises(CertificationError, match=problem):
        api.revoke(uuid=credential.uuid, reason=reason, now=NOW)


def test_an_expired_credential_is_said_expired_and_not_valid(achievement, learner, sit):
    Achievement.objects.update(validity_months=24)
    sit(learner)
    [info] = api.credentials_of(user=learner, now=NOW)
    later = info.expires_at + timedelta(seconds=1)
    assert api.credentials_of(user=learner, now=later)[0].standing is Standing.EXPIRED
    assert api.valid_credentials(user_ids=[learner.pk], now=later) == {}


def test_valid_credentials_cost_one_query_for_any_number_of_people(credential, learner, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = api.valid_credentials(user_ids=[learner.pk, *range(9000, 9100)], now=NOW)
    assert found == {learner.pk: [credential]}


def test_a_number_alone_tells_no_name_and_the_right_name_tells_all(credential):
    alone = api.find_by_number(number=credential.number.lower(), now=NOW)
    assert (alone.standing, alone.holder_name, alone.uuid) == (Standing.VALID, "", None)
    assert api.find_by_number(number=credential.number, name="Autre", now=NOW).uuid is None
    assert api.find_by_number(number=credential.number, name="roux ANA", now=NOW).uuid == credential.uuid


def test_an_unknown_number_is_unknown_and_a_wrong_letter_unreadable(credential):
    assert api.find_by_number(number=rules.number_of(2026, 999), now=NOW).standing is Standing.UNKNOWN
    wrong = credential.number[:-1] + ("A" if credential.number[-1] != "A" else "B")
    with pytest.raises(CertificationError, match="number-unreadable"):
        api.find_by_number(number=wrong, now=NOW)


def test_erasure_keeps_the_proof_without_the_name(credential, learner):
    api.erase_personal_data(user=learner, now=NOW)
    verification = api.verification_of(uuid=credential.uuid, now=NOW)
    assert (verification.standing, verification.holder_name) == (Standing.VALID, "")
    assert (verification.erased, verification.holder_id) == (True, None)
    kept = Credential.objects.get()
    assert kept.holder_hash == rules.holder_hash("Ana Roux", kept.uuid)
    assert kept.score is None


def test_deleting_the_account_keeps_the_certificate(credential, learner):
    api.erase_personal_data(user=learner, now=NOW)
    learner.delete()
    assert api.verification_of(uuid=credential.uuid, now=NOW).standing is Standing.VALID


def test_a_name_is_written_once_by_its_holder(achievement, course, sit, other):
    from courses.learning import api as learning

    nameless = person("sans-nom@example.org")
    learning.enrol(user=nameless, course_id=course.pk)
    sit(nameless)
    uuid = Credential.objects.get().uuid
    with pytest.raises(CertificationError, match="name-written"):
        api.write_name(user=other, uuid=uuid, name="Bob Noir")
    api.write_name(user=nameless, uuid=uuid, name="  Zoé   Lys ")
    assert Credential.objects.get().holder_name == "Zoé Lys"
    with pytest.raises(CertificationError, match="name-written"):
        api.write_name(user=nameless, uuid=uuid, name="Une Autre")


def test_a_title_that_promises_too_much_is_refused(course, exam):
    with pytest.raises(ValidationError):
        api.define_achievement(
            title="Diplôme de facilitation",
            description="d",
            criteria="c",
            course_id=course.pk,
            exam_page_id=exam.pk,
        )


def test_personal_data_list_the_credentials(credential, learner):
    [row] = api.personal_data_of(user=learner)["credentials"]
    assert (row["number"], row["name"]) == (credential.number, "Ana Roux")


def test_an_activity_completed_in_the_browser_earns_nothing(achievement, learner):
    iri = "https://testserver/h5p/1/"
    records.define_activities(activities=[ActivityDefinition(iri=iri, kind="h5p")])
    raw = {
        "actor": {"mbox": "mailto:x@example.org"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/completed"},
        "object": {"id": iri},
        "result": {"score": {"scaled": 1}, "success": True, "completion": True},
    }
    records.record_statements(user=learner, statements=[raw], now=NOW)
    assert api.credentials_of(user=learner) == []


@pytest.mark.django_db(transaction=True)
def test_evaluating_from_four_threads_issues_one_certificate(exam, learner, sit, course):
    sit(learner)
    api.define_achievement(
        title="Attestation", description="d", criteria="c", course_id=course.pk, exam_page_id=exam.pk
    )
    issued, errors = [], []

    def evaluate():
        try:
            issued.extend(api.evaluate(user=learner, now=NOW))
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=evaluate) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(issued) == 1
    assert Credential.objects.count() == 1
