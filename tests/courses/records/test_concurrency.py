"""Nothing acknowledged is lost: many writers at once, and a writer killed in the middle of its work."""

import subprocess
import sys
import threading
import time
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection

from courses.records import api
from courses.records.models import Attempt, Completion, Statement
from tests.courses.records.conftest import NOW, QUIZ, scored

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
