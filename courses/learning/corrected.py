"""Corrections in words: what was corrected, by whom, why; for the trainer's page and the learner's own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.translation import gettext as _

from courses.learning.dashboard import iris_of
from courses.learning.data import OutlineUnit
from courses.learning.iris import unit_uuid
from courses.learning.models.units import Unit, UnitActivity
from courses.learning.wording import correction_label
from courses.records import api as records
from courses.records.data import Correction

SHOWN = 10


@dataclass(frozen=True, slots=True)
class CorrectionTold:
    """A correction as people read it; `withdrawn_by` is empty while it stands."""

    statement_id: UUID
    text: str
    reason: str
    at: datetime
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawal_reason: str


def told(corrections: Iterable[Correction], titles: Mapping[str, str]) -> list[CorrectionTold]:
    """Those that a trainer chose, latest first; what followed from them is not said twice. One query."""
    chosen = [one for one in corrections if one.caused_by is None and one.activity_iri in titles]
    names = _names({id_ for one in chosen for id_ in (one.by, one.withdrawn_by) if id_})
    return [
        CorrectionTold(
            statement_id=one.statement_id,
            text=correction_label(one, title=titles[one.activity_iri], who=_who(one.by, names)),
            reason=one.mark.reason,
            at=one.at,
            withdrawn_at=one.withdrawn_at,
            withdrawn_by=_who(one.withdrawn_by, names) if one.withdrawn_at else "",
            withdrawal_reason=one.withdrawal_reason,
        )
        for one in reversed(chosen)
    ]


def _names(user_ids: Iterable[int]) -> dict[int, str]:
    users = get_user_model()._default_manager.filter(pk__in=list(user_ids))
    return {user.pk: str(user.get_full_name()) for user in users}


def _who(user_id: int | None, names: Mapping[int, str]) -> str:
    return names.get(user_id or 0) or _("A trainer")


def titles_of(units: Iterable[OutlineUnit]) -> dict[str, str]:
    """The title of each unit and activity, by address."""
    found: dict[str, str] = {}
    for unit in units:
        found |= {activity.iri: activity.title or unit.title for activity in unit.activities}
        found[unit.iri] = unit.title
    return found


def titles_at(iris: Iterable[str]) -> dict[str, str]:
    """The same for these addresses, from the database; two queries."""
    wanted = list(iris)
    uuids = {uuid: iri for iri in wanted if (uuid := unit_uuid(iri))}
    units = Unit.objects.filter(uuid__in=uuids).values_list("uuid", "page__title")
    activities = UnitActivity.objects.filter(activity_iri__in=wanted)
    titles = dict(activities.values_list("activity_iri", "unit__page__title"))
    return titles | {uuids[uuid]: title for uuid, title in units}


def corrections_panel(request: HttpRequest) -> dict[str, Any] | None:
    """On the learner's own page: what trainers corrected, who and why; None for whoever was never corrected."""
    if isinstance(request.user, AnonymousUser):
        return None
    corrections = records.corrections_of(user=request.user)
    if not corrections:
        return None
    return {"corrections": told(corrections, titles_at(one.activity_iri for one in corrections))[:SHOWN]}


def iris_in(units: Iterable[OutlineUnit]) -> list[str]:
    return [iri for unit in units for iri in iris_of(unit)]
