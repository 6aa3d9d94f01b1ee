from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from courses.records import api
from courses.records.data import ActivityDefinition, CompletionRule
from courses.records.models import Scope, XapiClient
from tests.courses.records.xapi.conftest import Lrs

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
QUIZ = "http://localhost:8000/h5p/1/"
ANSWERED = "http://adlnet.gov/expapi/verbs/answered"


def statement(verb: str = "answered", iri: str = QUIZ, **parts: Any) -> dict[str, Any]:
    """What the player sends, once the page has given it an id."""
    verb_iri = verb if ":" in verb else f"http://adlnet.gov/expapi/verbs/{verb}"
    return {"id": str(uuid4()), "verb": {"id": verb_iri}, "object": {"id": iri}, **parts}


def scored(scaled: float, **parts: Any) -> dict[str, Any]:
    result = {"score": {"scaled": scaled}, "completion": True, "duration": "PT30S", "response": "a[,]b"}
    return statement(result=result, **parts)


@pytest.fixture
def user(db, django_user_model):
    return django_user_model.objects.create_user(email="camille@example.org", password="secret")


@pytest.fixture
def other(db, django_user_model):
    return django_user_model.objects.create_user(email="noe@example.org", password="secret")


@pytest.fixture
def define(db):
    def define(iri: str = QUIZ, **rule: Any) -> ActivityDefinition:
        definition = ActivityDefinition(iri=iri, kind="h5p", name="Quiz", rule=CompletionRule(**rule))
        api.define_activities(activities=[definition])
        return definition

    return define


@pytest.fixture
def changes():
    """Every completion announced during the test."""
    from courses.records.signals import completion_changed

    heard: list[Any] = []

    def hear(sender, changes, **kwargs):
        heard.extend(changes)

    completion_changed.connect(hear)
    yield heard
    completion_changed.disconnect(hear)


@pytest.fixture
def make_lrs(client, db):
    def make_lrs(scope: str = Scope.ALL) -> Lrs:
        xapi_client = XapiClient(name="Test", scope=scope)
        secret = xapi_client.renew_secret()
        xapi_client.save()
        return Lrs(client, xapi_client.key, secret)

    return make_lrs
