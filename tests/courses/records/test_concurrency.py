"""Nothing acknowledged is lost: many writers at once, and a writer killed in the middle of its work."""

import base64
import http.client
import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import connection

from courses.records import api
from courses.records.models import Attempt, Completion, Statement, StatementReference
from tests.courses.records.conftest import NOW, QUIZ, scored
from tests.courses.records.serving import serving
from tests.courses.records.xapi.conftest import statement

WRITERS, EACH = 64, 2
ROOT = Path(__file__).resolve().parents[3]
WORKER = """
import sys
import django
from django.conf import settings

settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from django.contrib.auth import get_user_model
from django.utils import timezone
from courses.records import api

user = get_user_model().objects.get(pk=sys.argv[2])
while True:
    recorded = api.record_platform_statement(
        user=user, verb="http://adlnet.gov/expapi/verbs/answered", activity_iri="http://x.org/a", score=0.5,
        now=timezone.now(),
    )
    print(recorded.ids[0], flush=True)
"""

pytestmark = pytest.mark.django_db(transaction=True)


def test_64_writers_at_once_lose_nothing(define, django_user_model):
    define()
    users = [django_user_model.objects.create_user(email=f"u{number}@example.org") for number in range(WRITERS)]
    acknowledged: list[UUID] = []
    failures: list[BaseException] = []

    def write(user) -> None:
        try:
            for _ in range(EACH):
                acknowledged.extend(api.record_statements(user=user, statements=[scored(0.5)], now=NOW).ids)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[user]) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert set(Statement.objects.values_list("pk", flat=True)) == set(acknowledged)
    assert len(acknowledged) == Attempt.objects.count() == WRITERS * EACH
    assert Completion.objects.count() == WRITERS


def test_two_devices_of_one_learner_agree(user, define):
    define()
    scores = [number / 10 for number in range(1, 9)]
    threads = [threading.Thread(target=_answer, args=[user, score]) for score in scores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert api.completions_of(user=user, activity_iris=[QUIZ])[QUIZ].score == max(scores)
    assert api.rebuild().differences == 0


def _answer(user, score: float) -> None:
    try:
        api.record_statements(user=user, statements=[scored(score)], now=NOW)
    finally:
        connection.close()


def test_a_writer_killed_in_the_middle_loses_nothing_it_acknowledged(user):
    api.learner_of(user=user)
    name = str(connection.settings_dict["NAME"])
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER, name, str(user.pk)], stdout=subprocess.PIPE, cwd=ROOT, text=True
    )
    first = process.stdout.readline()
    time.sleep(0.5)
    process.kill()
    told = [first, *process.stdout.readlines()]
    process.wait()
    acknowledged = {UUID(line.strip()) for line in told if line.endswith("\n")}
    assert len(acknowledged) > 1
    assert acknowledged <= set(Statement.objects.values_list("pk", flat=True))
    assert api.rebuild().differences == 0


CATEGORY = {"contextActivities": {"category": [{"id": "http://example.org/category"}]}}


class Clients:
    """So many clients of a served store, each with a connection, and what they were told."""

    def __init__(self, store, count: int) -> None:
        self.store = store
        self.acknowledged: list[UUID] = []
        self.refusals: list[object] = []
        self.threads = [threading.Thread(target=self.write) for _ in range(count)]
        self.stopped = threading.Event()
        basic = base64.b64encode(f"{store.key}:{store.secret}".encode()).decode()
        self.headers = {"Authorization": f"Basic {basic}", "X-Experience-API-Version": "1.0.3"}
        self.headers["Content-Type"] = "application/json"

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def finish(self) -> None:
        for thread in self.threads:
            thread.join()

    def write(self, times: int = 10_000) -> None:
        while not self.stopped.is_set() and times:
            times -= 1
            connected = http.client.HTTPConnection("127.0.0.1", self.store.port, timeout=60)
            batch = [statement(id=str(uuid4()), context=CATEGORY) for _ in range(2)]
            try:
                connected.request("POST", "/xapi/statements", json.dumps(batch), self.headers)
                response = connected.getresponse()
                told = response.read()
            except (OSError, http.client.HTTPException) as error:
                self.refusals.append(error)
                return
            finally:
                connected.close()
            if response.status == 200:
                self.acknowledged += [UUID(one) for one in json.loads(told)]
            else:
                self.refusals.append(told)


@pytest.fixture
def served(transactional_db):
    with serving(str(connection.settings_dict["NAME"])) as store:
        yield store


def kept_whole():
    """The ids of the statements kept; each must have its reference, as both were one transaction."""
    ids = set(Statement.objects.values_list("pk", flat=True))
    assert ids == set(StatementReference.objects.values_list("statement_id", flat=True))
    return ids


def test_64_clients_of_the_store_are_all_served(served):
    clients = Clients(served, WRITERS)
    clients.threads = [threading.Thread(target=clients.write, args=[2]) for _ in range(WRITERS)]
    clients.start()
    clients.finish()
    assert clients.refusals == []
    assert len(clients.acknowledged) == WRITERS * 4
    assert kept_whole() == set(clients.acknowledged)


def test_a_store_killed_under_load_keeps_what_it_acknowledged_and_no_half(served):
    clients = Clients(served, 16)
    clients.start()
    until = time.monotonic() + 60
    while len(clients.acknowledged) < 60 and time.monotonic() < until:
        time.sleep(0.01)
    served.process.kill()
    clients.finish()
    kept = kept_whole()
    assert len(clients.acknowledged) >= 60
    assert set(clients.acknowledged) <= kept
    assert len(kept) % 2 == 0
