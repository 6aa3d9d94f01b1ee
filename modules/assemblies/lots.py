"""Drawing lots that anyone can redo with a pencil and any tool that knows SHA-256. No clock, no database.

The order of people, of colleges and of species is that of `SHA-256(seed|kind|key)` written in hexadecimal: it
depends on the seed alone, not on the order of the list nor on a programming language. The founding FAQ asks for a
draw set by the colleges; how species are shared out is our proposal.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

PERSON, COLLEGE, SPECIES = "personne", "college", "espece"


@dataclass(frozen=True, slots=True)
class Entrant:
    """Someone on the list, known by their number; `college` is theirs already, or None."""

    number: int
    college: int | None = None


@dataclass(frozen=True, slots=True)
class Basket:
    """A college and the species that may still be given in it; `voices` were given before the draw."""

    college: int
    key: str
    species: tuple[str, ...]
    voices: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """All that goes into a draw: `places` is how many people may receive a species."""

    entrants: tuple[Entrant, ...]
    baskets: tuple[Basket, ...]
    places: int


@dataclass(frozen=True, slots=True)
class Lot:
    """What fell to someone: a species of a college."""

    number: int
    college: int
    species: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who received what, and the substitutes in the order in which they would be called."""

    lots: tuple[Lot, ...]
    spares: tuple[int, ...]


def ticket(seed: str, kind: str, key: object) -> str:
    """The ticket of a person, a college or a species: 64 hexadecimal signs; the smallest comes first."""
    return sha256(f"{seed}|{kind}|{key}".encode()).hexdigest()


def seed_of(*, day: str, phrase: str) -> str:
    """The seed: the day (ISO 8601) and the phrase said in public, spaces made one, no `|`, no straight apostrophe.

    It can then be put between apostrophes in a command line as it is.
    """
    return f"{day} {' '.join(phrase.replace('|', ' ').replace(chr(39), '’').split())}"


def fingerprint(entry: Entry) -> str:
    """Twelve signs that change as soon as a person or a species of the list does: it is closed before the phrase."""
    people = sorted((each.number, each.college or 0) for each in entry.entrants)
    baskets = sorted((each.key, tuple(sorted(each.species)), each.voices) for each in entry.baskets)
    return sha256(repr((people, baskets)).encode()).hexdigest()[:12]


def draw(entry: Entry, *, seed: str) -> Outcome:
    """Who receives which species; the same entry and seed always give the same outcome.

    People come in the order of their tickets, until places or species are used up; the others are substitutes.
    Someone who has a college receives one of its species. The others go, each in turn, to the college that has
    the fewest voices, so that milieus are balanced. Nobody is drawn twice, no species either.
    """
    people = sorted(_once(entry.entrants), key=lambda each: ticket(seed, PERSON, each.number))
    called, spares = _called(people, entry)
    piles = {basket.college: _pile(basket, seed) for basket in entry.baskets}
    voices = Counter({basket.college: basket.voices for basket in entry.baskets})
    ranks = {basket.college: ticket(seed, COLLEGE, basket.key) for basket in entry.baskets}
    lots = []
    for person in sorted(called, key=lambda each: each.college is None):
        college = person.college if person.college is not None else _emptiest(piles, voices, ranks)
        lots.append(Lot(person.number, college, piles[college].pop(0)))
        voices[college] += 1
    return Outcome(tuple(lots), tuple(spares))


def _once(entrants: Iterable[Entrant]) -> Sequence[Entrant]:
    return list({each.number: each for each in entrants}.values())


def _called(people: Sequence[Entrant], entry: Entry) -> tuple[list[Entrant], list[int]]:
    """Those who can be served: the species of a college are kept for whoever is in it."""
    room = {basket.college: len(set(basket.species)) for basket in entry.baskets}
    left = min(entry.places, sum(room.values()))
    called, spares = [], []
    for person in people:
        if left and (person.college is None or room.get(person.college)):
            called.append(person)
            left -= 1
            if person.college is not None:
                room[person.college] -= 1
        else:
            spares.append(person.number)
    return called, spares


def _pile(basket: Basket, seed: str) -> list[str]:
    return sorted(set(basket.species), key=lambda slug: ticket(seed, SPECIES, slug))


def _emptiest(piles: dict[int, list[str]], voices: Counter[int], ranks: dict[int, str]) -> int:
    open_colleges = [college for college, pile in piles.items() if pile]
    return min(open_colleges, key=lambda college: (voices[college], ranks[college]))
