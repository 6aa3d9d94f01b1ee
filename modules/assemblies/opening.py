"""Opens an assembly whole, as its coordinator would step by step: colleges, people, the draw, the dates."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from modules.assemblies import lots
from modules.assemblies.colleges import add_colleges
from modules.assemblies.data import Role
from modules.assemblies.documents import give_document
from modules.assemblies.giving import draw_lots, entry_of, give_by_choice
from modules.assemblies.inviting import print_letters
from modules.assemblies.listing import add_members
from modules.assemblies.models import Assembly, AssemblyDate, College, Membership, RunSheet
from modules.living import api as living

TEXTS = ("slug", "name", "scale", "territory", "tensions", "mandate", "limits", "course_id")


@transaction.atomic
def open_assembly(
    *,
    content: Mapping[str, Any],
    people: Iterable[Mapping[str, Any]],
    dates: Iterable[Mapping[str, Any]],
    now: datetime,
) -> int:
    """The id of a new assembly. Colleges come first; whoever has a species keeps it; the others are drawn by lot."""
    assembly = Assembly.objects.create(**{key: content[key] for key in TEXTS})
    milieus = {one.slug: one.id for one in living.milieus()}
    add_colleges(assembly_id=assembly.pk, names={milieus[slug]: name for slug, name in content["colleges"].items()})
    _add_people(assembly.pk, list(people), now)
    _draw(assembly.pk, content["phrase"], now)
    _set_dates(assembly.pk, dates)
    _send(assembly.pk, content, now)
    return int(assembly.pk)


def _add_people(assembly_id: int, people: list[Mapping[str, Any]], now: datetime) -> None:
    species = {one.slug: one.id for one in living.spoken_for_species()}
    fields = ("name", "email", "phone", "user", "role", "speaks")
    fresh = [Membership(**{key: row[key] for key in fields}, joined_at=now if row["user"] else None) for row in people]
    for member, row in zip(add_members(assembly_id=assembly_id, members=fresh), people, strict=True):
        if row["species"]:
            give_by_choice(member=member, species_id=species[row["species"]])


def _draw(assembly_id: int, phrase: str, now: datetime) -> None:
    coordinator = _coordinator(assembly_id)
    if coordinator is None:
        return
    shown = lots.fingerprint(entry_of(assembly_id=assembly_id))
    draw_lots(place=coordinator, phrase=phrase, shown=shown, places=None, now=now)


def _coordinator(assembly_id: int) -> Membership | None:
    return Membership.objects.filter(assembly=assembly_id, role=Role.COORDINATOR.value).first()


def _send(assembly_id: int, content: Mapping[str, Any], now: datetime) -> None:
    """The letters already posted and the documents already given, some days before `now`; nobody is written to."""
    coordinator = _coordinator(assembly_id)
    if coordinator is None:
        return
    for days, names in content["letters"].items():
        people = Membership.objects.filter(assembly=assembly_id, name__in=names).values_list("pk", flat=True)
        print_letters(place=coordinator, people=list(people), shown=0, now=now - timedelta(days=days))
    dates = {date.title: date for date in AssemblyDate.objects.filter(assembly=assembly_id)}
    for row in content["documents"]:
        values = {"title": row["title"], "message": row["message"], "meeting": dates[row["before"]]}
        file = SimpleUploadedFile(row["filename"], row["text"].encode())
        give_document(place=coordinator, values=values, file=file, now=now - timedelta(days=row["days"]))


def _set_dates(assembly_id: int, dates: Iterable[Mapping[str, Any]]) -> None:
    colleges = dict(College.objects.filter(assembly=assembly_id).values_list("milieu__slug", "pk"))
    sheets = dict(RunSheet.objects.values_list("slug", "pk"))
    AssemblyDate.objects.bulk_create(
        AssemblyDate(
            assembly_id=assembly_id,
            kind=row["kind"],
            title=row["title"],
            starts_at=row["starts_at"],
            ends_at=row["ends_at"],
            place=row["place"],
            college_id=colleges.get(row.get("college", "")),
            run_sheet_id=sheets.get(row.get("run_sheet", "")),
        )
        for row in dates
    )
