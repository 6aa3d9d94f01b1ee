"""Pages of statements, found by an index whatever the filter (xAPI-Communication 2.1.3).

An agent may be the actor, the object, a group's member or, when asked, anything that a statement names. One query with
OR would read every match before it sorts them; so each of these ways is asked for its newest statements, and they are
merged. Pages start after a place (stored, id), never at an offset.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from courses.records import parsing
from courses.records.data import Source
from courses.records.models import Statement, StatementReference, XapiClient
from courses.records.recording import authority_of
from courses.records.statements import Role
from courses.records.xapi.parameters import StatementQuery
from media.addresses import record_url

PAGE = 100
# Statements that point at a match are looked up apart, as they are few: these bounds keep it so.
MAX_POINTING = 2000
MAX_CHAIN = 4

Place = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True)
class Page:
    """Statements in order, and the place after which the rest follows, empty at the end."""

    rows: list[Statement]
    after: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to find statements: a condition, and the prefix of the columns that order what it finds."""

    condition: Q
    prefix: str = ""


def page_of(rows: QuerySet[Statement], query: StatementQuery, after: str = "") -> Page:
    """A page of statements, the latest stored first unless the query says otherwise."""
    size = min(query.limit or PAGE, PAGE)
    ways, others = _ways(query)
    asked = [_ordered(rows.filter(others), way, query, after) for way in ways]
    if pointing := _pointing(rows, query):
        asked.append(_ordered(rows, Way(Q(pk__in=pointing)), query, after))
    found = _merged(asked, query, size + 1) if asked[1:] else list(asked[0][: size + 1])
    return Page(found[:size], _place_of(found[size - 1]) if len(found) > size else "")


def _merged(asked: Iterable[QuerySet[Statement]], query: StatementQuery, size: int) -> list[Statement]:
    """The first statements of several ways: their places first, then the rows of the few that are kept."""
    places = {place for rows in asked for place in rows.values_list("stored", "pk")[:size]}
    kept = [pk for _, pk in sorted(places, reverse=not query.ascending)[:size]]
    rows = Statement.objects.in_bulk(kept)
    return [rows[pk] for pk in kept if pk in rows]


def _ordered(rows: QuerySet[Statement], way: Way, query: StatementQuery, after: str) -> QuerySet[Statement]:
    sign = "" if query.ascending else "-"
    order = [f"{sign}{column}" for column in _columns(way.prefix)]
    return rows.filter(way.condition & _within(query, after, way.prefix), voided=False).order_by(*order)


def _place_of(row: Statement) -> str:
    return f"{row.stored.isoformat()} {row.pk}"


def _read(after: str) -> Place:
    stored, _, last = after.partition(" ")
    return datetime.fromisoformat(stored), UUID(last)


def _columns(prefix: str) -> tuple[str, str]:
    return f"{prefix}stored", f"{prefix}statement_id" if prefix else "pk"


def _within(query: StatementQuery, after: str, prefix: str) -> Q:
    stored, key = _columns(prefix)
    within = Q()
    if query.since:
        within &= Q(**{f"{stored}__gt": query.since})
    if query.until:
        within &= Q(**{f"{stored}__lte": query.until})
    if after:
        moment, last = _read(after)
        side = "gt" if query.ascending else "lt"
        # The first condition says nothing new: it lets an index start at the place.
        within &= Q(**{f"{stored}__{side}e": moment})
        within &= Q(**{f"{stored}__{side}": moment}) | Q(**{f"{key}__{side}": last})
    return within


def _ways(query: StatementQuery) -> tuple[list[Way], Q]:
    """The ways to find what the query asks for, and the conditions that all of them share."""
    if query.agent:
        return list(_ways_of_agent(query)), _plain(query) & _about(query)
    if query.activity and query.related_activities:
        return [Way(Q(object_key=query.activity)), _naming(query.activity)], _plain(query)
    return [Way(Q())], _plain(query) & _about(query)


def _ways_of_agent(query: StatementQuery) -> Iterator[Way]:
    yield Way(Q(actor_key=query.agent))
    yield Way(Q(object_key=query.agent))
    yield _naming(query.agent, None if query.related_agents else Role.MEMBER)
    if query.related_agents and (answerable := _answered_for_by(query.agent)):
        yield Way(answerable)


def _naming(key: str, role: Role | None = None) -> Way:
    return Way(Q(references__key=key, **({"references__role": role} if role else {})), "references__")


def _answered_for_by(key: str) -> Q | None:
    """The statements whose authority this is, if it is one of ours: the site's own, or a client's."""
    for source in (Source.RELAY, Source.PLATFORM):
        if key == parsing.identifier_of(authority_of(source)):
            return Q(source=source)
    client_key = key.removeprefix(f"account|{record_url()}|")
    client = XapiClient.objects.filter(key=client_key).first() if client_key != key else None
    return Q(client=client) if client else None


def _plain(query: StatementQuery) -> Q:
    plain = Q()
    if query.verb:
        plain &= _by_verb(query.verb, beside_others=bool(query.agent or query.activity))
    if query.registration:
        plain &= Q(registration=query.registration)
    return plain


def _by_verb(verb: str, beside_others: bool) -> Q:
    # Verbs are few: beside a better filter their index must not be chosen, so it is hidden from the planner.
    return Q(Exact(Coalesce(F("verb"), Value("")), verb)) if beside_others else Q(verb=verb)


def _about(query: StatementQuery) -> Q:
    if not query.activity:
        return Q()
    direct = Q(object_key=query.activity)
    return direct | _named(query.activity) if query.related_activities else direct


def _named(key: str, role: Role | None = None) -> Q:
    rows = StatementReference.objects.filter(statement=OuterRef("pk"), key=key)
    return Q(Exists(rows.filter(role=role) if role else rows))


def _matching(query: StatementQuery) -> Q:
    """Whether one statement matches, to be asked of the few that another refers to."""
    matching = _plain(query) & _about(query)
    if query.agent:
        role = None if query.related_agents else Role.MEMBER
        matching &= Q(actor_key=query.agent) | Q(object_key=query.agent) | _named(query.agent, role)
    return matching


def _pointing(rows: QuerySet[Statement], query: StatementQuery) -> set[UUID]:
    """The statements that refer to a match, voided or not, directly or by a chain of references."""
    matching = _matching(query)
    if not matching:
        return set()
    matched = Statement.objects.filter(matching, pk=OuterRef("target"))
    newest = _ids(rows.filter(Exists(matched), target__isnull=False))
    found: set[UUID] = set()
    for _ in range(MAX_CHAIN):
        if newest <= found:
            break
        found |= newest
        newest = _ids(rows.filter(target__in=newest))
    return found


def _ids(rows: QuerySet[Statement]) -> set[UUID]:
    # Unordered: an order by time would make SQLite read the whole table instead of the few that point.
    return set(rows.order_by().values_list("pk", flat=True)[:MAX_POINTING])
