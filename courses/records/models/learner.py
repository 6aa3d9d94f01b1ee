"""Who learns."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.utils.translation import gettext_lazy as _

from courses.records.data import LearnerRef
from media.addresses import record_url


class LearnerQuerySet(models.QuerySet["Learner"]):
    def locked_with_completions(self, *, user_id: int, iris: Iterable[str]) -> "LearnerQuerySet":
        """The learner, locked, once a completion of these activities (`done_*`), or once with none.

        PostgreSQL, when it had to wait for the lock, gives completions as they were before the wait: they tell
        what is news, and `Completion.objects.merge` decides what is kept.
        """
        return (
            self.filter(user_id=user_id)
            .select_for_update(of=("self",), no_key=True)
            .annotate(
                done=FilteredRelation("completions", condition=Q(completions__activity_iri__in=list(iris))),
                done_iri=F("done__activity_iri"),
                done_at=F("done__completed_at"),
                done_score=F("done__score"),
            )
        )

    def with_attempts(self, iri: str) -> models.QuerySet["Learner"]:
        """Each row once an attempt at this activity (`tried_*`), or once with none."""
        return self.annotate(
            tried=FilteredRelation("attempts", condition=Q(attempts__activity_iri=iri)),
            tried_statement=F("tried__statement_id"),
            tried_at=F("tried__finished_at"),
            tried_score=F("tried__score_scaled"),
            tried_seconds=F("tried__duration_seconds"),
        )


class Learner(models.Model):
    """Who learns, under a name that says nothing: statements name the uuid, never the person."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="learner",
        verbose_name=_("user"),
    )
    uuid = models.UUIDField(_("identifier"), default=uuid4, unique=True, editable=False)
    corrected = models.BooleanField(_("corrected by a trainer"), default=False, editable=False)

    objects = LearnerQuerySet.as_manager()

    # Only on the rows of `locked_with_completions`.
    done_iri: str | None
    done_at: datetime
    done_score: float | None
    # Only on the rows of `with_attempts`.
    tried_statement: UUID | None
    tried_at: datetime
    tried_score: float | None
    tried_seconds: float | None

    class Meta:
        verbose_name = _("learner")
        verbose_name_plural = _("learners")

    def __str__(self) -> str:
        return str(self.uuid)

    def ref(self) -> LearnerRef:
        return LearnerRef(pk=self.pk, uuid=self.uuid, user_id=self.user_id, corrected=self.corrected)


def account_of(uuid: UUID) -> dict[str, Any]:
    """The actor under which the learner's statements are kept: an account of this site."""
    return {
        "objectType": "Agent",
        "account": {"homePage": record_url(), "name": str(uuid)},
    }
