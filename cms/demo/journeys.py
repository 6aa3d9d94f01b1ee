"""What the demo's people did: every step goes through the doors that real learners use."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import timezone

from cms.demo import reading
from cms.demo.accounts import seed_person, user_of
from cms.demo.ledger import Ledger, alive, model
from courses.assessment import api as assessment
from courses.assessment.data import Paper
from courses.certification import api as certification
from courses.directory import api as directory
from courses.learning import api as learning
from courses.learning.data import Access, Outline, OutlineUnit, Visit

COMPLETED = "http://adlnet.gov/expapi/verbs/completed"
EXAM_MINUTES = 14
GRADUATES_AGO = timedelta(days=40)


def seed_journeys(ledger: Ledger, *, now: datetime) -> None:
    """Enrols the learners, plays their lessons, and lets the graduates pass the exam and be listed."""
    people = reading.people()
    course_id = ledger.ids.get(f"course:{people['cohort']['course']}")
    if course_id is None or not alive("pv_learning.CoursePage", course_id):
        return
    cohort_id = ledger.once("cohort:demo", lambda: _cohort(people["cohort"]["name"], course_id))
    for learner in (*people["progress"], *people["learners"]):
        if "email" in learner:
            seed_person(ledger, learner)
        studies = Studies(course_id, cohort_id, now - timedelta(days=learner["days"]), learner["lessons"])
        _once_for(ledger, learner, partial(_study, studies))
    for meeting in reading.course()["meetings"]:
        ledger.once(f"meeting:{meeting['key']}", partial(_meet, ledger, meeting, course_id, cohort_id, now))
    exam = alive("pv_assessment.ExamPage", ledger.ids.get("exam:examen"))
    for graduate in people["graduates"] if exam else ():
        seed_person(ledger, graduate)
        studies = Studies(course_id, None, now - GRADUATES_AGO)
        _once_for(ledger, graduate, partial(_earn_and_list, studies, exam, graduate))


@dataclass(frozen=True, slots=True)
class Studies:
    """How far someone goes in a course; without `lessons`, to the end."""

    course_id: int
    cohort_id: int | None
    start: datetime
    lessons: int | None = None


def _meet(ledger: Ledger, meeting: dict[str, Any], course_id: int, cohort_id: int | None, now: datetime) -> int:
    """A dated meeting of the cohort, and who was there when it is over."""
    day = timezone.localtime(now + timedelta(days=meeting["days"]))
    start = day.replace(hour=meeting["hour"], minute=0, second=0, microsecond=0)
    page_id = ledger.ids.get(f"session:{reading.course()['session']['slug']}") if meeting.get("in_course") else None
    session = model("pv_learning.Session").objects.create(
        course_id=course_id,
        cohort_id=cohort_id,
        page_id=page_id,
        title=meeting["title"],
        starts_at=start,
        ends_at=start + timedelta(minutes=meeting["minutes"]),
        place=meeting["place"],
        description=meeting["description"],
    )
    people = {name: meeting.get(name, ()) for name in ("present", "excused")}
    marks = {user: name for name, keys in people.items() for key in keys if (user := user_of(ledger, key))}
    learning.mark_attendance(session_id=session.pk, presences=marks, now=start)
    return int(session.pk)


def _cohort(name: str, course_id: int) -> int:
    return int(model("pv_learning.Cohort").objects.create(name=name, course_id=course_id).pk)


def _once_for(ledger: Ledger, person: dict[str, Any], act: Callable[[Any], None]) -> None:
    if user := user_of(ledger, person["key"]):
        ledger.once(f"journey:{person['key']}", partial(act, user))


def _study(studies: Studies, user: Any) -> None:
    """Enrols, then plays the activities of the lessons, one a day or so."""
    learning.enrol(user=user, course_id=studies.course_id, cohort_id=studies.cohort_id, now=studies.start)
    outline = learning.outline_of(course_id=studies.course_id)
    units = [unit for unit in outline.units if unit.activities] if outline else []
    for number, unit in enumerate(units[: studies.lessons]):
        when = studies.start + timedelta(hours=31 * number + 2)
        _open(user, outline, unit, when)
        _play(user, unit, when + timedelta(minutes=5), best=number % 3 != 1)


def _open(user: Any, outline: Outline | None, unit: OutlineUnit, when: datetime) -> None:
    if outline:
        enrolment = learning.enrolment_of(user=user, course_id=outline.course.id)
        visit = Visit(outline=outline, access=Access.OPEN, unit=unit, enrolment=enrolment)
        learning.remember_visit(visit=visit, now=when)


def _play(user: Any, unit: OutlineUnit, when: datetime, *, best: bool) -> None:
    """Plays the activities of a unit; not at one's best, a first attempt misses one answer."""
    for activity in unit.activities:
        for attempt, score in enumerate((1.0,) if best else (0.75, 1.0)):
            moment = when + timedelta(minutes=6 * attempt)
            statement = _completed(user, activity.iri, score, moment, attempt)
            learning.record_activity_statements(
                user=user, content_id=activity.content_id, statements=[statement], now=moment
            )


def _completed(user: Any, iri: str, score: float, when: datetime, attempt: int) -> dict[str, Any]:
    """What `PorteVoix.Quiz` says when it is finished."""
    return {
        "id": str(uuid5(NAMESPACE_URL, f"{iri}#{user.pk}-{attempt}")),
        "verb": {"id": COMPLETED, "display": {"en-US": "completed"}},
        "object": {"objectType": "Activity", "id": iri},
        "result": {
            "score": {"min": 0, "max": 4, "raw": 4 * score, "scaled": score},
            "completion": True,
            "success": True,
            "duration": "PT4M10S",
        },
        "timestamp": when.isoformat(),
    }


@transaction.atomic
def _earn_and_list(studies: Studies, exam: Any, graduate: dict[str, Any], user: Any) -> None:
    _study(studies, user)
    finished = studies.start + timedelta(days=25)
    _sit_exam(user, exam, finished, mistakes=graduate["mistakes"])
    certification.evaluate(user=user, now=finished)
    directory.save_listing(
        user=user,
        display_name=user.get_full_name(),
        organisation=graduate["organisation"],
        presentation=graduate["presentation"],
        website="",
        territories=[f"departement-{code}" for code in graduate["departements"]],
        listed=True,
        now=finished,
    )


def _sit_exam(user: Any, exam: Any, when: datetime, *, mistakes: int) -> None:
    iri = learning.unit_iri(exam.learning_unit.uuid)
    uuid = assessment.start_attempt(user=user, page=exam, activity_iri=iri, now=when)
    paper = assessment.paper_of(user=user, attempt_uuid=uuid)
    later = when + timedelta(minutes=EXAM_MINUTES)
    assessment.save_answers(
        user=user, attempt_uuid=uuid, answers=answers_to(paper, mistakes=mistakes), seen_version=0, now=later
    )
    assessment.submit_attempt(user=user, attempt_uuid=uuid, now=later)


def answers_to(paper: Paper, *, mistakes: int) -> dict[int, list[str]]:
    """What someone who knows the seed's questions answers, wrong on the first `mistakes` of them."""
    right = {question["text"]: set(_right_texts(question["choices"])) for question in reading.questions()}
    answers = {}
    for number, question in enumerate(paper.questions):
        known = right.get(question.text, set())
        keys = [choice.key for choice in question.choices if choice.text in known]
        wrong = [choice.key for choice in question.choices if choice.text not in known]
        answers[question.id] = wrong[:1] if number < mistakes else keys
    return answers


def _right_texts(choices: Iterable[dict[str, Any]]) -> Iterable[str]:
    return (choice["text"] for choice in choices if choice.get("correct"))
