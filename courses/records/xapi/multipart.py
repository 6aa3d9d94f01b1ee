"""multipart/mixed, as statements with attachments travel (xAPI-Communication 1.5.2; RFC 2046)."""

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from itertools import pairwise

from courses.records.xapi.refusals import bad


@dataclass(frozen=True, slots=True)
class Part:
    """A part with its headers, their names in lower case."""

    headers: Mapping[str, str]
    content: bytes = field(repr=False)


def media_type(header: str) -> str:
    """The type without its parameters, in lower case."""
    return header.partition(";")[0].strip().lower()


def boundary_of(header: str) -> bytes:
    """The boundary that a Content-Type names; refused when there is none."""
    message = Message()
    message["Content-Type"] = header
    boundary = message.get_param("boundary")
    if not isinstance(boundary, str) or not boundary or len(boundary) > 200:
        raise bad("no-boundary", "Content-Type")
    return boundary.encode()


def parts_of(body: bytes, boundary: bytes) -> list[Part]:
    """The parts between the boundaries; refused when a boundary or the end is missing."""
    line = rb"(?:\A|\r?\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r?\n|\Z)"
    marks = list(re.finditer(line, body))
    if len(marks) < 2 or marks[-1][1] is None:
        raise bad("boundary-missing", "body")
    return [_part(body[mark.end() : following.start()]) for mark, following in pairwise(marks)]


def _part(text: bytes) -> Part:
    head, blank, content = _halves(text)
    if not blank:
        raise bad("part-without-headers", "body")
    lines = head.decode("latin-1").splitlines()
    pairs = (line.partition(":") for line in lines if line.strip())
    return Part({name.strip().lower(): value.strip() for name, _, value in pairs}, content)


def _halves(text: bytes) -> tuple[bytes, bytes, bytes]:
    match = re.search(rb"\r?\n\r?\n", text)
    if match is None:
        return text, b"", b""
    return text[: match.start()], match[0], text[match.end() :]


def written(parts: Iterable[Part]) -> tuple[str, bytes]:
    """A Content-Type and the body that holds the parts."""
    boundary = secrets.token_hex(20)
    chunks: list[bytes] = []
    for part in parts:
        head = "".join(f"{name}: {value}\r\n" for name, value in part.headers.items())
        chunks += [f"--{boundary}\r\n{head}\r\n".encode("latin-1", "replace"), part.content, b"\r\n"]
    chunks.append(f"--{boundary}--\r\n".encode())
    return f"multipart/mixed; boundary={boundary}", b"".join(chunks)
