"""What serves the demo starts together and stops together."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import get_finder

from cms.demo import serving
from cms.demo.statics import collect_static

SCRIPT = """
import sys
import time
from cms.demo import serving
sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
port = [sys.executable, "-m", "http.server", sys.argv[1], "--bind", "127.0.0.1"]
serving.commands = lambda _port: (port, sleeper)
import django
django.setup()
sys.exit(serving.serve(port=sys.argv[1], ready=lambda: print("ready", flush=True)))
"""


@pytest.fixture
def port() -> str:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


def children_of(pid: int) -> list[int]:
    listing = Path(f"/proc/{pid}/task/{pid}/children")
    if not listing.exists():
        pytest.skip("needs /proc")
    return [int(child) for child in listing.read_text().split()]


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_the_server_and_the_worker(port, stop):
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, port],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.test"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        try:
            assert "ready\n" in iter(process.stdout.readline, "")
            children = children_of(process.pid)
            assert len(children) == 2
            process.send_signal(stop)
            assert process.wait(15) == 0
        finally:
            process.kill()
    assert not [child for child in children if Path(f"/proc/{child}").exists()]


def test_the_commands_are_the_ones_of_production():
    server, worker = serving.commands("8123")
    assert server[2:] == [
        *("granian", "--interface", "wsgi", "--workers", "2", "--host", "127.0.0.1", "--port", "8123"),
        *("--blocking-threads", "8", "--log-level", "error", "--no-ws", "cms.wsgi:application"),
    ]
    assert worker[2:5] == ["db_worker", "--backend", "heavy"]


def test_static_files_are_collected_only_when_one_changed(tmp_path, settings):
    style = tmp_path / "source" / "style.css"
    style.parent.mkdir()
    style.write_text("a{}")
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [style.parent]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    get_finder.cache_clear()
    assert collect_static()
    assert not collect_static()
    style.write_text("a{color:red}")
    os.utime(style, (time.time() + 5, time.time() + 5))
    assert collect_static()
    assert (settings.STATIC_ROOT / "style.css").read_text() == "a{color:red}"
    get_finder.cache_clear()
