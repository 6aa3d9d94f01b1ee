"""Reads the list of an assembly's people from a spreadsheet saved as CSV, line by line, without keeping anything."""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from modules.assemblies.data import AssemblyRefused, Role

MAX_BYTES = 300_000
MAX_LINES = 1_000
MAX_COLUMNS = 60
MAX_CELL = 20_000
LONGEST = {"name": 120, "email": 254, "phone": 30, "address": 400}

# Headers as French spreadsheets name them, without accents, spaces or capitals.
COLUMNS: Mapping[str, frozenset[str]] = {
    "last": frozenset({"nom", "nomdefamille", "nomdusage"}),
    "first": frozenset({"prenom", "prenoms"}),
    "name": frozenset({"nomcomplet", "nometprenom", "prenometnom", "nomprenom", "prenomnom", "personne"}),
    "email": frozenset({"email", "mail", "courriel", "mel", "adresseemail", "adressemail", "adresseelectronique"}),
    "phone": frozenset({"telephone", "tel", "portable", "mobile", "telephoneportable", "telephonemobile", "numero"}),
    "address": frozenset({"adresse", "adressepostale", "adresse1", "rue", "voie"}),
    "address2": frozenset({"complement", "complementdadresse", "adresse2"}),
    "postcode": frozenset({"codepostal", "cp"}),
    "town": frozenset({"ville", "commune", "localite"}),
    "role": frozenset({"role", "fonction"}),
    "college": frozenset({"college", "milieu"}),
}
ROLE_WORDS: Mapping[str, Role] = {
    **dict.fromkeys(("", "membre", "porteparole", "portevoix", "habitant", "habitante"), Role.MEMBER),
    **dict.fromkeys(("coordination", "coordinateur", "coordinatrice", "coordinateurice"), Role.COORDINATOR),
    **dict.fromkeys(("garant", "garante", "garante", "poissonpilote"), Role.GARANT),
    **dict.fromkeys(("administration", "agent", "agente", "membredeladministration"), Role.ADMINISTRATION),
    **dict.fromkeys(("elu", "elue", "elureferent", "eluereferente", "referent", "referente"), Role.ELECTED),
    **dict.fromkeys(
        ("facilitation", "facilitateur", "facilitatrice", "tiersveilleur", "tiersveilleuse"), Role.FACILITATOR
    ),
}


@dataclass(frozen=True, slots=True)
class KnownList:
    """What the assembly has already: its colleges by their words, its people by e-mail and by name."""

    colleges: Mapping[str, int]
    emails: frozenset[str] = frozenset()
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One line of the file: who it names, and what keeps them out (`problems`, ids) or shows them known already."""

    line: int
    name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    role: Role = Role.MEMBER
    college_id: int | None = None
    college: str = ""
    known: bool = False
    problems: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """What a file says: its lines, and the columns nobody reads."""

    lines: tuple[PersonLine, ...]
    ignored: tuple[str, ...] = ()

    @property
    def new(self) -> tuple[PersonLine, ...]:
        return tuple(line for line in self.lines if not line.known and not line.problems)

    @property
    def refused(self) -> tuple[PersonLine, ...]:
        return tuple(line for line in self.lines if line.problems)

    @property
    def known(self) -> tuple[PersonLine, ...]:
        return tuple(line for line in self.lines if line.known and not line.problems)


def text_of(content: bytes) -> str:
    """The text of a file as French spreadsheets save it: UTF-8, UTF-16 with its mark, else Windows-1252.

    Raises `AssemblyRefused`: "file-too-big", "file-not-csv".
    """
    if len(content) > MAX_BYTES:
        raise AssemblyRefused("file-too-big")
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise AssemblyRefused("file-not-csv")
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise AssemblyRefused("file-not-csv")
    return text


def read_people(text: str, known: KnownList, *, valid_email: Callable[[str], bool]) -> PeopleFile:
    """What each line would add to the list. Raises `AssemblyRefused` for a file that is no list at all:
    "file-empty", "file-without-names", "file-too-long", "file-not-csv"."""
    rows = _rows(text)
    header = next(rows, None)
    if header is None:
        raise AssemblyRefused("file-empty")
    columns, ignored = _columns(header[1])
    if not {"last", "name", "first"} & columns.keys():
        raise AssemblyRefused("file-without-names")
    reader = _Reader(known, valid_email)
    lines: list[PersonLine] = []
    for number, row in rows:
        if len(lines) >= MAX_LINES:
            raise AssemblyRefused("file-too-long")
        cells = {key: _clean(row[place]) if place < len(row) else "" for key, place in columns.items()}
        lines.append(reader.read(number, cells))
    if not lines:
        raise AssemblyRefused("file-empty")
    return PeopleFile(tuple(lines), ignored)


def plain(text: str) -> str:
    """Words to compare: without accents, capitals, spaces, dots or the signs of inclusive writing."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if sign.isalnum())


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each line that says something, with its number in the file."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for row in reader:
            # Said here too: the limit of `csv` is the whole process's, and other readers raise it.
            if len(row) > MAX_COLUMNS or any(len(cell) > MAX_CELL for cell in row):
                raise AssemblyRefused("file-not-csv")
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error as error:
        raise AssemblyRefused("file-not-csv") from error


def _columns(header: list[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    found: dict[str, int] = {}
    ignored = []
    for place, title in enumerate(header):
        word = plain(title)
        key = next((key for key, words in COLUMNS.items() if word in words), "")
        if key and key not in found:
            found[key] = place
        elif word:
            ignored.append(title.strip()[:40])
    return found, tuple(ignored)


def _clean(cell: str) -> str:
    return "\n".join(" ".join(line.split()) for line in cell.splitlines()).strip()


class _Reader:
    """Reads lines one after the other, and remembers those before to see what comes twice."""

    def __init__(self, known: KnownList, valid_email: Callable[[str], bool]) -> None:
        self.known, self.valid_email = known, valid_email
        self.emails: dict[str, int] = {}
        self.people: dict[str, int] = {}

    def read(self, number: int, cells: Mapping[str, str]) -> PersonLine:
        name = _name(cells)
        email = re.sub(r"^mailto:", "", cells.get("email", "")).lower()
        address = _address(cells)
        role = ROLE_WORDS.get(plain(cells.get("role", "")))
        college = cells.get("college", "")
        college_id = self.known.colleges.get(plain(college)) if college else None
        problems = [
            *_too_long({"name": name, "email": email, "phone": cells.get("phone", ""), "address": address}),
            *([("no-name", "")] if not name else []),
            *([("bad-email", email)] if email and not self.valid_email(email) else []),
            *([("unknown-role", cells["role"])] if role is None else []),
            *([("unknown-college", college)] if college and college_id is None else []),
            *self._twice(number, name, email),
        ]
        return PersonLine(
            line=number,
            name=name,
            email=email,
            phone=cells.get("phone", ""),
            address=address,
            role=role or Role.MEMBER,
            college_id=college_id,
            college=college,
            known=self._known(name, email),
            problems=tuple((id, said[:80]) for id, said in problems),
        )

    def _twice(self, number: int, name: str, email: str) -> list[tuple[str, str]]:
        """The same address twice, or the same name twice without two addresses to tell them apart."""
        if email and email in self.emails:
            return [("twice", str(self.emails[email]))]
        before = self.people.get(plain(name)) if name else None
        self.people.setdefault(plain(name), number)
        if email:
            self.emails[email] = number
        return [("twice", str(before))] if before and not email else []

    def _known(self, name: str, email: str) -> bool:
        if email and email in self.known.emails:
            return True
        addresses = self.known.names.get(plain(name)) if name else None
        # A namesake has an address of their own; without one on either side, it is the same person.
        return addresses is not None and (not email or "" in addresses)


def _name(cells: Mapping[str, str]) -> str:
    """First and last name, as people say them; capitals of a whole last name are the spreadsheet's."""
    if cells.get("name"):
        return " ".join(cells["name"].split())
    last = cells.get("last", "")
    if last.isupper() and len(last) > 1:
        last = re.sub(r"[^\W\d_]+", lambda word: word.group().capitalize(), last)
    return " ".join(f"{cells.get('first', '')} {last}".split())


def _address(cells: Mapping[str, str]) -> str:
    town = " ".join(cells.get(key, "") for key in ("postcode", "town")).strip()
    return "\n".join(line for line in (cells.get("address", ""), cells.get("address2", ""), town) if line)


def _too_long(values: Mapping[str, str]) -> list[tuple[str, str]]:
    return [("too-long", value[:30]) for key, value in values.items() if len(value) > LONGEST[key]]
