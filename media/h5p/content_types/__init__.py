"""Our own H5P libraries, and how a content made for one of them becomes a real `.h5p` package.

The folders beside this file are H5P libraries as any host installs them. A package made here is imported
through the engine like anybody else's.
"""

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
QUIZ = "PorteVoix.Quiz"


def library_folder(machine_name: str) -> Path:
    """The folder of one of our libraries; `LookupError` when we make no such library."""
    found = sorted(FOLDER.glob(f"{machine_name}-*"))
    if not found:
        raise LookupError(machine_name)
    return found[-1]


def interface_texts(machine_name: str, *, language: str) -> dict[str, str]:
    """The default texts of a library's `l10n` group, in `language` where it is translated."""
    folder = library_folder(machine_name)
    semantics = json.loads((folder / "semantics.json").read_text(encoding="utf-8"))
    position = next(index for index, field in enumerate(semantics) if field["name"] == "l10n")
    fields = semantics[position]["fields"]
    texts = {field["name"]: field["default"] for field in fields}
    translation = folder / "language" / f"{language}.json"
    if translation.exists():
        translated = json.loads(translation.read_text(encoding="utf-8"))["semantics"][position]["fields"]
        pairs = zip(fields, translated, strict=True)
        texts.update({field["name"]: other.get("default", field["default"]) for field, other in pairs})
    return texts


def quiz_package(*, parameters: Mapping[str, Any], title: str, language: str = "fr") -> bytes:
    """A complete `.h5p` package of a `PorteVoix.Quiz`, the same bytes for the same quiz."""
    texts = {**interface_texts(QUIZ, language=language), **parameters.get("l10n", {})}
    return pack(QUIZ, parameters={**parameters, "l10n": texts}, title=title, language=language)


def pack(machine_name: str, *, parameters: Mapping[str, Any], title: str, language: str) -> bytes:
    """A `.h5p` package with `content/content.json` and the folder of one of our libraries."""
    folder = library_folder(machine_name)
    files = {
        "h5p.json": _json(_manifest(folder, title=title, language=language)),
        "content/content.json": _json(parameters),
    }
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            files[f"{folder.name}/{path.relative_to(folder).as_posix()}"] = path.read_bytes()
    return _zip(files)


def _manifest(folder: Path, *, title: str, language: str) -> dict[str, Any]:
    library = json.loads((folder / "library.json").read_text(encoding="utf-8"))
    dependency = {key: library[key] for key in ("machineName", "majorVersion", "minorVersion")}
    return {
        "title": title,
        "language": language,
        "mainLibrary": library["machineName"],
        "embedTypes": ["div"],
        "license": "CC BY-SA",
        "licenseVersion": "4.0",
        "authors": [{"name": "Porte-Voix", "role": "Author"}],
        "preloadedDependencies": [*library.get("preloadedDependencies", []), dependency],
    }


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _zip(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
