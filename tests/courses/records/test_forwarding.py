"""Statements go on to another record store: a real one in another process, and ones that answer badly."""

import http.client
import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import connection

from courses.records import api, forwarding, tasks
from courses.records.models import Forwarding, Statement
from courses.records.xapi.sending import Destination
from tests.courses.records.conftest import NOW, scored
from tests.courses.records.serving import serving
from tests.courses.records.xapi.conftest import statement
from tests.courses.records.xapi.test_communication_1_5_attachments import MIXED, TEXT, body, described, part


def keep_attached(lrs):
    sent = body(part(TEXT), first=[statement(attachments=[described()])])
    return lrs.post("statements", sent, content_type=MIXED).json()


@pytest.fixture
def towards(settings):
    def towards(url, *credentials):
        settings.PV_RECORDS_FORWARD_URL = url
        settings.PV_RECORDS_FORWARD_KEY, settings.PV_RECORDS_FORWARD_SECRET = credentials or ("k", "s")

    return towards


@pytest.fixture
def answering(towards):
    """A store that answers what the test says and remembers what it was asked."""
    stores = []

    def answering(answer):
        asked = []

        class Handler(BaseHTTPRequestHandler):
            def handle_any(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                asked.append(SimpleNamespace(method=self.command, path=self.path, headers=self.headers, body=body))
                status, headers = answer(asked[-1])
                if status is None:
                    self.connection.close()
                    return
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_POST = do_PUT = do_GET = handle_any

            def log_message(self, *args):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        stores.append(server)
        towards(f"http://127.0.0.1:{server.server_port}/lrs/")
        return asked

    yield answering
    for server in stores:
        server.shutdown()
        server.server_close()


@pytest.fixture
def second_store(transactional_db, tmp_path):
    """A record store of our own with its own database, empty, in another process."""
    given = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        name = str(tmp_path / "second.sqlite3")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [name])
        with serving(name) as store:
            yield store
        return
    name = f"{given}_second"
    connection.close()
    show_out_of(given)
    on_the_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE "{given}"')
    with serving(name) as store:
        yield store
    on_the_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def show_out_of(name):
    """Ends what others still do in a database: it is copied only when nobody is in it."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = %s", [name])


def on_the_server(*commands):
    for command in commands:
        with connection._nodb_cursor() as cursor:
            cursor.execute(command)


def found_there(store):
    """Every statement of a served store by id, asked for page by page."""
    destination = Destination(store.url, store.key, store.secret)
    headers = {"Authorization": destination.authorization, "X-Experience-API-Version": "1.0.3"}
    found, address = {}, "/xapi/statements"
    while address:
        connected = http.client.HTTPConnection("127.0.0.1", store.port)
        connected.request("GET", address, headers=headers)
        page = json.loads(connected.getresponse().read())
        connected.close()
        found |= {one["id"]: one for one in page["statements"]}
        address = page["more"]
    return found


def at(moment):
    return lambda: moment


def waiting():
    return Statement.objects.filter(forwarding="waiting").count()


def test_everything_arrives_once_in_another_store(second_store, towards, make_lrs, user, define):
    towards(second_store.url, second_store.key, second_store.secret)
    define()
    own = api.record_statements(user=user, statements=[scored(0.5), scored(1)], now=NOW).ids
    lrs = make_lrs()
    kept = lrs.keep(*(statement() for _ in range(60)))
    attached = keep_attached(lrs)
    assert waiting() == 63
    done = forwarding.send_waiting()
    assert (done.sent, done.refused, done.next_try_at, waiting()) == (63, 0, None, 0)
    there = found_there(second_store)
    assert set(there) == {*map(str, own), *kept, *attached}
    assert there[str(own[0])]["actor"]["account"]["name"] == str(api.learner_of(user=user).uuid)
    forwarding.queue_everything()
    assert forwarding.send_waiting().sent == 63
    assert len(found_there(second_store)) == 63


def test_a_store_that_dies_midway_loses_nothing(second_store, towards, make_lrs):
    towards(second_store.url, second_store.key, second_store.secret)
    lrs = make_lrs()
    lrs.keep(*(statement() for _ in range(70)))
    second_store.process.kill()
    second_store.process.wait()
    done = forwarding.send_waiting()
    assert (done.sent, waiting()) == (0, 70)
    info = forwarding.forwarding_info()
    assert (info.error, info.waiting, info.sent) == ("unreachable", 70, 0)


def test_nothing_waits_nor_costs_when_no_store_is_set(user, define, django_assert_num_queries):
    define()
    api.record_statements(user=user, statements=[scored(0.5)], now=NOW)
    assert waiting() == 0
    with django_assert_num_queries(0):
        assert forwarding.send_waiting() == forwarding.Forwarded()
        tasks.wake_after_commit()


def test_a_batch_goes_in_order_with_our_credentials(make_lrs, answering):
    asked = answering(lambda one: (200, {}))
    ids = make_lrs().keep(*(statement() for _ in range(60)))
    assert forwarding.send_waiting().sent == 60
    assert [(one.method, one.path) for one in asked] == [("POST", "/lrs/statements")] * 2
    assert [one["id"] for sent in asked for one in json.loads(sent.body)] == ids
    assert asked[0].headers["Authorization"] == "Basic azpz"
    assert asked[0].headers["X-Experience-API-Version"] == "1.0.3"


def test_attachments_go_along(make_lrs, answering):
    asked = answering(lambda one: (200, {}))
    keep_attached(make_lrs())
    assert forwarding.send_waiting().sent == 1
    assert asked[0].headers["Content-Type"].startswith("multipart/mixed; boundary=")
    assert TEXT in asked[0].body


def test_one_refused_statement_stops_no_other(make_lrs, answering):
    good, bad, known = (statement() for _ in range(3))
    wrong, there = [], []

    def answer(one):
        if one.method == "POST":
            return 400, {}
        return (400 if one.path.endswith(wrong[0]) else 409 if one.path.endswith(there[0]) else 204), {}

    asked = answering(answer)
    ids = make_lrs().keep(good, bad, known)
    wrong.append(ids[1])
    there.append(ids[2])
    done = forwarding.send_waiting()
    assert (done.sent, done.refused, waiting()) == (2, 1, 0)
    assert [one.method for one in asked] == ["POST", "PUT", "PUT", "PUT"]
    assert forwarding.forwarding_info().refused == 1
    assert forwarding.try_refused_again() == waiting() == 1


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (401, "credentials"),
        (403, "credentials"),
        (404, "not-found"),
        (302, "redirected"),
        (429, "overloaded"),
        (503, "overloaded"),
        (500, "server-error"),
        (418, "unexpected"),
        (202, "unexpected"),
        (None, "unreachable"),
    ],
)
def test_whatever_it_answers_nothing_is_lost_and_the_reason_is_told(make_lrs, answering, status, problem):
    asked = answering(lambda one: (status, {"Location": "/elsewhere"}))
    make_lrs().keep(statement())
    done = forwarding.send_waiting()
    info = forwarding.forwarding_info()
    assert (done.sent, info.waiting, info.error, len(asked)) == (0, 1, problem, 1)
    assert done.next_try_at == info.next_try_at > info.error_at


def test_delays_grow_and_are_kept(make_lrs, answering):
    answers = [500, 500, 500, 200]
    asked = answering(lambda one: (answers[len(asked) - 1], {}))
    make_lrs().keep(statement())
    moment = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
    for minutes in (1, 2, 4):
        done = forwarding.send_waiting(clock=at(moment))
        assert done.next_try_at == moment + timedelta(minutes=minutes)
        assert forwarding.send_waiting(clock=at(moment)).next_try_at == done.next_try_at
        moment = done.next_try_at
    assert len(asked) == 3
    assert forwarding.send_waiting(clock=at(moment)).sent == 1
    state = Forwarding.objects.get()
    assert (state.failures, state.error, state.next_try_at, state.leased_until) == (0, "", None, None)


def test_a_longer_delay_that_is_asked_for_is_kept_within_bounds(make_lrs, answering):
    answering(lambda one: (429, {"Retry-After": "600"}))
    make_lrs().keep(statement())
    assert forwarding.send_waiting(clock=at(NOW)).next_try_at == NOW + timedelta(minutes=10)
    assert forwarding.delay_after(50) == forwarding.delay_after(1, timedelta(days=2)) == timedelta(hours=6)


def test_two_senders_do_not_send_the_same(make_lrs, answering):
    asked = answering(lambda one: (200, {}))
    make_lrs().keep(statement())
    state = Forwarding.objects.lease(forwarding.destination().url, NOW)
    assert forwarding.send_waiting(clock=at(NOW)).busy
    assert forwarding.send_waiting(clock=at(NOW + timedelta(minutes=11))).sent == 1
    state.release()
    assert len(asked) == 1


def test_the_task_asks_to_run_again_after_the_delay(make_lrs, answering, settings):
    from django_tasks_db.models import DBTaskResult

    settings.TASKS = {**settings.TASKS, "heavy": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    answering(lambda one: (503, {}))
    make_lrs().keep(statement())
    tasks.forward_statements.func()
    (again,) = DBTaskResult.objects.all()
    assert again.task_path == "courses.records.tasks.forward_statements"
    assert again.run_after == Forwarding.objects.get().next_try_at


def test_the_worker_is_asked_once_for_many_statements(
    make_lrs, towards, settings, monkeypatch, django_capture_on_commit_callbacks
):
    from django_tasks_db.models import DBTaskResult

    settings.TASKS = {**settings.TASKS, "heavy": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr(tasks._Alarm, "rings_at", None)
    towards("http://127.0.0.1:9/lrs")
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(3):
            make_lrs().keep(statement())
    assert DBTaskResult.objects.count() == 1


def test_the_command_sends_now_and_says_what_stopped_it(make_lrs, answering, towards, capsys):
    answers = [500, 200]
    asked = answering(lambda one: (answers[len(asked) - 1], {}))
    make_lrs().keep(statement())
    with pytest.raises(CommandError, match="HTTP 500"):
        call_command("forward_statements")
    call_command("forward_statements", "--all", "--refused")
    assert "1" in capsys.readouterr().out
    towards("")
    with pytest.raises(CommandError, match="PV_RECORDS_FORWARD_URL"):
        call_command("forward_statements")


class TestAdminPage:
    url = "/admin/transmission/"

    def test_it_shows_what_waits_and_what_stopped_it_in_french(self, make_lrs, answering, admin_client):
        answering(lambda one: (401, {}))
        make_lrs().keep(statement())
        forwarding.send_waiting()
        page = admin_client.get(self.url).content.decode()
        assert "refuse notre clé" in page
        assert "HTTP 401" in page
        assert "azpz" not in page

    def test_the_button_tries_at_once_despite_the_delay(self, make_lrs, answering, admin_client):
        answers = [503, 200]
        asked = answering(lambda one: (answers[len(asked) - 1], {}))
        make_lrs().keep(statement())
        forwarding.send_waiting()
        assert admin_client.post(self.url, {"what": "waiting"}).status_code == 302
        assert (len(asked), waiting()) == (2, 0)

    def test_without_a_destination_it_says_how_to_set_one(self, admin_client):
        assert "PV_RECORDS_FORWARD_URL" in admin_client.get(self.url).content.decode()
        assert admin_client.post(self.url).status_code == 200

    def test_it_is_for_administrators(self, client, user):
        client.force_login(user)
        assert client.get(self.url).status_code in (302, 403)


def test_the_setting_is_read_from_the_environment():
    assert django_settings.PV_RECORDS_FORWARD_URL == ""
