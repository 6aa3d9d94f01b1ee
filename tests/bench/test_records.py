"""The record store: many clients at once beside a bare endpoint, batches beside `executemany`, a million statements."""

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from courses.records import api
from courses.records.models import Learner, Statement, StatementReference, XapiClient, account_of
from courses.records.parsing import identifier_of
from tests.courses.records.xapi.conftest import Lrs, statement

ROOT = Path(__file__).resolve().parents[2]
CATEGORY = {"contextActivities": {"category": [{"id": "http://example.org/category"}]}}
SECONDS = float(os.environ.get("PV_BENCH_SECONDS", "4"))
MILLION = int(os.environ.get("PV_BENCH_STATEMENTS", "1000000"))
LEARNERS = 20_000
AT_ONCE = 5_000
VERBS = ("answered", "completed", "attempted", "interacted", "experienced", "progressed", "passed", "scored")
FIRST = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def own_database(django_db_blocker, tmp_path_factory):
    """A database for these benches alone, committed to by several processes, gone after them."""
    with django_db_blocker.unblock():
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
        given = connection.settings_dict["NAME"]
        name = made(given, tmp_path_factory.mktemp("records") / "bench.sqlite3")
        connection.close()
        connection.settings_dict["NAME"] = name
        call_command("migrate", interactive=False, verbosity=0)
        yield name
        connection.close()
        connection.settings_dict["NAME"] = given
        if connection.vendor == "postgresql":
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def made(given, path):
    if connection.vendor == "sqlite":
        return str(path)
    name = f"bench_{given}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    return name


@pytest.fixture
def store(own_database):
    """The store in this process, spoken to by Django's own client."""
    client = XapiClient(name="Bench")
    secret = client.renew_secret()
    client.save()
    return Lrs(Client(), client.key, secret)


@pytest.fixture
def served(own_database, store):
    """The store behind granian with two workers, as `make demo` serves it."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    command = ["granian", "--interface", "wsgi", "--workers", "2", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--blocking-threads", "8", "--log-level", "error", "--no-ws", "tests.bench.bare:application"]
    environment = {**os.environ, "PV_BENCH_DATABASE": str(own_database), "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    process = subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=environment)
    wait_for(port, process)
    yield SimpleNamespace(port=port, headers={**store.headers, "Content-Type": "application/json"})
    process.terminate()
    process.wait()


def wait_for(port, process):
    until = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < until:
        try:
            return ask(http.client.HTTPConnection("127.0.0.1", port), "/xapi/about", {}, b"", "GET")
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not start")


def ask(connected, address, headers, body, method="POST"):
    connected.request(method, address, body, headers)
    response = connected.getresponse()
    response.read()
    return response.status


def load(served, address, clients, seconds):
    """Requests a second by so many clients that ask one after the other, and how many failed."""
    counts, errors = [], []
    until = time.monotonic() + seconds

    def work():
        connected = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
        count = 0
        while time.monotonic() < until:
            body = json.dumps(statement(id=str(uuid4()), context=CATEGORY)).encode()
            try:
                if ask(connected, address, served.headers, body) != 200:
                    errors.append(1)
            except OSError as error:
                errors.append(error)
            count += 1
        counts.append(count)

    started = time.monotonic()
    threads = [threading.Thread(target=work) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.monotonic() - started), len(errors)


def test_single_statements_beside_a_bare_endpoint(served, figure):
    for address in ("/bare", "/xapi/statements"):
        load(served, address, 8, 1)
    rates = {"/bare": [], "/xapi/statements": []}
    for _ in range(3):
        for address, measured in rates.items():
            measured.append(load(served, address, 8, SECONDS)[0])
    bare, own = (sorted(measured)[1] for measured in rates.values())
    figure("single statements, 8 clients", f"{own:.0f}/s, bare {bare:.0f}/s, ratio {own / bare:.2f}")
    assert own / bare >= 0.8


def test_64_clients_get_no_error(served, figure):
    before = Statement.objects.count()
    rate, errors = load(served, "/xapi/statements", 64, SECONDS)
    kept = Statement.objects.count() - before
    figure("single statements, 64 clients", f"{rate:.0f}/s, {errors} errors, {kept} kept")
    assert errors == 0


def test_batches_of_50_beside_executemany(store, figure):
    batches = [[statement(id=str(uuid4()), context=CATEGORY) for _ in range(50)] for _ in range(40)]
    bodies = [json.dumps(batch).encode() for batch in batches]
    store.post("statements", bodies[0])
    started = time.perf_counter()
    for body in bodies[1:]:
        assert store.post("statements", body).status_code == 200
    own = 50 * (len(bodies) - 1) / (time.perf_counter() - started)
    plain = executemany_rate(len(bodies) - 1)
    figure("batches of 50", f"{own:.0f} statements/s, executemany {plain:.0f}/s, ratio {own / plain:.2f}")
    assert own / plain >= 0.15


def executemany_rate(batches):
    """Statements a second by the driver's own `executemany`: both tables, fifty rows a transaction, nothing else."""
    now = timezone.now()
    sent = [statement(id=str(uuid4()), context=CATEGORY) for _ in range(50 * batches)]
    rows = [
        Statement(
            id=UUID(one["id"]), source="client", actor_key="mbox|mailto:alix@example.org", verb=one["verb"]["id"],
            object_key=one["object"]["id"], timestamp=now, stored=now, raw=json.dumps(one),
        )
        for one in sent
    ]  # fmt: skip
    references = [StatementReference(statement_id=row.id, key="c", role="category", stored=now) for row in rows]
    both = prepared(Statement, rows), prepared(StatementReference, references)
    started = time.perf_counter()
    for start in range(0, len(rows), 50):
        written([(sql, values[start : start + 50]) for sql, values in both])
    return len(rows) / (time.perf_counter() - started)


def written(several):
    """One transaction of the driver itself."""
    connection.ensure_connection()
    cursor = connection.connection.cursor()
    cursor.execute("BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "BEGIN")
    for sql, values in several:
        cursor.executemany(sql, values)
    cursor.execute("COMMIT")


def prepared(model, rows):
    """The driver's INSERT for these rows, and their values as the driver takes them."""
    fields = [field for field in model._meta.concrete_fields if field.column != "id" or model is Statement]
    mark = "?" if connection.vendor == "sqlite" else "%s"
    columns = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join([mark] * len(fields))
    sql = f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({places})'  # noqa: S608
    adapt = str if connection.vendor == "sqlite" else lambda value: value
    values = [
        [adapt(value) if isinstance(value, datetime) else value
         for value in (field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields)]
        for row in rows
    ]  # fmt: skip
    return sql, values


@pytest.fixture(scope="module")
def million(own_database):
    """A million statements: four in five of twenty thousand learners, the rest of one client, a category each."""
    user = get_user_model().objects.create_user(email="p@example.org")
    api.learner_of(user=user)
    Learner.objects.bulk_create((Learner() for _ in range(LEARNERS - 1)), batch_size=2000)
    learners = [learner.ref() for learner in Learner.objects.order_by("pk")]
    client = XapiClient.objects.create(name="Loader", key="loader", secret_hash="x")
    started = time.monotonic()
    fill(learners, client)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return SimpleNamespace(user=user, learner=learners[0], seconds=time.monotonic() - started)


def fill(learners, client):
    statements, references = columns_of(Statement), columns_of(StatementReference)
    for start in range(0, MILLION, AT_ONCE):
        pairs = [rows_at(number, learners, client) for number in range(start, min(start + AT_ONCE, MILLION))]
        poured(Statement, statements, [[row[name] for name in statements] for row, _ in pairs])
        poured(StatementReference, references, [[row[name] for name in references] for _, row in pairs])


def columns_of(model):
    return [field.column for field in model._meta.concrete_fields if field.column != "id" or model is Statement]


def poured(model, columns, values):
    """Rows that the driver takes as they are: by COPY on PostgreSQL, by `executemany` on SQLite."""
    names = ", ".join(f'"{name}"' for name in columns)
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        cursor = connection.connection.cursor()
        with cursor.copy(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN') as copy:
            for row in values:
                copy.write_row(row)
    else:
        places = ", ".join("?" * len(columns))
        written([(f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({places})', values)])  # noqa: S608


def category(number):
    return f"http://example.org/category/{number % 7}"


def rows_at(number, learners, client):
    """What happened at that second: a learner of a course, or in one case of five an agent of the client."""
    moment = FIRST + timedelta(seconds=number)
    stored = moment if connection.vendor == "postgresql" else moment.strftime("%Y-%m-%d %H:%M:%S")
    foreign = number % 5 == 1
    learner = learners[number % LEARNERS]
    actor = {"mbox": f"mailto:a{number % LEARNERS}@example.org"} if foreign else account_of(learner.uuid)
    one = uuid4()
    raw = {
        "id": str(one), "actor": actor,
        "verb": {"id": f"http://adlnet.gov/expapi/verbs/{VERBS[number % len(VERBS)]}"},
        "object": {"id": f"http://example.org/activities/{number % 211}"},
        "result": {"score": {"scaled": 0.5}, "completion": True, "duration": "PT30S", "response": "a[,]b"},
        "context": {"contextActivities": {"category": [{"id": category(number)}]}},
        "timestamp": moment.isoformat(), "stored": moment.isoformat(), "version": "1.0.3",
    }  # fmt: skip
    row = {
        "id": one.hex, "learner_id": None if foreign else learner.pk, "source": "client" if foreign else "relay",
        "client_id": client.pk if foreign else None, "actor_key": identifier_of(actor), "verb": raw["verb"]["id"],
        "object_key": raw["object"]["id"], "target": None, "registration": None, "timestamp": stored,
        "stored": stored, "voided": False, "forwarding": "", "raw": json.dumps(raw),
    }  # fmt: skip
    return row, {"statement_id": one.hex, "key": category(number), "role": "category", "stored": stored}


def test_a_million_statements(million, store, figure, median_ms):
    figure(f"{MILLION} statements filled", f"{million.seconds:.0f} s")
    account = account_of(million.learner.uuid)
    deep = (FIRST + timedelta(seconds=MILLION // 2)).isoformat()
    asked = {
        "latest first": {},
        "a learner's story": {"agent": account},
        "a learner, related agents": {"agent": account, "related_agents": "true"},
        "an agent nobody named": {"agent": {"mbox": "mailto:nobody@example.org"}, "related_agents": "true"},
        "a common category": {"activity": "http://example.org/category/3", "related_activities": "true"},
        "an activity nobody named": {"activity": "http://example.org/none", "related_activities": "true"},
        "a verb nobody used": {"verb": "http://example.org/none"},
        "half a million deep": {"until": deep},
    }
    times = {}
    for name, params in asked.items():
        assert store.get("statements", params).status_code == 200
        times[name] = median_ms(lambda params=params: store.get("statements", params))
    more = store.get("statements", {"until": deep}).json()["more"]
    times["the page after"] = median_ms(lambda: store.get(more))
    times["their statements, through the door"] = median_ms(lambda: list(api.statements_of(user=million.user)))
    for name, took in times.items():
        figure(f"{MILLION} statements, {name}", f"{took} ms")
    assert max(times.values()) < 50
