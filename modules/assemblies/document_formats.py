"""Which files may be sent to an assembly: by their extension, and by how they begin."""

import re
import zipfile
import zlib
from typing import IO

from modules.assemblies.data import AssemblyRefused

MAX_BYTES = 20_000_000
ZIPPED = b"PK\x03\x04"
# Extension → what it is served as, and the bytes it must begin with (none for plain text).
FORMATS: dict[str, tuple[str, tuple[bytes, ...]]] = {
    "pdf": ("application/pdf", (b"%PDF-",)),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "mp3": ("audio/mpeg", (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    "odt": ("application/vnd.oasis.opendocument.text", (ZIPPED,)),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", (ZIPPED,)),
    "odp": ("application/vnd.oasis.opendocument.presentation", (ZIPPED,)),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (ZIPPED,)),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (ZIPPED,)),
    "pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", (ZIPPED,)),
    "txt": ("text/plain; charset=utf-8", ()),
}
# The part that an office document cannot be without; an OpenDocument says its type in the part `mimetype`.
PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
MIMETYPE = "mimetype"
UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]+")


def checked(file: IO[bytes], *, name: str, size: int) -> tuple[str, str]:
    """The name to give the file back under, and its type. Raises `AssemblyRefused`: `document-empty`,
    `document-too-heavy`, `document-kind` (an extension we do not take, or a content that is not of its extension).
    """
    if not size:
        raise AssemblyRefused("document-empty")
    if size > MAX_BYTES:
        raise AssemblyRefused("document-too-heavy")
    extension = name.rpartition(".")[2].lower()
    if extension not in FORMATS:
        raise AssemblyRefused("document-kind")
    content_type, beginnings = FORMATS[extension]
    head = file.read(4096)
    file.seek(0)
    if not (head.startswith(beginnings) if beginnings else _is_text(head)):
        raise AssemblyRefused("document-kind")
    if beginnings == (ZIPPED,) and not _is_office(file, extension, content_type):
        raise AssemblyRefused("document-kind")
    return clean_name(name), content_type


def _is_office(file: IO[bytes], extension: str, content_type: str) -> bool:
    """Whether the archive holds what its extension says, by its directory: nothing of it is unpacked."""
    try:
        with zipfile.ZipFile(file) as archive:
            if part := PARTS.get(extension):
                return part in archive.namelist()
            with archive.open(MIMETYPE) as said:
                return said.read(len(content_type) + 2).strip() == content_type.encode()
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, zlib.error):
        return False
    finally:
        file.seek(0)


def clean_name(name: str) -> str:
    """The name without folders nor control characters, at most 120 signs, its extension kept."""
    stem, _dot, extension = UNSAFE.sub(" ", name).strip().rpartition(".")
    return f"{' '.join(stem.split())[:110].strip(' .') or 'document'}.{extension.lower()}"


def _is_text(head: bytes) -> bool:
    return b"\x00" not in head and not head.lstrip().lower().startswith((b"<!doctype", b"<html", b"<svg", b"<script"))
