"""What a package may cost."""

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True)
class Limits:
    """The host's own limits; the specification has none. Sizes are in bytes.

    entries: entries of the zip, folders and skipped entries included.
    file_size, total_size: once unpacked.
    ratio: unpacked size over packed size, of a file over ``ratio_from`` bytes and of the whole package.
    json_size: ``content.json``, ``semantics.json`` or a language file.
    metadata_size: ``h5p.json`` and every ``library.json`` together; they stay in memory.
    json_items, json_depth: values in one JSON file, and how deep they nest.
    seconds: time that checking one package may take.
    problems: how many problems are told before the check stops.
    """

    entries: int = 20_000
    file_size: int = 256 * MIB
    total_size: int = 512 * MIB
    ratio: int = 150
    ratio_from: int = 1 * MIB
    name_length: int = 500
    json_size: int = 4 * MIB
    metadata_size: int = 1 * MIB
    json_items: int = 300_000
    json_depth: int = 120
    seconds: float = 30.0
    problems: int = 100
