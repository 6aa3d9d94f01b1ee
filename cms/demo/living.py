"""The living world: species, milieus and interactions, loaded when their file is new."""

import hashlib
from typing import Any

import yaml

from cms.demo import reading
from cms.demo.ledger import Ledger
from modules.living import api as living

CONTENT = reading.FOLDER / "living" / "vivant.yaml"
NAMES = reading.FOLDER / "living" / "names.yaml"
# libyaml reads the 2,600 lines ten times faster; it is not everywhere.
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def seed_living_world(ledger: Ledger) -> None:
    """Adds the records that are missing; reads nothing when this version of the file was loaded."""
    version = hashlib.sha256(CONTENT.read_bytes() + NAMES.read_bytes()).hexdigest()[:16]
    ledger.once(f"living:{version}", _load)


def _load() -> None:
    living.load_living_world(content=_read(CONTENT), names=_read(NAMES))


def _read(path: Any) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=Loader)  # noqa: S506 - a safe loader
