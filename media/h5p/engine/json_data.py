"""Reading JSON that nobody vouches for: size, nesting and numbers bounded before anything is kept."""

import json
import math
from typing import Any, NoReturn

from media.h5p.engine.errors import refuse
from media.h5p.engine.limits import Limits

CONTAINERS_PER_ITEM = 3


def load_json(data: bytes, where: str, limits: Limits) -> Any:
    """The value in UTF-8 JSON, a byte order mark allowed.

    Raises ``PackageInvalid`` when it is not JSON (NaN, infinite numbers, lone surrogates and the null
    character, which databases refuse, included), has too many values or nests too deep.
    """
    value = parse_json(data, where, limits)
    if data.count(b"{") + data.count(b"[") > limits.json_depth and depth_of(value) > limits.json_depth:
        raise refuse("json-too-deep", where, limit=limits.json_depth)
    return value


def parse_json(data: bytes, where: str, limits: Limits) -> Any:
    """As ``load_json``, nesting only bounded by what the parser itself bears: for what nobody will walk."""
    check_cost(data, where, limits)
    try:
        value = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant, parse_float=_finite)
        if any(mark in data for mark in (rb"\ud", rb"\uD", rb"\u0000")):
            check_strings(value)
    except RecursionError:
        raise refuse("json-too-deep", where, limit=limits.json_depth) from None
    except ValueError:
        raise refuse("json-invalid", where) from None
    return value


def check_cost(data: bytes, where: str, limits: Limits) -> None:
    """Counts separators in the text, since a parsed value can weigh thirty times its text."""
    containers = data.count(b"{") + data.count(b"[")
    values = containers * CONTAINERS_PER_ITEM + data.count(b",") + data.count(b":")
    if len(data) > limits.json_size or values > 2 * limits.json_items:
        raise refuse("json-too-large", where, limit=f"{limits.json_size // 1024} Kio")


def depth_of(value: Any) -> int:
    """How deep lists and objects nest; 0 for a plain value."""
    level, depth = [value] if isinstance(value, dict | list) else [], 0
    while level:
        depth += 1
        level = [child for each in level for child in _values(each) if isinstance(child, dict | list)]
    return depth


def _values(value: Any) -> Any:
    return value.values() if isinstance(value, dict) else value


def check_strings(value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False)
    if "\\u0000" in text.replace("\\\\", ""):
        raise ValueError("null character")
    text.encode()


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("infinite number")
    return number
