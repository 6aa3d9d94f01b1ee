"""Requests made by a machine from a description of the store (`openapi.yaml`): whatever is sent, never a 500."""

from pathlib import Path

import pytest
import schemathesis
import yaml
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, settings

pytestmark = pytest.mark.django_db
DESCRIPTION = yaml.safe_load(Path(__file__).with_name("openapi.yaml").read_text(encoding="utf-8"))
SPOKEN = {200, 204, 400, 404, 405, 409, 412, 413}
schema = schemathesis.openapi.from_dict(DESCRIPTION)
schema.app = get_wsgi_application()


@schema.parametrize()
@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
def test_a_status_of_the_specification_always_answers(case, lrs):
    response = case.call(headers=lrs.headers)
    assert response.status_code in SPOKEN, response.text
    assert response.headers["x-experience-api-version"]
