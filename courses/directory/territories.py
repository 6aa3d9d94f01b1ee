"""Reads the committed extract of the official geographic code (`data/territoires-2026.json`)."""

import json
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parent / "data" / "territoires-2026.json"


def load(model: Any) -> int:
    """Writes every région and département of the file, adding or renaming; how many there are.

    `model` is `Territory`, or its historical form inside a migration.
    """
    content = json.loads(SOURCE.read_text(encoding="utf-8"))
    year = content["millesime"]
    regions = {row["code"]: _write(model, "region", row, None, year) for row in content["regions"]}
    for row in content["departements"]:
        _write(model, "departement", row, regions[row["region"]], year)
    return len(regions) + len(content["departements"])


def _write(model: Any, kind: str, row: dict[str, str], region: Any, year: int) -> Any:
    values = {"name": row["name"], "region": region, "zone": row["zone"], "millesime": year}
    return model.objects.update_or_create(kind=kind, code=row["code"], defaults=values)[0]
