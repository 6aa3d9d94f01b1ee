"""Fills the table of references from the statements, and back; a batch a transaction, and none twice."""

import json
from collections.abc import Iterator
from typing import Any

from django.db import migrations, transaction
from django.db.models import Q

BATCH = 1000


def batches(rows: Any) -> Iterator[list[Any]]:
    """Every statement, oldest first, a thousand at a time."""
    after = Q()
    while batch := list(rows.filter(after).order_by("stored", "pk")[:BATCH]):
        yield batch
        last = batch[-1]
        after = Q(stored__gte=last.stored) & (Q(stored__gt=last.stored) | Q(pk__gt=last.pk))


def identifier(agent: dict[str, Any]) -> str:
    """The key of an agent or group, as `courses.records.parsing` wrote it when this migration was made."""
    if "account" in agent:
        return f"account|{agent['account']['homePage']}|{agent['account']['name']}"
    for name in ("mbox", "openid"):
        if name in agent:
            return f"{name}|{agent[name]}"
    return f"mbox_sha1sum|{agent['mbox_sha1sum'].lower()}" if "mbox_sha1sum" in agent else ""


def members(agent: dict[str, Any]) -> list[str]:
    return [identifier(member) for member in agent.get("member", ())]


def named(raw: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The role and key of all that a statement names beside its actor and object."""
    target, context = raw["object"], raw.get("context", {})
    for key in (*members(raw["actor"]), *members(target)):
        yield "member", key
    for role, several in context.get("contextActivities", {}).items():
        for activity in several if isinstance(several, list) else [several]:
            yield role, activity["id"]
    for role in ("instructor", "team"):
        if agent := context.get(role):
            yield from ((role, key) for key in (identifier(agent), *members(agent)) if key)
    if target.get("objectType") == "SubStatement":
        inner = target["object"]
        kind = inner.get("objectType", "Activity")
        its_key = identifier(inner) if kind in ("Agent", "Group") else inner["id"]
        keys = (identifier(target["actor"]), its_key, *(key for _, key in named(target)))
        yield from (("inner", key) for key in keys if key)


def fill(apps: Any, schema_editor: Any) -> None:
    Statement = apps.get_model("pv_records", "Statement")
    Reference = apps.get_model("pv_records", "StatementReference")
    for batch in batches(Statement.objects.only("pk", "stored", "raw")):
        found: dict[tuple[Any, str], Any] = {}
        for row in batch:
            for role, key in named(json.loads(row.raw)):
                reference = Reference(statement_id=row.pk, key=key, role=role, stored=row.stored)
                found.setdefault((row.pk, key), reference)
        with transaction.atomic():
            Reference.objects.bulk_create(found.values(), ignore_conflicts=True)


def empty(apps: Any, schema_editor: Any) -> None:
    """Writes the keys back to where they were: a line each in `related`, and the members' own table."""
    Statement = apps.get_model("pv_records", "Statement")
    Member = apps.get_model("pv_records", "StatementMember")
    for batch in batches(Statement.objects.only("pk", "stored", "raw", "related")):
        belonging = []
        for row in batch:
            raw = json.loads(row.raw)
            pairs = list(named(raw))
            authority = raw.get("authority", {})
            keys = dict.fromkeys([*(key for _, key in pairs), identifier(authority), *members(authority)])
            keys.pop("", None)
            row.related = "\n" + "\n".join(keys) + "\n" if keys else ""
            own = dict.fromkeys(key for role, key in pairs if role == "member")
            belonging += [Member(statement_id=row.pk, key=key) for key in own]
        with transaction.atomic():
            Statement.objects.bulk_update(batch, ["related"])
            Member.objects.filter(statement_id__in=[row.pk for row in batch]).delete()
            Member.objects.bulk_create(belonging)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("pv_records", "0003_references")]
    operations = [migrations.RunPython(fill, empty)]
