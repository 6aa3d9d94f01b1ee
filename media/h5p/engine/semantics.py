"""The parameters of a content, repaired until they fit the semantics of their library.

Source: the H5P semantics definition, as the official content validator applies it: what does not fit is
corrected or left out, never refused.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from media.h5p.engine.field_values import (
    Field,
    boolean_of,
    extras_of,
    file_of,
    files_of,
    is_number,
    is_sub_content_id,
    number_of,
    options_of,
    plain,
    select_of,
    text_of,
)
from media.h5p.engine.names import LibraryName

# Fields inside fields that are followed; real contents stay under fifty, and Python's own stack bears more.
DEEPEST = 120
LibrarySemantics: TypeAlias = Callable[[LibraryName], list[Any] | None]


@dataclass(frozen=True, slots=True)
class Filtered:
    """Parameters that fit, and the libraries that they use directly, in the order of their first use."""

    parameters: dict[str, Any]
    dependencies: tuple[LibraryName, ...]


def filter_parameters(parameters: Any, semantics: list[Any], *, library_semantics: LibrarySemantics) -> Filtered:
    """The parameters of a content whose library has these semantics.

    ``library_semantics`` gives the semantics of a library that the content embeds, or None when the host
    lacks it: what embeds it is then left out. The arguments are left as they are.
    """
    walk = _Filter(library_semantics)
    kept = walk.object_of(parameters if isinstance(parameters, dict) else {}, semantics)
    return Filtered(kept, tuple(walk.used))


class _Filter:
    """One walk through a content; a method a type of field, each answering None for what cannot be kept."""

    def __init__(self, library_semantics: LibrarySemantics) -> None:
        self.library_semantics = library_semantics
        self.used: dict[LibraryName, None] = {}
        self.depth = 0
        self.types: dict[str, Callable[[Any, Field], Any]] = {
            "text": text_of,
            "number": number_of,
            "boolean": boolean_of,
            "select": select_of,
            "group": self.group_of,
            "list": self.list_of,
            "library": self.library_of,
            "image": file_of,
            "file": file_of,
            "video": files_of,
            "audio": files_of,
        }

    def value_of(self, value: Any, field: Field) -> Any:
        kind = field.get("type")
        rule = self.types.get(kind) if isinstance(kind, str) else None
        if rule is None or self.depth >= DEEPEST:
            return None
        self.depth += 1
        try:
            return rule(value, field)
        finally:
            self.depth -= 1

    def object_of(self, value: Mapping[str, Any], fields: Any) -> dict[str, Any]:
        """The keys that the fields name; what cannot be kept is left out."""
        named = {field["name"]: field for field in fields_of(fields) if value.get(field["name"]) is not None}
        kept = {name: self.value_of(value[name], field) for name, field in named.items()}
        return {name: each for name, each in kept.items() if each is not None}

    def group_of(self, value: Any, field: Field) -> Any:
        """A group of one field is stored as that field's value, without its key, unless it is sub-content."""
        fields = list(fields_of(field.get("fields")))
        if len(fields) == 1 and not field.get("isSubContent"):
            return self.value_of(value, fields[0])
        if not isinstance(value, dict):
            return None
        kept = self.object_of(value, fields)
        if field.get("isSubContent") and is_sub_content_id(value.get("subContentId")):
            kept["subContentId"] = value["subContentId"]
        return kept

    def list_of(self, value: Any, field: Field) -> list[Any] | None:
        item = field.get("field")
        if not isinstance(value, list) or not isinstance(item, dict):
            return None
        limit = field.get("max")
        items = value[: max(int(limit), 0)] if is_number(limit) else value
        kept = (self.value_of(each, item) for each in items)
        return [each for each in kept if each is not None] or None

    def library_of(self, value: Any, field: Field) -> dict[str, Any] | None:
        if not isinstance(value, dict) or not isinstance(value.get("library"), str):
            return None
        options = field.get("options")
        if isinstance(options, list) and options and value["library"] not in options_of(options):
            return None
        return self._embedded(value, field)

    def _embedded(self, value: dict[str, Any], field: Field) -> dict[str, Any] | None:
        try:
            name = LibraryName.parse(value["library"])
        except ValueError:
            return None
        semantics = self.library_semantics(name)
        if semantics is None:
            return None
        self.used.setdefault(name)
        parameters = value.get("params")
        kept = {
            "library": value["library"],
            "params": self.object_of(parameters if isinstance(parameters, dict) else {}, semantics),
        }
        if is_sub_content_id(value.get("subContentId")):
            kept["subContentId"] = value["subContentId"]
        if isinstance(value.get("metadata"), dict):
            kept["metadata"] = plain(value["metadata"])
        return kept | extras_of(value, field)


def fields_of(fields: Any) -> Iterator[Field]:
    """The well-formed fields among what semantics list."""
    for field in fields if isinstance(fields, list) else ():
        if isinstance(field, dict) and isinstance(field.get("name"), str):
            yield field
