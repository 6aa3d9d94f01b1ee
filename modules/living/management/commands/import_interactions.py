"""`manage.py import_interactions FILE [--dry-run]`: interactions from GloBI's columns or a Darwin Core archive.

One JSON line for each line of the file that is not simply known, then one for the whole. Exit 1 when a line is
refused: then nothing is kept, unless `--leave-out-refused`.
"""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from modules.living.exchange import keeping
from modules.living.exchange.reporting import refusal_text, report_of
from modules.living.exchange.shapes import Check, FileRefused
from modules.living.importing import origin


class Command(BaseCommand):
    help = "Imports interactions as drafts to review; a refused line keeps the whole file out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="GloBI-style CSV, or Darwin Core archive (zip)")
        mode = parser.add_mutually_exclusive_group()
        mode.add_argument("--dry-run", action="store_true", help="report only; nothing is kept")
        mode.add_argument("--apply", action="store_true", help="keep what is new (what happens without --dry-run)")
        parser.add_argument("--create-species", action="store_true", help="create missing species, as drafts")
        parser.add_argument("--leave-out-refused", action="store_true", help="keep the good lines all the same")
        parser.add_argument("--propose-differences", action="store_true", help="draft what known ones say otherwise")
        parser.add_argument("--origin", default="", help="where the data come from, and their licence")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            found = keeping.check_file(path.read_bytes(), create_species=options["create_species"])
        except FileRefused as error:
            self._say({"file": path.name, "problems": [{"id": error.code, "message": refusal_text(error)}]})
            sys.exit(1)
        except OSError as error:
            raise CommandError(str(error)) from error
        self._report(path, found, self._keep(path, found, options), dry_run=options["dry_run"])
        if found.refused and not options["leave_out_refused"]:
            sys.exit(1)

    def _keep(self, path: Path, found: Check, options: dict[str, Any]) -> int:
        if options["dry_run"] or (found.refused and not options["leave_out_refused"]):
            return 0
        today = timezone.localdate()
        source = origin(options["origin"], path.name, today)
        return keeping.keep(found, origin=source, user=None, propose=options["propose_differences"])

    def _report(self, path: Path, found: Check, kept: int, *, dry_run: bool) -> None:
        report = report_of(found)
        for line in report["lines"]:
            self._say(line)
        whole = {key: report[key] for key in ("counts", "notes", "species", "left_out")}
        self._say({"file": path.name, "dry_run": dry_run, "kept": kept, **whole})

    def _say(self, content: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(content, ensure_ascii=False))
