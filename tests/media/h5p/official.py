"""A package of the official true or false question, with its ten libraries.

It lies unpacked in an old release of h5p-standalone, which `package.json` asks for under another name. No other
official package was found on npm, PyPI or Debian. Nothing of it is in this repository.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[3] / "node_modules/h5p-true-false-sample/test/workspace"
LIBRARIES = 10


def entries() -> dict[str, bytes]:
    """The package's files by name, without the note that the release added to them."""
    files = {str(path.relative_to(FOLDER)): path.read_bytes() for path in FOLDER.rglob("*") if path.is_file()}
    return {name: content for name, content in sorted(files.items()) if not name.endswith(".txt")}


def with_behaviour(**behaviour: Any) -> Mapping[str, bytes]:
    """The package's files, its question behaving otherwise."""
    files = entries()
    parameters = json.loads(files["content/content.json"])
    parameters["behaviour"] |= behaviour
    return {**files, "content/content.json": json.dumps(parameters).encode()}
