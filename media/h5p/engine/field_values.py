"""What each simple field of a content may hold."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, DecimalException
from typing import Any, TypeAlias, TypeGuard

from media.h5p.engine.html import cleaned, escaped
from media.h5p.engine.patterns import is_match

Field: TypeAlias = Mapping[str, Any]

SUB_CONTENT_ID = re.compile(r"\{?[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}\}?", re.IGNORECASE)
ELSEWHERE = re.compile(r"(?:\.\./){1,20}(?:[0-9]{1,20}/|content/)?")
SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.\-]{0,30}):")
MEDIA_DATA = re.compile(r"data:(?:image|audio|video)/[\w.+\-]{1,50}[;,]", re.ASCII)
NUMBER = re.compile(r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})(?:[eE][+-]?[0-9]{1,2})?", re.ASCII)
# Written so, a path is harmless in HTML and still the address of the same file.
IN_ADDRESSES = str.maketrans({"<": "%3C", ">": "%3E", '"': "%22", "'": "%27"})
COPYRIGHT_KEYS = ("title", "author", "year", "source", "license", "version")
MEDIA_KEYS = ("codecs", "quality", "bitrate")
KEYS_BY_TYPE = {"image": ("width", "height", "originalImage"), "video": MEDIA_KEYS, "audio": MEDIA_KEYS}
LARGEST = 1e15
DEEPEST_PLAIN = 30
MOST_DECIMALS = 10
PRECISE = Context(prec=60)


def is_number(value: Any) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST


def is_sub_content_id(value: Any) -> bool:
    return isinstance(value, str) and SUB_CONTENT_ID.fullmatch(value) is not None


def text_of(value: Any, field: Field) -> str:
    """The text with the field's tags, or escaped when it has none; cut, and empty when its pattern fails."""
    text = value if isinstance(value, str) else str(value) if is_number(value) else ""
    tags = field.get("tags")
    text = cleaned(text, tags) if isinstance(tags, list) else escaped(text)
    length = field.get("maxLength")
    if is_number(length) and length >= 0:
        text = text[: int(length)]
    pattern = field.get("regexp")
    return "" if text and isinstance(pattern, dict) and not is_match(pattern, text) else text


def number_of(value: Any, field: Field) -> int | float:
    """The number within its bounds, on a step counted from ``min``, with its decimals; 0 for no number."""
    number = _decimal(value) or Decimal(0)
    low, high, step = (_decimal(field.get(key)) for key in ("min", "max", "step"))
    if low is not None:
        number = max(number, low)
    if high is not None:
        number = min(number, high)
    if step is not None and step > 0:
        number = _on_step(number, low or Decimal(0), step)
    decimals = field.get("decimals")
    if is_number(decimals) and 0 <= decimals <= MOST_DECIMALS:
        number = number.quantize(Decimal(1).scaleb(-int(decimals)), ROUND_HALF_UP, PRECISE)
    return int(number) if number == number.to_integral_value() else float(number)


def _decimal(value: Any) -> Decimal | None:
    if is_number(value):
        return Decimal(repr(value))
    if isinstance(value, str) and NUMBER.fullmatch(value.strip()):
        number = Decimal(value.strip())
        return number if abs(number) <= LARGEST else None
    return None


def _on_step(number: Decimal, start: Decimal, step: Decimal) -> Decimal:
    try:
        steps = PRECISE.divide(number - start, step).to_integral_value(ROUND_FLOOR)
        return PRECISE.add(start, PRECISE.multiply(steps, step))
    except DecimalException:
        return number


def boolean_of(value: Any, _field: Field) -> bool:
    if isinstance(value, str):
        return value.strip().lower() not in ("", "0", "false")
    return bool(value) and isinstance(value, int | float)


def select_of(value: Any, field: Field) -> Any:
    """A value among the options: the first one instead of a wrong one, unless the field is optional."""
    choices = list(_choices(field.get("options")))
    strict = bool(choices) and not field.get("optional")
    if field.get("multiple"):
        chosen = value if isinstance(value, list) else [value]
        scalars = (each for each in chosen if _is_scalar(each))
        return [_harmless(each) for each in scalars if not strict or str(each) in map(str, choices)]
    if isinstance(value, list):
        value = value[0] if value else None
    if not _is_scalar(value) or (strict and str(value) not in map(str, choices)):
        return choices[0] if strict else None
    return _harmless(value)


def _choices(options: Any) -> Iterator[Any]:
    """The values that may be chosen, groups of options opened."""
    for option in options if isinstance(options, list) else ():
        if not isinstance(option, dict):
            continue
        if option.get("type") == "optgroup":
            yield from _choices(option.get("options"))
        elif _is_scalar(option.get("value")):
            yield option["value"]


def _is_scalar(value: Any) -> bool:
    return isinstance(value, str | int | float)


def _harmless(value: Any) -> Any:
    return escaped(value) if isinstance(value, str) else value


def options_of(options: Iterable[Any]) -> set[str]:
    """The libraries a field admits; some semantics give them as objects."""
    names = (each.get("name") if isinstance(each, dict) else each for each in options)
    return {name for name in names if isinstance(name, str)}


def file_of(value: Any, field: Field) -> dict[str, Any] | None:
    """A media file: its path, type, rights, and what the field's type adds; None without a usable path."""
    if not isinstance(value, dict) or not isinstance(value.get("path"), str):
        return None
    path = media_path(value["path"])
    if path is None:
        return None
    kept: dict[str, Any] = {"path": path}
    if isinstance(value.get("mime"), str):
        kept["mime"] = escaped(value["mime"])
    for key in KEYS_BY_TYPE.get(field.get("type", ""), ()):
        if value.get(key) is not None:
            kept[key] = plain(value[key])
    rights = value.get("copyright")
    if isinstance(rights, dict):
        kept["copyright"] = {key: plain(rights[key]) for key in COPYRIGHT_KEYS if rights.get(key) is not None}
    return kept | extras_of(value, field)


def files_of(value: Any, field: Field) -> list[dict[str, Any]] | None:
    """The sources of a video or of a sound."""
    sources = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [kept for kept in (file_of(each, field) for each in sources) if kept] or None


def media_path(path: str) -> str | None:
    """The path without the editor's mark or another content's folder; None for a scheme that could run."""
    path = path.strip().removesuffix("#tmp")
    elsewhere = ELSEWHERE.match(path)
    path = path[elsewhere.end() :] if elsewhere else path
    scheme = SCHEME.match("".join(path.split()))
    if scheme and scheme[1].lower() not in ("http", "https") and not MEDIA_DATA.match(path):
        return None
    return None if not path or ".." in path.split("/") else path.translate(IN_ADDRESSES)


def extras_of(value: Mapping[str, Any], field: Field) -> dict[str, Any]:
    """The keys that the field's ``extraAttributes`` name."""
    names = field.get("extraAttributes")
    keys = [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
    return {key: plain(value[key]) for key in keys if value.get(key) is not None}


def plain(value: Any, levels: int = DEEPEST_PLAIN) -> Any:
    """The value with every text escaped, cut below so many levels."""
    if isinstance(value, dict | list) and not levels:
        return None
    if isinstance(value, dict):
        return {escaped(key): plain(each, levels - 1) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each, levels - 1) for each in value]
    return _harmless(value)
