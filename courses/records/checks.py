"""What checkers of JSON are made of. Standard library only.

A checker takes a value and the path where it stands, and raises `StatementInvalid`.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any, TypeGuard

from courses.records.data import StatementInvalid

Check = Callable[[Any, str], None]
MAX_TEXT_BYTES = 100_000


def join(where: str, name: str | int) -> str:
    """The path of a part."""
    return f"{where}.{name}" if where else str(name)


def text(value: Any, where: str) -> None:
    """A string of a storable size."""
    if not isinstance(value, str):
        raise StatementInvalid("not-a-string", where)
    if len(value) > MAX_TEXT_BYTES:
        raise StatementInvalid("too-long", where)


def boolean(value: Any, where: str) -> None:
    """True or false."""
    if not isinstance(value, bool):
        raise StatementInvalid("not-a-boolean", where)


def is_number(value: Any) -> TypeGuard[int | float]:
    """Whether it is a number, and not a boolean."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def number(value: Any, where: str) -> None:
    """A finite number, and not a boolean."""
    if not is_number(value):
        raise StatementInvalid("not-a-number", where)
    if not math.isfinite(value) or abs(value) > 1e300:
        raise StatementInvalid("not-finite", where)


def length(value: Any, where: str) -> None:
    """A whole number of bytes."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise StatementInvalid("not-a-length", where)


def matching(problem: str, accepts: Callable[[str], object]) -> Check:
    """A string that `accepts` finds good."""

    def check(value: Any, where: str) -> None:
        text(value, where)
        if not accepts(value):
            raise StatementInvalid(problem, where)

    return check


def list_of(check: Check) -> Check:
    """A list whose every element passes."""

    def checked(value: Any, where: str) -> None:
        if not isinstance(value, list):
            raise StatementInvalid("not-a-list", where)
        for index, element in enumerate(value):
            check(element, join(where, index))

    return checked


def mapping(key: Check, check: Check) -> Check:
    """An object whose keys and values all pass."""

    def checked(value: Any, where: str) -> None:
        require_object(value, where)
        for name, part in value.items():
            key(name, join(where, name))
            check(part, join(where, name))

    return checked


def anything(value: Any, where: str) -> None:
    """Any JSON value whose numbers are finite: an extension's (xAPI-Data 4.1)."""
    if isinstance(value, float):
        number(value, where)
    elif isinstance(value, list):
        list_of(anything)(value, where)
    elif isinstance(value, dict):
        for name, part in value.items():
            anything(part, join(where, name))


def require_object(value: Any, where: str) -> None:
    """A JSON object."""
    if not isinstance(value, dict):
        raise StatementInvalid("not-an-object", where)


def shape(parts: Mapping[str, Check], required: tuple[str, ...] = ()) -> Check:
    """An object with these parts and no other; `null` is no value (xAPI-Data 2.2)."""

    def check(value: Any, where: str) -> None:
        require_object(value, where)
        for name in required:
            if name not in value:
                raise StatementInvalid("missing", join(where, name))
        for name, part in value.items():
            if name not in parts:
                raise StatementInvalid("unknown-property", join(where, name))
            if part is None:
                raise StatementInvalid("null", join(where, name))
            parts[name](part, join(where, name))

    return check


def exactly(expected: str) -> Check:
    """That very string."""
    return matching("wrong-object-type", expected.__eq__)


def one_or_many(check: Check) -> Check:
    """One value or a list of them."""

    def checked(value: Any, where: str) -> None:
        (list_of(check) if isinstance(value, list) else check)(value, where)

    return checked
