"""The dates of someone's assemblies, among their own: on their dashboard, in their calendar, in its private feed."""

from collections.abc import Iterator
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils import timezone

from courses.learning.api import Entry, EntryKind
from modules.assemblies.models import AssemblyDate, Membership


def assembly_entries(*, user: Any, start: datetime, end: datetime) -> Iterator[Entry]:
    """The meetings of this person's assemblies that concern their college, between two moments; two queries."""
    places = list(Membership.objects.filter(user=user.pk).values_list("assembly", "college"))
    if not places:
        return
    mine = reduce(or_, (AssemblyDate.objects.filter(assembly=one).concerning(college) for one, college in places))
    dates = mine.filter(Q(starts_at__gte=start) | Q(ends_at__gte=start), starts_at__lt=end)
    for date in dates.select_related("assembly"):
        yield Entry(
            at=timezone.localtime(date.starts_at),
            ends_at=timezone.localtime(date.ends_at) if date.ends_at else None,
            kind=EntryKind.MEETING,
            title=date.title,
            url=f"{date.assembly.get_absolute_url()}#date-{date.pk}",
            detail=date.place or date.assembly.name,
        )
