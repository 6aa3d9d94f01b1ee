from pathlib import Path

import pytest
import yaml

from modules.living import api

SEED = Path(__file__).resolve().parents[3] / "cms/demo/seed/living"


@pytest.fixture
def living_content():
    read = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in SEED.glob("*.yaml")}
    return {"content": read["vivant"], "names": read["names"]}


@pytest.fixture
def living_world(db, living_content):
    """The 24 species, 36 other nodes and 100 interactions of the seed."""
    return api.load_living_world(**living_content)


@pytest.fixture
def living_portraits():
    paths = (SEED / "portraits").glob("*.yaml")
    return {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in paths}


@pytest.fixture
def portraits(living_world, living_portraits):
    """What the 24 species and the 6 milieus say of themselves."""
    return api.load_portraits(portraits=living_portraits)
