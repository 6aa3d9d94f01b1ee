"""`manage.py import_h5p FILE… [--allow-libraries]`: one JSON line a file."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from media.h5p import api


class Command(BaseCommand):
    """Imports packages; exits with 1 when one of them is refused."""

    help = "Import H5P packages: one JSON line a file, exit 1 if any is refused"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument(
            "--allow-libraries", action="store_true", help="install the libraries that are missing or newer"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        lines = [self._import(file, options["allow_libraries"]) for file in options["files"]]
        if not all(line["valid"] for line in lines):
            sys.exit(1)

    def _import(self, file: str, allow_libraries: bool) -> dict[str, Any]:
        line = imported(file, allow_libraries=allow_libraries)
        self.stdout.write(json.dumps(line, ensure_ascii=False))
        return line


def imported(file: str, *, allow_libraries: bool) -> dict[str, Any]:
    """What the command says of one file."""
    try:
        result = api.import_package(file=file, allow_libraries=allow_libraries)
    except api.PackageInvalid as error:
        return {"file": file, "valid": False, "problems": [each.as_dict() for each in error.problems]}
    return {
        "file": file,
        "valid": True,
        "content": result.content_id,
        "title": result.title,
        "libraries_installed": list(result.libraries_installed),
        "libraries_reused": list(result.libraries_reused),
    }
