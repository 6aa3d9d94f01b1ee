"""Each test has its own folder of libraries and contents."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def h5p_dir(settings: object, tmp_path: Path) -> Path:
    settings.PV_H5P_DIR = tmp_path / "h5p"  # type: ignore[attr-defined]
    return tmp_path / "h5p"
