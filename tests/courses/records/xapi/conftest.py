"""Statements as the specification writes them, and a client that speaks to the store."""

import base64
import json
from copy import deepcopy
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest

ACTIVITY = "http://example.org/activities/marsh-walk"
MAP = {"fr": "Une promenade", "en-GB": "A walk"}
AGENT = {"objectType": "Agent", "name": "Alix", "mbox": "mailto:alix@example.org"}
ACCOUNT_AGENT = {"account": {"homePage": "http://example.org", "name": "42"}}
GROUP = {
    "objectType": "Group",
    "mbox": "mailto:group@example.org",
    "member": [{"mbox": "mailto:member@example.org"}],
}
VERB = {"id": "http://adlnet.gov/expapi/verbs/attended", "display": {"fr": "a suivi", "en-GB": "attended"}}
DEFINITION = {"name": MAP, "description": MAP, "type": "http://example.org/types/walk"}
OBJECT = {"objectType": "Activity", "id": ACTIVITY, "definition": DEFINITION}
SIGNED_BY = "http://adlnet.gov/expapi/attachments/signature"


def statement(**parts: Any) -> dict[str, Any]:
    """A minimal good statement; a part given as None is left out."""
    whole = {"actor": deepcopy(AGENT), "verb": deepcopy(VERB), "object": deepcopy(OBJECT), **parts}
    return {name: part for name, part in whole.items() if part is not None}


def sub_statement(**parts: Any) -> dict[str, Any]:
    return statement(object={"objectType": "SubStatement", **statement(**parts)})


def voiding(statement_id: str) -> dict[str, Any]:
    target = {"objectType": "StatementRef", "id": statement_id}
    return statement(verb={"id": "http://adlnet.gov/expapi/verbs/voided"}, object=target)


class Lrs:
    """A client of the store with its credentials and the version header."""

    def __init__(self, client: Any, key: str, secret: str) -> None:
        self.client = client
        self.basic = "Basic " + base64.b64encode(f"{key}:{secret}".encode()).decode()
        self.headers = {"Authorization": self.basic, "X-Experience-API-Version": "1.0.3"}

    def ask(self, method: str, path: str, params: Any = None, body: Any = None, **options: Any) -> Any:
        url = f"/xapi/{path}" if not path.startswith("/") else path
        if params:
            url += "?" + urlencode(
                {name: json.dumps(value) if isinstance(value, dict) else value for name, value in params.items()}
            )
        data = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
        headers = {**self.headers, **options.get("headers", {})}
        content_type = options.get("content_type", "application/json")
        kept = {name: value for name, value in headers.items() if value}
        return self.client.generic(method, url, data, content_type=content_type, headers=kept)

    def get(self, path: str, params: Any = None, **options: Any) -> Any:
        return self.ask("GET", path, params, **options)

    def put(self, path: str, params: Any, body: Any, **options: Any) -> Any:
        return self.ask("PUT", path, params, body, **options)

    def post(self, path: str, body: Any, params: Any = None, **options: Any) -> Any:
        return self.ask("POST", path, params, body, **options)

    def delete(self, path: str, params: Any, **options: Any) -> Any:
        return self.ask("DELETE", path, params, **options)

    def keep(self, *statements: dict[str, Any]) -> list[str]:
        response = self.post("statements", list(statements))
        assert response.status_code == 200, response.content
        return response.json()

    def found(self, **params: Any) -> list[str]:
        response = self.get("statements", params)
        assert response.status_code == 200, response.content
        return [one["id"] for one in response.json()["statements"]]


@pytest.fixture
def lrs(make_lrs):
    return make_lrs()


@pytest.fixture
def new_id():
    return str(uuid4())
