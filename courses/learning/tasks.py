"""What the worker does for learning: deriving progress again when an outline changed."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from courses.learning import rederiving
from courses.learning.models.enrolments import Enrolment
from courses.learning.models.following import Rederivation


@task(backend="heavy")
def rederive(rederivation_id: int) -> None:
    """Derives everyone's progress again; see `rederiving.run`."""
    rederiving.run(rederivation_id)


@transaction.atomic
def ask_to_rederive(
    *, course_id: int, now: datetime | None = None, again: bool = False, regraded: Iterable[str] = ()
) -> int | None:
    """Asks the worker to derive the course's enrolments again; None when nobody is enrolled.

    One that waits for its turn is enough for several changes: it will read the outline when it begins. `again` asks
    for another one whatever waits. `regraded` are the activities of which another score counts from now on; those of
    a derivation that did not end go on to the next.
    """
    moment = now or timezone.now()
    total = Enrolment.objects.in_course(course_id).count()
    if not total:
        return None
    # Locked: a worker about to begin it then waits until what was published is committed.
    waiting = Rederivation.objects.select_for_update().filter(course_id=course_id, state=Rederivation.State.WAITING)
    if not again and (found := waiting.first()):
        if not set(regraded) <= set(found.regraded):
            found.regraded = sorted({*found.regraded, *regraded})
            found.save(update_fields=["regraded"])
        return found.pk
    unended = Rederivation.objects.filter(course_id=course_id).exclude(state=Rederivation.State.DONE)
    left = {iri for iris in unended.values_list("regraded", flat=True) for iri in iris}
    row = Rederivation.objects.create(
        course_id=course_id, asked_at=moment, moved_at=moment, total=total, regraded=sorted({*left, *regraded})
    )
    unended.exclude(pk=row.pk).update(regraded=[])
    rederive.enqueue(row.pk)
    return row.pk
