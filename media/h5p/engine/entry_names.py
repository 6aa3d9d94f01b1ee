"""Which names of zip entries are safe, skipped, or of a forbidden kind."""

import re
from collections.abc import Iterator

SKIPPED = re.compile(r"(?:^|[/\\])[._]")
DRIVE = re.compile(r"[A-Za-z]:")
COMPONENT_BYTES = 255

CONTENT_EXTENSIONS = frozenset(
    (
        *("json", "png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff"),
        *("eot", "ttf", "woff", "woff2", "otf"),
        *("webm", "mp4", "ogg", "mp3", "m4a", "wav"),
        *("txt", "pdf", "rtf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "csv"),
        *("diff", "patch", "swf", "md", "textile", "vtt", "webvtt", "gltf", "glb"),
    )
)
LIBRARY_EXTENSIONS = CONTENT_EXTENSIONS | {"js", "css", "svg", "xml"}


def is_skipped(name: str) -> bool:
    """Whether a component starts with ``.`` or ``_``: H5P leaves such entries out without a word."""
    return SKIPPED.search(name) is not None


def name_problem(name: str, length: int) -> str | None:
    """The id of the problem that makes a name dangerous to write on a disk, if any."""
    if any(ord(char) < 32 or ord(char) == 127 or "\ud800" <= char <= "\udfff" for char in name):
        return "name-invalid"
    if "\\" in name:
        return "name-backslash"
    if name.startswith("/") or DRIVE.match(name):
        return "name-absolute"
    parts = name.removesuffix("/").split("/")
    if ".." in parts:
        return "name-climbs"
    if "" in parts:
        return "name-invalid"
    too_long = len(name) > length or any(len(part.encode()) > COMPONENT_BYTES for part in parts)
    return "name-too-long" if too_long else None


def parents_of(name: str) -> Iterator[str]:
    """``a`` and ``a/b`` of ``a/b/c``."""
    cut = name.find("/")
    while cut >= 0:
        yield name[:cut]
        cut = name.find("/", cut + 1)


def extension_of(name: str) -> str:
    """What follows the last dot of the file name, in lower case; empty when there is none."""
    base = name.rpartition("/")[2].lower()
    return base.rpartition(".")[2] if "." in base else ""


def allowed_in_content(name: str) -> bool:
    return extension_of(name) in CONTENT_EXTENSIONS


def allowed_in_library(name: str) -> bool:
    return extension_of(name) in LIBRARY_EXTENSIONS
