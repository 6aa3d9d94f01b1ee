"""What ``h5p.json`` says of a content besides its libraries: title, authors, licence."""

from collections.abc import Iterable, Mapping
from typing import Any

from media.h5p.engine.names import LibraryName
from media.h5p.engine.shapes import H5P_JSON, violations

KEYS = (
    "title",
    "a11yTitle",
    "language",
    "defaultLanguage",
    "authors",
    "author",
    "source",
    "license",
    "licenseVersion",
    "licenseExtras",
    "yearFrom",
    "yearTo",
    "yearsFrom",
    "yearsTo",
    "changes",
    "authorComments",
    "contentType",
    "metaKeywords",
    "metaDescription",
)
ONE_LINE = frozenset(("title", "a11yTitle", "author", "contentType"))
CHANGE = ("date", "author", "log")
MOST_BYTES = 255
UNKNOWN_LANGUAGE = "und"
UNKNOWN_LICENSE = "U"


def metadata_of(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The descriptive fields of ``h5p.json`` that say something, the licence and language always there."""
    told = {key: manifest[key] for key in KEYS if manifest.get(key) not in (None, "", [], {})}
    return {"language": UNKNOWN_LANGUAGE, "license": UNKNOWN_LICENSE} | told


def portable_metadata(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The descriptive fields as the official validator wants them, which is stricter than what is received here.

    It counts bytes, wants a role for each author, and refuses a change without its date, author and words.
    """
    told = metadata_of(manifest)
    authors, changes = told.pop("authors", None), told.pop("changes", None)
    if isinstance(authors, list):
        named = [each for each in authors if isinstance(each, dict) and each.get("name")]
        told["authors"] = [
            {**each, "name": cut(str(each["name"])), "role": each.get("role") or "Author"} for each in named
        ]
    if isinstance(changes, list):
        whole = [each for each in changes if isinstance(each, dict) and all(map(each.get, CHANGE))]
        told["changes"] = [{**each, "author": cut(str(each["author"]))} for each in whole]
    for key in ONE_LINE & told.keys():
        told[key] = cut(" ".join(str(told[key]).split()))
    return {key: value for key, value in told.items() if value != []}


def cut(text: str, most: int = MOST_BYTES) -> str:
    """The text, no longer than `most` bytes of UTF-8 and with no letter cut in two."""
    return text.encode()[:most].decode(errors="ignore")


def author_names(manifest: Mapping[str, Any]) -> list[str]:
    """The names of the authors, the older ``author`` field read when there is no list."""
    authors = manifest.get("authors")
    named = [each.get("name") for each in authors if isinstance(each, dict)] if isinstance(authors, list) else []
    names = [name for name in named if isinstance(name, str) and name]
    single = manifest.get("author")
    return names or ([single] if isinstance(single, str) and single else [])


def build_manifest(
    *,
    metadata: Mapping[str, Any],
    main: LibraryName,
    preloaded: Iterable[LibraryName],
    dynamic: Iterable[LibraryName] = (),
    embed_types: Iterable[str] = ("iframe",),
) -> dict[str, Any]:
    """The ``h5p.json`` of a content, to write in a package.

    Raises ``ValueError`` naming the fields when the metadata would make a package that hosts refuse.
    """
    manifest: dict[str, Any] = {
        **metadata_of(metadata),
        "mainLibrary": main.machine_name,
        "embedTypes": list(embed_types) or ["iframe"],
        "preloadedDependencies": [name.as_dependency() for name in dict.fromkeys([main, *preloaded])],
    }
    later = [name.as_dependency() for name in dict.fromkeys(dynamic)]
    if later:
        manifest["dynamicDependencies"] = later
    broken = [each.field for each in violations(manifest, H5P_JSON)]
    if broken:
        raise ValueError(f"h5p.json would be refused for: {', '.join(broken)}")
    return manifest
