"""A file of interactions, from its upload to its records: checked first, kept when a person says so."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from media.dates import day_label
from modules.living.data import ImportState
from modules.living.exchange import keeping
from modules.living.exchange.reporting import refusal_text, report_of
from modules.living.exchange.shapes import Check, FileRefused
from modules.living.models import InteractionImport


def send(
    *,
    file: Any,
    origin: str,
    create_species: bool,
    leave_out_refused: bool,
    propose_differences: bool = False,
    user: Any,
) -> InteractionImport:
    """Keeps the file and has it checked by the task worker; nothing of it is imported."""
    sent = InteractionImport.objects.create(
        file=file,
        name=file.name[-200:],
        origin=origin,
        create_species=create_species,
        leave_out_refused=leave_out_refused,
        propose_differences=propose_differences,
        sent_by=user,
    )
    transaction.on_commit(lambda: check_import.enqueue(sent.pk))
    return sent


def confirm(*, import_id: int) -> bool:
    """Has a checked file imported; False when it is not there to be imported, as after a second click."""
    waiting = InteractionImport.objects.filter(pk=import_id, state=ImportState.CHECKED.value)
    if not waiting.update(state=ImportState.KEEPING.value, done=0):
        return False
    transaction.on_commit(lambda: keep_import.enqueue(import_id))
    return True


def may_keep(found: InteractionImport) -> bool:
    """Whether there is something to import, and nothing that keeps it out."""
    refused = found.report.get("counts", {}).get("refused")
    return bool(brought(found)) and (found.leave_out_refused or not refused)


def brought(found: InteractionImport) -> int:
    """How many drafts the file would make."""
    counts = found.report.get("counts", {})
    return int(counts.get("new", 0)) + (int(counts.get("different", 0)) if found.propose_differences else 0)


@task(backend="heavy")
def check_import(import_id: int) -> None:
    """Reads the file, line by line, and writes the report."""
    sent = InteractionImport.objects.get(pk=import_id)
    _move(sent, ImportState.READING)
    found = _check(sent)
    if found:
        _move(sent, ImportState.CHECKED, report=report_of(found))


@task(backend="heavy")
def keep_import(import_id: int) -> None:
    """Checks the file again, since the site may have changed, then keeps what is new, whole or not at all."""
    sent = InteractionImport.objects.get(pk=import_id)
    found = _check(sent)
    if found is None:
        return
    sent.report = report_of(found)
    if not may_keep(sent):
        _move(sent, ImportState.CHECKED, report=sent.report)
        return
    try:
        kept = keeping.keep(found, origin=origin_of(sent), user=sent.sent_by, propose=sent.propose_differences)
    except Exception:
        _move(sent, ImportState.FAILED)
        raise
    _move(sent, ImportState.KEPT, report=sent.report, kept=kept)


def origin_of(sent: InteractionImport) -> str:
    """The provenance of the records: the source, the file, the day."""
    return origin(sent.origin, sent.name, timezone.localdate())


def origin(source: str, name: str, today: date) -> str:
    return _("%(source)s; imported from %(name)s on %(day)s") % {
        "source": source or _("source not given"),
        "name": name,
        "day": day_label(today),
    }


def _check(sent: InteractionImport) -> Check | None:
    try:
        with sent.file.open("rb") as stream:
            reading = keeping.read_file(stream.read())
    except FileRefused as error:
        _move(sent, ImportState.REFUSED, report={"refused": refusal_text(error), "id": error.code})
        return None
    InteractionImport.objects.filter(pk=sent.pk).update(total=len(reading.rows), done=0)
    try:
        found = keeping.check(
            reading,
            keeping.known_now(),
            create_species=sent.create_species,
            progress=lambda done: _progress(sent, done),
        )
    except Exception:
        _move(sent, ImportState.FAILED)
        raise
    _progress(sent, len(reading.rows))
    return found


def _progress(sent: InteractionImport, done: int) -> None:
    InteractionImport.objects.filter(pk=sent.pk).update(done=done)


def _move(sent: InteractionImport, state: ImportState, **values: Any) -> None:
    InteractionImport.objects.filter(pk=sent.pk).update(state=state.value, **values)
