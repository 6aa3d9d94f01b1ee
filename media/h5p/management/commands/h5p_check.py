"""``manage.py h5p_check FILE…``: says of each package whether this site would take it, and why not."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError

from media.h5p.engine import CheckResult, LibraryName, check_package
from media.h5p.importing import limits
from media.h5p.models import Library


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
            result = check_package(
                file,
                limits=limits(),
                installed=installed,
                require_content=not libraries,
                read_everything=True,
            )
            if result.package:
                result.package.close()
            self.stdout.write(line_of(file, result))
            all_valid = all_valid and result.valid
        if not all_valid:
            raise SystemExit(1)


def line_of(file: str, result: CheckResult) -> str:
    problems = [each.as_dict() for each in result.problems]
    return json.dumps({"file": file, "valid": result.valid, "problems": problems}, ensure_ascii=False)


def installed_libraries() -> frozenset[LibraryName]:
    """The libraries of this site, without patches so that those of a package are all examined.

    None when the site's database is not there yet.
    """
    try:
        rows = Library.objects.values_list("machine_name", "major", "minor")
        return frozenset(LibraryName(*row) for row in rows)
    except DatabaseError:
        return frozenset()
