"""Serves the demo: granian for the pages, one worker for the heavy tasks, both stopped together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from django.conf import settings

HOST = "127.0.0.1"
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 10


def serve(*, port: str, ready: Callable[[], None]) -> int:
    """Serves until Ctrl-C or until the server dies; the status to exit with.

    `ready` is called once the server answers on its port.
    """
    with _stopped_by_signals() as stopping, _processes(port) as processes:
        server, worker = processes
        if not _wait_for_port(server, int(port), stopping):
            return server.returncode or 1
        ready()
        while not stopping and server.poll() is None:
            if worker.poll() is not None:
                return 1
            time.sleep(0.2)
        return 0 if stopping else server.returncode or 1


def commands(port: str) -> tuple[list[str], list[str]]:
    """The server's and the worker's command lines."""
    manage = str(settings.BASE_DIR / "manage.py")
    server = ["granian", "--interface", "wsgi", "--workers", "2", "--host", HOST, "--port", port]
    server += ["--blocking-threads", "8", "--log-level", "error", "--no-ws", "cms.wsgi:application"]
    worker = [manage, "db_worker", "--backend", "heavy", "--queue-name", "*", "--no-reload", "-v", "0"]
    return [sys.executable, "-m", *server], [sys.executable, *worker]


@contextmanager
def _processes(port: str) -> Iterator[list[subprocess.Popen[bytes]]]:
    # Each in a session of its own: Ctrl-C reaches this process alone, which then stops them in order.
    running = [subprocess.Popen(command, cwd=settings.BASE_DIR, start_new_session=True) for command in commands(port)]
    try:
        yield running
    finally:
        for process in running:
            _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextmanager
def _stopped_by_signals() -> Iterator[list[int]]:
    """A list that a signal fills, in place of the exception that would cut the cleaning short."""
    received: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        received.append(number)

    before = {number: signal.signal(number, note) for number in STOPPING}
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _wait_for_port(server: subprocess.Popen[bytes], port: int, stopping: list[int]) -> bool:
    import socket

    while server.poll() is None and not stopping:
        with socket.socket() as client:
            client.settimeout(0.5)
            if client.connect_ex((HOST, port)) == 0:
                return True
        time.sleep(0.1)
    return bool(stopping)
