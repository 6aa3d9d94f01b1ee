"""Holds the plan of the house: rooms, labels, order, file names."""

import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR) if hasattr(settings, "BASE_DIR") else Path(__file__).resolve().parents[1]
PACKAGES = ("media", "courses", "modules", "cms")
LAYERS = {
    "courses": ["records", "learning", "assessment", "certification", "directory"],
    "modules": ["living", "assemblies"],
}
# Django's own format of a day of the month or of an hour: j, H, a colon, or one of its named or default formats.
DAY_OR_HOUR = re.compile(
    r"""(?:\|(?:date|time):|(?:date|time)_format\([^"']*)["'](?:[^"']*[jH:][^"']*|\w*(?:DATE|TIME)\w*)["']"""
    r"|\|(?:date|time)\b(?!:)"
)
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "services", "managers"}
TOP_LEVEL = {
    ".ci",
    ".gitattributes",
    ".gitignore",
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "NOTICE",
    "README.md",
    "babel.cfg",
    "cms",
    "courses",
    "docs",
    "manage.py",
    "media",
    "modules",
    "package-lock.json",
    "package.json",
    "pyproject.toml",
    "requirements-dev.txt",
    "requirements.txt",
    "tests",
}


def tracked_files():
    listing = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode:
        pytest.skip("not a git checkout")
    return [Path(line) for line in listing.stdout.splitlines()]


def test_apps_are_installed_lowest_first():
    packages = [name.split(".")[0] for name in settings.PORTE_VOIX_APPS]
    assert packages == sorted(packages, key=PACKAGES.index)
    for package, layers in LAYERS.items():
        rooms = [name.split(".")[1] for name in settings.PORTE_VOIX_APPS if name.startswith(f"{package}.")]
        assert rooms == layers
    installed = [config.name for config in apps.get_app_configs()]
    ours = [name for name in installed if name in settings.PORTE_VOIX_APPS]
    assert ours == settings.PORTE_VOIX_APPS


def test_every_app_has_a_prefixed_label():
    for name in settings.PORTE_VOIX_APPS:
        config = next(config for config in apps.get_app_configs() if config.name == name)
        assert config.label == f"pv_{name.split('.')[-1]}"


def test_top_level_holds_nothing_else():
    assert {path.parts[0] for path in tracked_files()} <= TOP_LEVEL


def test_no_file_has_a_name_that_says_nothing():
    assert not [path for path in tracked_files() if path.suffix == ".py" and path.stem in FORBIDDEN_NAMES]


def test_templates_and_static_files_are_namespaced():
    allowed = {"allauth", "account", "mfa", "wagtailadmin", "wagtailmedia", "usersessions", "axes"}
    for path in tracked_files():
        for kind in ("templates", "static"):
            if kind in path.parts and path.parts[0] in PACKAGES:
                at = path.parts.index(kind)
                app, space = path.parts[at - 1], path.parts[at + 1]
                is_error_page = len(path.parts) == at + 2
                assert space == app or space in allowed or is_error_page, path


def test_days_and_hours_are_written_in_one_place():
    """Django's formats know neither “1er” nor “9 h 30”: pages and letters ask `media.dates` (`{% load dates %}`)."""
    found = {
        f"{path}: {written.group()}"
        for path in tracked_files()
        if path.parts[0] in PACKAGES and (path.suffix == ".py" or "templates" in path.parts)
        for written in DAY_OR_HOUR.finditer((ROOT / path).read_text(encoding="utf-8"))
    }
    assert not found


def test_locks_name_no_download_address():
    for name in ("requirements.txt", "requirements-dev.txt", "package-lock.json"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "resolved" not in text, name
        assert "index-url" not in text, name
        assert "://" not in text or name == "package-lock.json", name
