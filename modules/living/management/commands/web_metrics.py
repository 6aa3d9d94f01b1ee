"""`manage.py web_metrics --links FILE.csv [--nodes FILE.csv]`: a food web's metrics, as JSON."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from modules.web.data import Metrics, WebInvalid
from modules.web.metrics import measure
from modules.web.reading import read_food_web


class Command(BaseCommand):
    help = "Measures a food web: S, L, C, path length, clustering and trophic levels."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--links", type=Path, required=True)
        parser.add_argument("--nodes", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            web = read_food_web(options["links"], options["nodes"])
        except (WebInvalid, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(_as_json(measure(web)), ensure_ascii=False))


def _as_json(metrics: Metrics) -> dict[str, Any]:
    return {
        "S": metrics.species,
        "L": metrics.links,
        "C": metrics.connectance,
        "characteristic_path_length": metrics.path_length,
        "clustering": metrics.clustering,
        "basal": metrics.basal,
        "intermediate": metrics.intermediate,
        "top": metrics.top,
        "cannibals": metrics.cannibals,
        "trophic_levels": dict(metrics.trophic_levels),
        "short_weighted_levels": dict(metrics.short_weighted_levels),
    }
