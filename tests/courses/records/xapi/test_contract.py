"""Requests made by a machine from a description of the store (`openapi.yaml`): whatever is sent, never a 500."""

from pathlib import Path

import pytest
import schemathesis
import yaml
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings

pytestmark = pytest.mark.django_db
DESCRIPTION = yaml.safe_load(Path(__file__).with_name("openapi.yaml").read_text(encoding="utf-8"))
SPOKEN = {200, 204, 400, 404, 405, 409, 412, 413}


@pytest.fixture(autouse=True)
def _same_connection():
    """A request that ends does not close the test's connection, as with Django's own test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


# Its systematic variants, hundreds for each parameter, are those that `test_hostile_requests` plays.
CONFIG = schemathesis.Config.from_dict({"phases": {"coverage": {"enabled": False}}})
schema = schemathesis.openapi.from_dict(DESCRIPTION, config=CONFIG)
schema.app = get_wsgi_application()


@schema.parametrize()
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
def test_a_status_of_the_specification_always_answers(case, lrs):
    response = case.call(headers=lrs.headers)
    assert response.status_code in SPOKEN, response.text
    assert response.headers["x-experience-api-version"]
