import re
from pathlib import Path

import pytest
from django.core.cache import CacheHandler

from cms.settings import environment

ROOT = Path(__file__).resolve().parents[2]


def documented():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.findall(r"^\| `([A-Z0-9_]+)` \|", readme, re.MULTILINE)


def test_readme_lists_every_variable_once():
    assert documented() == list(environment.VARIABLES)


def test_only_declared_variables_are_read():
    with pytest.raises(KeyError):
        environment.read("PV_UNDECLARED")
    for path in (ROOT / "cms" / "settings").glob("*.py"):
        if path.name != "environment.py":
            assert "os.environ[" not in path.read_text(encoding="utf-8")
            assert "environ.get" not in path.read_text(encoding="utf-8")


def test_secret_key_is_made_once(monkeypatch, tmp_path):
    monkeypatch.setenv("PV_VAR_DIR", str(tmp_path))
    monkeypatch.delenv("DJANGO_SECRET_KEY", raising=False)
    first = environment.secret_key()
    assert first == environment.secret_key()
    assert len(first) > 40


def test_the_record_keeps_its_first_address_when_the_site_moves(monkeypatch, tmp_path):
    monkeypatch.setenv("PV_VAR_DIR", str(tmp_path))
    assert environment.record_url("http://localhost:8000") == "http://localhost:8000"
    assert environment.record_url("https://rives.example") == "http://localhost:8000"
    monkeypatch.setenv("PV_RECORD_URL", "https://rives.example")
    assert environment.record_url("https://ailleurs.example") == "https://rives.example"


def test_attempts_are_counted_at_one_place_for_every_worker(tmp_path):
    """The site has several processes: what one of them counts, another reads."""
    from cms.settings import base

    given = {**base.CACHES["default"], "LOCATION": tmp_path}
    one, other = (CacheHandler({"default": given})["default"] for _worker in range(2))
    one.set("attempts", 3, 60)
    assert other.get("attempts") == 3
