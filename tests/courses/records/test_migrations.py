"""Rows that were kept before a migration are found after it, and after it was taken back."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from courses.records.models import StatementReference
from tests.courses.records.xapi.conftest import ACCOUNT_AGENT, GROUP, OBJECT, statement, sub_statement

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = [("pv_records", "0002_store_for_clients")]
RELATED = {"id": "http://example.org/related"}


def migrate(targets=None):
    executor = MigrationExecutor(connection)
    executor.migrate(targets or executor.loader.graph.leaf_nodes())
    return MigrationExecutor(connection).loader.project_state(targets or []).apps


@pytest.fixture
def everything_again():
    yield
    migrate()


def test_references_are_filled_from_the_statements_and_taken_back(make_lrs, everything_again):
    make_lrs().keep(
        statement(),
        statement(actor={**GROUP, "member": [ACCOUNT_AGENT]}),
        statement(context={"team": {**GROUP, "member": [ACCOUNT_AGENT]}, "contextActivities": {"parent": [OBJECT]}}),
        sub_statement(object=RELATED, context={"contextActivities": {"category": RELATED}}),
        sub_statement(actor=ACCOUNT_AGENT, object={"objectType": "Agent", **ACCOUNT_AGENT}),
    )
    rows = {(str(row.statement_id), row.key, row.role, row.stored) for row in StatementReference.objects.all()}
    assert {role for _, _, role, _ in rows} == {"member", "team", "parent", "inner"}
    apps = migrate(BEFORE)
    related = list(
        apps.get_model("pv_records", "Statement").objects.order_by("stored").values_list("related", flat=True)
    )
    assert all("\naccount|http" in text for text in related)
    assert [f"\n{RELATED['id']}\n" in text for text in related] == [False, False, False, True, False]
    assert apps.get_model("pv_records", "StatementMember").objects.count() == 1
    migrate()
    assert rows == {(str(row.statement_id), row.key, row.role, row.stored) for row in StatementReference.objects.all()}
