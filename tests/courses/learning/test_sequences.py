"""What each H5P content type says while it is played, as it was recorded, and what becomes of it."""

import json
from itertools import count
from uuid import uuid4

import pytest
from django.urls import reverse

from courses.learning import api
from courses.records.models import Attempt, Statement

from .conftest import put_content, units_of

pytestmark = pytest.mark.django_db
ADL = "http://adlnet.gov/expapi/verbs/"
CONSUMED = "http://activitystrea.ms/schema/1.0/consume"
SITE = "http://localhost:8000"


class Player:
    """The statements of one content, as the core builds them."""

    def __init__(self, content):
        self.iri = f"{SITE}/h5p/{content.pk}/"
        self.library = content.library.machine_name
        self.seconds = count(10)

    def says(self, verb, *, result=None, part=0, parent=True, extensions=None):
        """A statement about the content, or about its part number `part`, which may not say its parent."""
        activities = {"category": [self.activity(f"http://h5p.org/libraries/{self.library}-1.0")]}
        if part and parent:
            activities["parent"] = [self.activity(self.iri)]
        iri = f"{self.iri}?subContentId=00000000-0000-4000-8000-{part:012d}" if part else self.iri
        said = {
            "id": str(uuid4()),
            "timestamp": f"2026-11-20T10:00:{next(self.seconds)}Z",
            "actor": {"account": {"name": str(uuid4()), "homePage": SITE}, "objectType": "Agent"},
            "verb": {"id": verb if ":" in verb else ADL + verb, "display": {"en-US": verb}},
            "object": {
                **self.activity(iri),
                "definition": {"extensions": {"http://h5p.org/x-api/h5p-local-content-id": 1, **(extensions or {})}},
            },
            "context": {"contextActivities": activities},
        }
        return said | ({"result": result} if result else {})

    @staticmethod
    def activity(iri):
        return {"id": iri, "objectType": "Activity"}

    def progressed(self, page):
        return self.says("progressed", extensions={"http://id.tincanapi.com/extension/ending-point": page})


def scored(raw, maximum, **more):
    scaled = round(raw / maximum, 4)
    score = {"min": 0, "max": maximum, "raw": raw, "scaled": scaled}
    return {"score": score, "completion": True, "success": raw == maximum, "duration": "PT3.21S", **more}


def question(player):
    yield player.says("attempted")
    yield player.says("interacted")
    yield player.says("answered", result=scored(1, 2, response="0[,]1"))


def drag_text(player):
    yield player.says("attempted")
    yield player.says("answered", result=scored(0, 3, response="[,][,]"))


def single_choice_set(player):
    yield player.says("attempted")
    for part in (1, 2, 3):
        yield player.says("interacted")
        yield player.says("answered", part=part, result=scored(part % 2, 1, response="0"))
    yield player.says("completed", result=scored(2, 3))


def single_choice_set_counted_twice(player):
    """Resumed while the first answer was being shown, it asks again and counts both."""
    yield player.says("attempted")
    yield player.says("completed", result=scored(4, 3, success=True))


def summary(player):
    yield player.says("attempted")
    for part in (1, 2):
        yield player.says("interacted", part=part)
        answered = scored(1, 1)
        del answered["completion"]
        yield player.says("answered", part=part, result=answered)
    yield player.says("answered", result=scored(1, 2))


def essay(player):
    yield player.says("attempted")
    yield player.says("interacted")
    yield player.says("answered", result=scored(20, 80, response="La loutre"))
    yield player.says("failed")


def column(player):
    yield player.says("attempted")
    for part in (1, 2):
        yield player.says("attempted", part=part)
        yield player.says("interacted", part=part)
        yield player.says("answered", part=part, result=scored(1, 1))
        yield player.progressed(part)
    yield player.says("completed", result=scored(2, 2))


def column_1_16(player):
    """It does not say that it began; its player says that it was opened. One part is tried again at the end."""
    yield player.says("experienced")
    for part in (1, 2):
        yield player.says("interacted", part=part)
        yield player.progressed(part)
        yield player.says("answered", part=part, result=scored(part - 1, 1))
    yield player.says("completed", result=scored(3, 4))
    yield player.says("interacted", part=1)
    yield player.progressed(1)
    yield player.says("answered", part=1, result=scored(1, 1))
    yield player.says("completed", result=scored(4, 4))


def question_set(player):
    yield player.says("attempted")
    for part in (1, 2):
        yield player.says("attempted", part=part)
        yield player.says("interacted", part=part)
        yield player.says("answered", part=part, result=scored(part - 1, 1))
    yield player.says("completed", result=scored(1, 2))


def question_set_without_check(player):
    """Its questions say no answer of their own; pressed again when it is reopened, its button ends it once more."""
    yield player.says("attempted")
    yield player.says("interacted", part=1)
    yield player.says("completed", result=scored(6, 8))
    yield player.says("completed", result=scored(6, 8))


def memory_game(player):
    yield player.says("attempted")
    yield player.says("interacted")
    yield player.says("completed", result=scored(1, 1))


def book(player):
    """Its chapters say that they are completed, at their first question and again, and name no parent."""
    yield player.says("attempted")
    for part in (1, 2):
        yield player.says("interacted", part=part + 2)
        yield player.says("completed", part=part, parent=False, result=scored(0, 1))
        yield player.says("answered", part=part + 2, result=scored(1, 1))
        yield player.says("completed", part=part, parent=False, result=scored(1, 1))
    yield player.says("completed", result=scored(2, 2))


def film(player):
    yield player.says("experienced")


def blanks(player):
    """Neither it nor H5P.DragText says whether the answer is right."""
    yield player.says("attempted")
    yield player.says("interacted")
    answered = scored(3, 4, response="rivière[,]catiche[,]poissons[,]")
    del answered["success"]
    yield player.says("answered", result=answered)


def presentation(player):
    yield player.says("attempted")
    for page in (1, 2, 3):
        yield player.progressed(page)
    yield player.says("answered", part=1, result=scored(1, 1))
    yield player.says("completed", result=scored(1, 1))


def interactive_video(player):
    yield player.says("attempted")
    yield player.says("interacted")
    yield player.says("answered", part=1, result=scored(0, 1))
    yield player.says("answered", part=2, parent=False, result=scored(1, 1))
    yield player.says("completed", result=scored(1, 2))


def accordion(player):
    yield player.says("attempted")
    yield player.says(CONSUMED, result={"completion": True})


def accordion_of_parts(player):
    yield player.says(CONSUMED, part=1, result={"completion": True})
    yield player.says("consumed", result={"completion": True})


def questionnaire(player):
    yield player.says("attempted", part=1, parent=False)
    yield player.says("interacted", part=1, result={"response": "0"})
    yield player.says("interacted")


def column_left_halfway(player):
    yield from list(column(player))[:5]


def essay_that_only_failed(player):
    yield player.says("attempted")
    yield player.says("failed")


PLAYED = [
    # type, sequence, which statement completes (its rank), scores of the attempts
    ("H5P.MultiChoice", question, 2, [0.5]),
    ("H5P.TrueFalse", question, 2, [0.5]),
    ("H5P.DragText", drag_text, 1, [0.0]),
    ("H5P.Crossword", drag_text, 1, [0.0]),
    ("H5P.SingleChoiceSet", single_choice_set, 7, [0.6667]),
    ("H5P.SingleChoiceSet", single_choice_set_counted_twice, 1, [1.0]),
    ("H5P.Blanks", blanks, 2, [0.75]),
    ("H5P.DragQuestion", question, 2, [0.5]),
    ("H5P.MarkTheWords", question, 2, [0.5]),
    ("H5P.QuestionSet", question_set, 7, [0.5]),
    ("H5P.QuestionSet", question_set_without_check, 2, [0.75, 0.75]),
    ("H5P.MemoryGame", memory_game, 2, [1.0]),
    ("H5P.Summary", summary, 5, [0.5]),
    ("H5P.Essay", essay, 2, [0.25]),
    ("H5P.Column", column, 9, [1.0]),
    ("H5P.Column", column_1_16, 7, [0.75, 1.0]),
    ("H5P.InteractiveBook", book, 9, [1.0]),
    ("H5P.CoursePresentation", presentation, 5, [1.0]),
    ("H5P.InteractiveVideo", interactive_video, 4, [0.5]),
    ("H5P.Accordion", accordion, 0, [None]),
    ("H5P.Accordion", accordion_of_parts, 1, [None]),
    ("H5P.Questionnaire", questionnaire, 2, []),
    ("H5P.Column", column_left_halfway, None, []),
    ("H5P.Essay", essay_that_only_failed, None, []),
]


@pytest.fixture
def play(client, course, learner, make_content):
    """Plays a content of a type by sending its sequence; says after which statement the unit is done."""
    api.enrol(user=learner, course_id=course.pk)
    client.force_login(learner)

    def play(machine_name, sequence, *, at_once=False, silent=False, submit_screen=True):
        content = make_content(machine_name, machine_name)
        ends = [{"time": 8, "label": "0:08"}] if submit_screen else []
        content.parameters = {
            "interactiveVideo": {"assets": {"endscreens": ends}},
            "behaviour": {"displaySummary": submit_screen},
        }
        content.save()
        # A holder without a part that scores would be done once opened.
        if not silent:
            add_scoring_part(content)
        put_content(units_of(course)[0].page, content)
        said = list(sequence(Player(content)))
        url = reverse("learning:statements", args=[content.pk])
        done = []
        for batch in [said] if at_once else [[each] for each in said]:
            body = json.dumps({"statements": batch})
            answer = client.post(url, body, content_type="application/json")
            assert answer.status_code == 200, answer.content
            done.append(answer.json()["courses"][str(course.pk)]["percent"] == 25)
        return said, done

    return play


def add_scoring_part(content):
    part, _created = type(content.library).objects.get_or_create(
        machine_name="H5P.Blanks",
        major=1,
        minor=0,
        defaults={"patch": 0, "title": "Blanks", "runnable": True, "installed_at": content.created_at},
    )
    content.dependencies.create(library=part, position=0)


@pytest.mark.parametrize(("machine_name", "sequence", "completes", "scores"), PLAYED)
def test_a_unit_is_done_with_the_statement_that_ends_the_activity(play, machine_name, sequence, completes, scores):
    said, done = play(machine_name, sequence)
    assert done == [completes is not None and rank >= completes for rank in range(len(said))]
    found = Attempt.objects.order_by("finished_at").values_list("score_scaled", flat=True)
    assert list(found) == scores
    assert Statement.objects.count() - len(said) in (0, 1)
    assert not Attempt.objects.filter(activity_iri__contains="subContentId").exists()


@pytest.mark.parametrize(("machine_name", "sequence", "completes", "scores"), PLAYED)
def test_the_same_is_true_of_statements_that_waited_and_come_together(play, machine_name, sequence, completes, scores):
    _said, done = play(machine_name, sequence, at_once=True)
    assert done == [completes is not None]
    assert list(Attempt.objects.order_by("finished_at").values_list("score_scaled", flat=True)) == scores


@pytest.mark.parametrize(
    "holder", ["H5P.Column", "H5P.InteractiveBook", "H5P.CoursePresentation", "H5P.InteractiveVideo"]
)
def test_a_holder_of_texts_and_pictures_alone_is_done_once_opened(play, holder):
    assert play(holder, film, silent=True)[1] == [True]
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("machine_name", ["H5P.Video", "H5P.Audio", "H5P.ImageHotspots", "H5P.Timeline"])
def test_what_says_nothing_of_itself_is_done_once_opened(play, machine_name):
    assert play(machine_name, film)[1] == [True]
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("machine_name", ["H5P.InteractiveVideo", "H5P.InteractiveBook"])
def test_a_holder_of_questions_without_its_submit_screen_is_done_once_opened(play, machine_name):
    assert play(machine_name, film, submit_screen=False)[1] == [True]


def test_a_type_whose_scripts_never_speak_is_done_once_opened(play, make_content):
    library = make_content(machine_name="H5P.GreetingCard").library
    type(library).objects.filter(pk=library.pk).update(speaks=False)
    assert play("H5P.GreetingCard", film, silent=True)[1] == [True]


def test_trying_again_keeps_every_attempt_and_takes_nothing_back(play):
    def retried(player):
        yield from question(player)
        yield player.says("answered", result=scored(2, 2))
        yield player.says("answered", result=scored(0, 2))

    _said, done = play("H5P.MultiChoice", retried)
    assert done[2:] == [True, True, True]
    assert list(Attempt.objects.order_by("finished_at").values_list("score_scaled", flat=True)) == [0.5, 1.0, 0.0]


def test_an_end_that_xapi_would_refuse_in_its_details_completes_all_the_same(play):
    def clumsy(player):
        ended = player.says("completed", result=scored(1, 1, response=["a"]) | {"success": None})
        ended["object"]["definition"] |= {"interactionType": "compound", "description": {"en-US": None}}
        yield ended

    _said, done = play("H5P.QuestionSet", clumsy)
    assert done == [True]
    assert Attempt.objects.get().score_scaled == 1
    assert Attempt.objects.get().response == '["a"]'
