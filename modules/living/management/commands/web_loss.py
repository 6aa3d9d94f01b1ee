"""`manage.py web_loss --links FILE.csv --remove A,B`: secondary extinctions after each removal, as JSON."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from modules.web.data import WebInvalid
from modules.web.reading import read_food_web
from modules.web.robustness import secondary_extinctions


class Command(BaseCommand):
    help = "Removes nodes in order and lists the secondary extinctions (Dunne et al. 2002)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--links", type=Path, required=True)
        parser.add_argument("--nodes", type=Path)
        parser.add_argument("--remove", required=True, help="names separated by commas, in order")

    def handle(self, *args: Any, **options: Any) -> None:
        names = [name.strip() for name in options["remove"].split(",") if name.strip()]
        try:
            history = secondary_extinctions(read_food_web(options["links"], options["nodes"]), names)
        except KeyError as error:
            raise CommandError(f"unknown node: {error.args[0]}") from error
        except (WebInvalid, OSError) as error:
            raise CommandError(str(error)) from error
        steps = [{"removed": removal.removed, "secondary_extinctions": list(removal.lost)} for removal in history]
        self.stdout.write(json.dumps(steps, ensure_ascii=False))
