"""The living world: species, milieus and interactions, loaded when their file is new."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from cms.demo import reading
from cms.demo.ledger import Ledger
from cms.demo.typography import french
from modules.living import api as living

CONTENT = reading.FOLDER / "living" / "vivant.yaml"
PORTRAITS = reading.FOLDER / "living" / "portraits"
ACTS = reading.FOLDER / "living" / "acts.yaml"
NAMES = reading.FOLDER / "living" / "names.yaml"
# libyaml reads the 2,600 lines ten times faster; it is not everywhere.
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def seed_living_world(ledger: Ledger) -> None:
    """Adds the records that are missing; reads nothing when this version of the file was loaded."""
    version = hashlib.sha256(CONTENT.read_bytes() + NAMES.read_bytes()).hexdigest()[:16]
    ledger.once(f"living:{version}", _load)
    acts = hashlib.sha256(ACTS.read_bytes()).hexdigest()[:16]
    ledger.once(f"acts:{acts}", lambda: living.load_acts(acts=_typeset(_read(ACTS))))
    portraits = sorted(PORTRAITS.glob("*.yaml"))
    told = hashlib.sha256(b"".join(path.read_bytes() for path in portraits)).hexdigest()[:16]
    ledger.once(f"portraits:{told}", lambda: living.load_portraits(portraits=_portraits(portraits)))


def _portraits(paths: Iterable[Path]) -> dict[str, Any]:
    return {path.stem: _typeset(_read(path)) for path in paths}


def _typeset(value: Any) -> Any:
    """The same, with French signs and spaces in its sentences; keys and single words have none."""
    if isinstance(value, str):
        return french(value.strip()) if " " in value else value
    if isinstance(value, list):
        return [_typeset(one) for one in value]
    return {key: _typeset(one) for key, one in value.items()} if isinstance(value, dict) else value


def _load() -> None:
    living.load_living_world(content=_typeset(_read(CONTENT)), names=_read(NAMES))


def _read(path: Any) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=Loader)  # noqa: S506 - a safe loader
