"""An ecologist answers for records: who, when, and whether they are published at once."""

from collections.abc import Iterable
from datetime import date
from typing import Any


def mark_reviewed(records: Iterable[Any], *, user: Any, on: date, publish: bool = False) -> int:
    """Writes who reviewed each record and when, in its history too; gives how many.

    A live record shows it at once, unless a draft waits: then the draft carries it, and the live one keeps its text.
    """
    count = 0
    for record in records:
        draft_waits = record.has_unpublished_changes
        draft = record.get_latest_revision_as_object()
        draft.reviewed_by, draft.reviewed_on = user, on
        revision = draft.save_revision(user=user, changed=True, log_action=True)
        if publish or (record.live and not draft_waits):
            revision.publish(user=user)
        else:
            type(record).objects.filter(pk=record.pk).update(reviewed_by=user, reviewed_on=on)
        count += 1
    return count
