"""The text formats xAPI asks for: IRIs, UUIDs, language tags, times, durations. Standard library only."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

MAX_IRI_BYTES = 2000

IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]+")
UUID_TEXT = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
MAILTO = re.compile(r"mailto:[^\s@]+@[^\s@]+")
SHA1 = re.compile(r"[0-9a-fA-F]{40}")
SHA2 = re.compile(r"[0-9a-fA-F]{56}|[0-9a-fA-F]{64}|[0-9a-fA-F]{96}|[0-9a-fA-F]{128}")
VERSION = re.compile(r"1\.0(?:\.\d+)?")
MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+*-]+(?:\s*;.*)?")
# RFC 5646, section 2.1, with the irregular grandfathered tags left out.
LANGUAGE = re.compile(
    r"(?!(?:(?!-x-).)*-([0-9a-wy-z])-(?:(?!-x-).)*-\1-)"  # an extension's letter comes once
    r"(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+|i-[a-z]{2,8})",
    re.IGNORECASE,
)
DURATION = re.compile(
    r"P(?:(?P<weeks>\d+(?:[.,]\d+)?)W|(?=\d|T\d)(?:(?P<years>\d+(?:[.,]\d+)?)Y)?(?:(?P<months>\d+(?:[.,]\d+)?)M)?"
    r"(?:(?P<days>\d+(?:[.,]\d+)?)D)?(?:T(?=\d)(?:(?P<hours>\d+(?:[.,]\d+)?)H)?"
    r"(?:(?P<minutes>\d+(?:[.,]\d+)?)M)?(?:(?P<seconds>\d+(?:[.,]\d+)?)S)?)?)"
)
TIMESTAMP = re.compile(
    r"(?P<date>\d{4}-\d{2}-\d{2}|\d{8})[T ](?P<time>\d{2}(?::?\d{2}(?::?\d{2})?)?)(?P<fraction>[.,]\d+)?"
    r"(?P<zone>[Zz]|[+-]\d{2}(?::?\d{2})?)?"
)
# A year and a month count as 365.25 / 12 days, as calendars are not known here.
SECONDS = {
    "weeks": 604_800.0,
    "years": 31_557_600.0,
    "months": 2_629_800.0,
    "days": 86_400.0,
    "hours": 3_600.0,
    "minutes": 60.0,
    "seconds": 1.0,
}


def is_iri(value: str) -> bool:
    """Whether the text is an absolute IRI (RFC 3987) short enough to be indexed."""
    return IRI.fullmatch(value) is not None and fits(value, MAX_IRI_BYTES)


def fits(value: str, limit: int) -> bool:
    """Whether the text can be stored and takes at most `limit` bytes."""
    try:
        return "\x00" not in value and len(value.encode()) <= limit
    except UnicodeEncodeError:  # a lone surrogate, which no database takes
        return False


def parse_uuid(value: str) -> UUID | None:
    """The UUID written in its standard form (RFC 4122), or None."""
    return UUID(value) if UUID_TEXT.fullmatch(value) else None


def parse_duration(value: str) -> float | None:
    """Seconds of an ISO 8601 duration, or None if it is not one."""
    match = DURATION.fullmatch(value)
    if match is None:
        return None
    parts = ((unit, part.replace(",", ".")) for unit, part in match.groupdict().items() if part)
    return sum(SECONDS[unit] * float(part) for unit, part in parts)


def format_duration(seconds: float) -> str:
    """An ISO 8601 duration in seconds, to the hundredth (xAPI-Data 4.6)."""
    return f"PT{seconds:.2f}".rstrip("0").rstrip(".") + "S"


def parse_timestamp(value: str) -> datetime | None:
    """The moment of an ISO 8601 timestamp, in UTC; None if it is not one or its offset is `-00:00`.

    Without an offset it is read as UTC (xAPI-Data 4.5). A leap second is the moment that follows it.
    """
    match = TIMESTAMP.fullmatch(value)
    if match is None or re.fullmatch(r"-00(:?00)?", match["zone"] or ""):
        return None
    fraction = "." + (match["fraction"] or ".0")[1:7].ljust(6, "0")
    clock = match["time"] if len(match["time"]) > 5 else _whole_minutes(match["time"])
    leap = clock.endswith("60")
    if leap:
        clock, fraction = clock[:-2] + "59", ".000000"
    try:
        moment = datetime.fromisoformat(f"{match['date']}T{clock}{fraction}{(match['zone'] or 'Z').upper()}")
        moment = moment.astimezone(UTC)
        if not leap:
            return moment
        return moment + timedelta(seconds=1) if (moment.hour, moment.minute) == (23, 59) else None
    except (ValueError, OverflowError):
        return None


def _whole_minutes(clock: str) -> str:
    separator = ":" if ":" in clock else ""
    return clock + separator + "00" if len(clock) > 2 else f"{clock}:00:00"


def format_timestamp(moment: datetime) -> str:
    """RFC 3339 in UTC, to the microsecond."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
