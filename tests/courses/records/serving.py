"""The record store served by a process of its own, with the database that it is given."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

ROOT = Path(__file__).resolve().parents[3]
SERVER = """
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from django.conf import settings

settings.DATABASES["default"]["NAME"] = sys.argv[1]
from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
from courses.records.models import XapiClient


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 128


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


client = XapiClient(name="Porte-Voix")
secret = client.renew_secret()
client.save()
server = make_server("127.0.0.1", 0, application, Server, Quiet)
print(server.server_port, client.key, secret, flush=True)
server.serve_forever()
"""


@contextmanager
def serving(database: str, **environment: str) -> Iterator[SimpleNamespace]:
    """Its address, key and secret, and its process, which is killed at the end."""
    given = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.test", **environment}
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER, database], stdout=subprocess.PIPE, cwd=ROOT, text=True, env=given
    )
    try:
        port, key, secret = process.stdout.readline().split()
        url = f"http://127.0.0.1:{port}/xapi"
        yield SimpleNamespace(url=url, port=int(port), key=key, secret=secret, database=database, process=process)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
