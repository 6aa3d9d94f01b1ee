"""A slow line: the page is there, one can write in it, and its scripts are not there yet."""

from contextlib import contextmanager


@contextmanager
def scripts_late(page, url):
    """Opens `url` and holds every script back until the block ends."""
    held = []
    page.route("**/*.js", lambda route: route.continue_() if held is None else held.append(route))
    page.goto(url, wait_until="commit")
    yield
    waiting, held = held, None
    for route in waiting:
        route.continue_()
