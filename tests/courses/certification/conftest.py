"""A certificate to earn: the exam of the assessment's tests, and what passing it is worth."""

import pytest

from courses.certification import api
from courses.certification.models import Achievement
from tests.courses.assessment.conftest import (  # noqa: F401
    NOW,
    bank,
    begin,
    course,
    exam,
    iri,
    learner,
    other,
    sit,
)


@pytest.fixture
def achievement(course, exam) -> Achievement:  # noqa: F811
    id = api.define_achievement(
        title="Attestation de connaissances – premiers chapitres",
        description="Connaît le cadre, les rôles et la préparation d’un microparlement du vivant.",
        criteria="Réussir l’examen : sept bonnes réponses sur dix.",
        course_id=course.pk,
        exam_page_id=exam.pk,
    )
    return Achievement.objects.get(pk=id)


@pytest.fixture
def credential(achievement, learner, sit):  # noqa: F811
    sit(learner, mistakes=1)
    [info] = api.credentials_of(user=learner, now=NOW)
    return info
