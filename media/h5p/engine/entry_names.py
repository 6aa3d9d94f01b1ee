"""Which names of zip entries are safe, skipped, or of a forbidden kind."""

import re
from collections.abc import Iterable, Iterator

SKIPPED = re.compile(r"(?:^|[/\\])[._]")
CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
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
    if CONTROL.search(name):
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


def guessed_name(name: str, *, says_utf8: bool) -> str:
    """The name read as UTF-8 when it can be: some systems write it so without saying so in the archive."""
    if says_utf8 or name.isascii():
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def folders_of(names: Iterable[str]) -> Iterator[str]:
    """Every folder that these names make, at every level, once."""
    level = {name.rpartition("/")[0] for name in names} - {""}
    seen: set[str] = set()
    while level:
        yield from sorted(level)
        seen |= level
        level = {name.rpartition("/")[0] for name in level} - seen - {""}


def extension_of(name: str) -> str:
    """What follows the last dot of the file name, in lower case; empty when there is none."""
    base = name.rpartition("/")[2].lower()
    return base.rpartition(".")[2] if "." in base else ""


def allowed_in_content(name: str) -> bool:
    return extension_of(name) in CONTENT_EXTENSIONS


def allowed_in_library(name: str) -> bool:
    return extension_of(name) in LIBRARY_EXTENSIONS
