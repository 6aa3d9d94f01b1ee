"""``manage.py h5p_check FILE…``: says of each package whether this site would take it, and why not."""

import json
from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import DatabaseError

from media.h5p.engine import CheckResult, LibraryName, check_package


class Command(BaseCommand):
    help = "Check H5P packages: one JSON line a file; exit 1 when any is invalid."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--libraries", action="store_true", help="the packages carry libraries only, no content")

    def handle(self, *args: Any, files: list[str], libraries: bool, **options: Any) -> None:
        installed = installed_libraries()
        all_valid = True
        for file in files:
            result = check_package(file, installed=installed, require_content=not libraries)
            if result.package:
                result.package.close()
            self.stdout.write(line_of(file, result))
            all_valid = all_valid and result.valid
        if not all_valid:
            raise SystemExit(1)


def line_of(file: str, result: CheckResult) -> str:
    problems = [each.as_dict() for each in result.problems]
    return json.dumps({"file": file, "valid": result.valid, "problems": problems}, ensure_ascii=False)


def installed_libraries() -> Mapping[LibraryName, int]:
    """The libraries of this site with their patches; none when its database is not there yet."""
    columns = ("machine_name", "major", "minor", "patch")
    try:
        rows = list(apps.get_model("pv_h5p", "Library").objects.values_list(*columns))
    except DatabaseError:
        return {}
    return {LibraryName(name, major, minor): patch for name, major, minor, patch in rows}
