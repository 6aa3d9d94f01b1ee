"""Where a learner is, and for how long: told by the open page every minute, counted by the site's own clock."""

import re
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from courses.learning.data import CompletionKind, OutlineUnit, RelayAnswer, UnitState, Visit
from courses.learning.enrolments import enrolment_of
from courses.learning.models.enrolments import Enrolment
from courses.learning.outlines import personal
from courses.records import api as records
from courses.records.data import Verb

PLACE = re.compile(r"[0-9a-f]{8}(-\d{1,3})?")
LONGEST_BEAT = timedelta(seconds=90)
SHORTEST_BEAT = timedelta(seconds=5)


@transaction.atomic
def note_presence(
    *, user: Any, visit: Visit, place: str, arriving: bool = False, now: datetime | None = None
) -> RelayAnswer:
    """Remembers the place where the learner is, and counts the time since they were last seen anywhere.

    The time is the site's, at most 90 seconds a call, and a learner has only one: two tabs, or calls sent faster,
    count no second twice. It becomes a statement only where time completes the unit. `arriving` counts nothing.
    Raises `PermissionDenied` for whoever is not enrolled. Answers with the outline when it may have moved.
    """
    enrolment, unit, moment = visit.enrolment, visit.unit, now or timezone.now()
    if not visit.records or enrolment is None or unit is None:
        raise PermissionDenied("not-enrolled")
    beats = Enrolment.objects.select_for_update(of=("self",)).filter(user_id=user.pk).values_list("last_beat_at")
    last = max((at for (at,) in beats if at), default=None)
    Enrolment.objects.filter(pk=enrolment.id).update(
        last_unit_id=unit.id, last_seen_at=moment, last_beat_at=moment, last_place=_place(place)
    )
    spent = min(moment - last, LONGEST_BEAT) if last and not arriving else timedelta()
    if not _counts(unit) or spent < SHORTEST_BEAT:
        return RelayAnswer(())
    recorded = records.record_platform_statement(
        user=user, verb=Verb.EXPERIENCED, activity_iri=unit.iri, duration=spent.total_seconds(), now=moment
    )
    fresh = enrolment_of(user=user, course_id=enrolment.course_id) if recorded.changes else None
    return RelayAnswer(recorded.ids, (personal(visit.outline, fresh, now=moment),) if fresh else ())


def _counts(unit: OutlineUnit) -> bool:
    return unit.completion_kind is CompletionKind.TIME_SPENT and unit.state is not UnitState.DONE


def _place(told: str) -> str:
    return told if PLACE.fullmatch(told) else ""
