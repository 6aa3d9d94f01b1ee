"""What a statement names beside its actor and its object, filed so that it is found by an index."""

from collections.abc import Iterable, Iterator

from courses.records.models import Statement, StatementReference
from courses.records.statements import Reference, Role, StatementIn


def references_of(statement: StatementIn) -> tuple[Reference, ...]:
    """Each agent and activity that the statement names, once, in the first role that it has.

    The authority is not among them: it follows from the statement's source and client.
    """
    found: dict[str, Reference] = {}
    for reference in _named(statement):
        found.setdefault(reference.key, reference)
    return tuple(found.values())


def _named(statement: StatementIn) -> Iterator[Reference]:
    members = (*(member.key for member in statement.actor.members), *statement.object.members)
    yield from (Reference(Role.MEMBER, key) for key in members)
    yield from statement.context.references
    if inner := statement.object.sub_statement:
        keys = (inner.actor.key, inner.object.key, *(reference.key for reference in references_of(inner)))
        yield from (Reference(Role.INNER, key) for key in keys if key)


def reference_rows(row: Statement, references: Iterable[Reference]) -> list[StatementReference]:
    """Unsaved rows that file what a statement names."""
    return [
        StatementReference(statement_id=row.id, role=reference.role, key=reference.key, stored=row.stored)
        for reference in references
    ]
