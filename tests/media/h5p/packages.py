"""Small real H5P packages, built to order."""

import json
import zipfile
from io import BytesIO

TEXT_SEMANTICS = [{"name": "text", "type": "text", "label": "Text", "tags": ["strong"]}]
DELETE = object()


def as_bytes(value):
    return value if isinstance(value, bytes) else json.dumps(value).encode()


def dependency(text):
    name, version = text.split(" ")
    major, minor = version.split(".")
    return {"machineName": name, "majorVersion": int(major), "minorVersion": int(minor)}


def changed(data, changes):
    """The object with other values; DELETE takes a key away."""
    return {key: value for key, value in {**data, **changes}.items() if value is not DELETE}


def h5p_json(main="H5P.Text 1.0", *, depends=(), **changes):
    data = {
        "title": "Le chêne",
        "language": "fr",
        "mainLibrary": main.split(" ")[0],
        "embedTypes": ["iframe"],
        "preloadedDependencies": [dependency(each) for each in (main, *depends)],
    }
    return changed(data, changes)


def library_json(library="H5P.Text 1.0", *, patch=0, depends=(), **changes):
    data = {
        "title": "Text",
        "runnable": 1,
        "patchVersion": patch,
        **dependency(library),
        "preloadedJs": [{"path": "text.js"}],
        "preloadedCss": [{"path": "text.css"}],
        "preloadedDependencies": [dependency(each) for each in depends],
    }
    return changed(data, changes)


def library_files(library="H5P.Text 1.0", *, semantics=TEXT_SEMANTICS, folder=None, **changes):
    """A library's entries in a package: two preloaded files, semantics, one language."""
    folder = folder or library.replace(" ", "-")
    files = {
        "library.json": library_json(library, **changes),
        "semantics.json": semantics,
        "text.js": b"H5P.Text = function () {};",
        "text.css": b".h5p-text { color: inherit; }",
        "language/fr.json": {"semantics": []},
    }
    return {f"{folder}/{name}": content for name, content in files.items()}


def package_files(main="H5P.Text 1.0", *, content=None, libraries=None, **manifest):
    """The entries of a whole package; override or add entries with ``|``."""
    return {
        "h5p.json": h5p_json(main, **manifest),
        "content/content.json": {"text": "Bonjour"} if content is None else content,
        **(library_files(main) if libraries is None else libraries),
    }


def zipped(files, *, compression=zipfile.ZIP_DEFLATED):
    """A zip of entries given by name, or by ``ZipInfo``; values are bytes or JSON."""
    out = BytesIO()
    entries = files.items() if isinstance(files, dict) else files
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, value in entries:
            if value is not DELETE:
                archive.writestr(name, as_bytes(value))
    return BytesIO(out.getvalue())


def package(main="H5P.Text 1.0", *, extra=None, **options):
    """A valid package with one library, but for what is asked."""
    return zipped(package_files(main, **options) | (extra or {}))
