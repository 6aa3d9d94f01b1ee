"""The territories come and go with their migration."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def migrate(name):
    executor = MigrationExecutor(connection)
    executor.migrate([("pv_directory", name)])
    return MigrationExecutor(connection).loader.project_state([("pv_directory", name)]).apps


@pytest.mark.django_db(transaction=True)
def test_loading_territories_can_be_undone_and_done_again():
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes("pv_directory")
    before = migrate("0001_initial").get_model("pv_directory", "Territory")
    assert not before.objects.exists()
    after = migrate("0002_load_territories").get_model("pv_directory", "Territory")
    assert after.objects.filter(kind="departement", region__isnull=False).count() == 101
    MigrationExecutor(connection).migrate(newest)
