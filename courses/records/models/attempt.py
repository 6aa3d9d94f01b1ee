"""What follows from the statements: attempts and completions."""

from collections.abc import Iterable, Sequence

from django.db import connections, models, router
from django.utils.translation import gettext_lazy as _

from courses.records.data import AttemptInfo, CompletionInfo, Score
from courses.records.models.activity import IRI_LENGTH
from courses.records.models.learner import Learner
from courses.records.models.statement import Statement

HIGHEST_SCORE = """CASE WHEN excluded.score IS NULL OR known.score > excluded.score
    THEN known.score ELSE excluded.score END"""
MERGE = """INSERT INTO {table} AS known ({columns}) VALUES {places}
    ON CONFLICT (learner_id, activity_iri) DO UPDATE SET score = {score}, completed_at =
    CASE WHEN excluded.completed_at < known.completed_at THEN excluded.completed_at ELSE known.completed_at END"""


class Attempt(models.Model):
    """One closed attempt at an activity: what its last statement said."""

    statement = models.OneToOneField(
        Statement, on_delete=models.CASCADE, related_name="attempt", verbose_name=_("statement")
    )
    learner = models.ForeignKey(
        Learner,
        on_delete=models.CASCADE,
        related_name="attempts",
        db_index=False,
        verbose_name=_("learner"),
    )
    activity_iri = models.CharField(_("activity"), max_length=IRI_LENGTH, db_index=True)
    started_at = models.DateTimeField(_("started at"), null=True)
    finished_at = models.DateTimeField(_("finished at"))
    score_scaled = models.FloatField(_("score"), null=True)
    score_raw = models.FloatField(_("points"), null=True)
    score_min = models.FloatField(_("lowest points"), null=True)
    score_max = models.FloatField(_("highest points"), null=True)
    success = models.BooleanField(_("success"), null=True)
    duration_seconds = models.FloatField(_("duration in seconds"), null=True)
    response = models.TextField(_("response"), blank=True)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        indexes = [models.Index(fields=["learner", "activity_iri"], name="pv_attempt_learner")]

    def __str__(self) -> str:
        return f"{self.activity_iri} {self.finished_at:%Y-%m-%d}"

    @classmethod
    def closed_by(cls, info: AttemptInfo, *, learner_id: int, activity_iri: str) -> "Attempt":
        """An unsaved row that says the same."""
        return cls(
            statement_id=info.statement_id,
            learner_id=learner_id,
            activity_iri=activity_iri,
            started_at=info.started_at,
            finished_at=info.finished_at,
            score_scaled=info.score.scaled,
            score_raw=info.score.raw,
            score_min=info.score.min,
            score_max=info.score.max,
            success=info.success,
            duration_seconds=info.duration,
            response=info.response,
        )

    def info(self) -> AttemptInfo:
        return AttemptInfo(
            statement_id=self.statement_id,
            started_at=self.started_at,
            finished_at=self.finished_at,
            score=Score(self.score_scaled, self.score_raw, self.score_min, self.score_max),
            success=self.success,
            duration=self.duration_seconds,
            response=self.response,
        )


class CompletionQuerySet(models.QuerySet["Completion"]):
    def merge(self, rows: Sequence["Completion"], *, keep_highest: bool) -> None:
        """Keeps the completions in one query; where one is known, the earlier moment stays.

        The database compares, not the caller: what another device of the learner completed meanwhile may not have
        been read. The score is the higher of both, or the new one unless `keep_highest`.
        """
        if not rows:
            return
        connection = connections[router.db_for_write(self.model)]
        fields = [field for field in self.model._meta.concrete_fields if not field.primary_key]
        columns = ", ".join(str(field.column) for field in fields)
        places = ", ".join(["(" + ", ".join(["%s"] * len(fields)) + ")"] * len(rows))
        sql = MERGE.format(
            table=self.model._meta.db_table,
            columns=columns,
            places=places,
            score=HIGHEST_SCORE if keep_highest else "excluded.score",
        )
        values = [field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows for field in fields]
        with connection.cursor() as cursor:
            cursor.execute(sql, values)


class Completion(models.Model):
    """That a learner has completed an activity; it is never taken back by a later attempt."""

    learner = models.ForeignKey(
        Learner,
        on_delete=models.CASCADE,
        related_name="completions",
        db_index=False,
        verbose_name=_("learner"),
    )
    activity_iri = models.CharField(_("activity"), max_length=IRI_LENGTH, db_index=True)
    completed_at = models.DateTimeField(_("completed at"))
    score = models.FloatField(_("score"), null=True)

    objects = CompletionQuerySet.as_manager()

    class Meta:
        verbose_name = _("completion")
        verbose_name_plural = _("completions")
        constraints = [
            models.UniqueConstraint(fields=["learner", "activity_iri"], name="pv_completion_once"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_iri} {self.completed_at:%Y-%m-%d}"

    @classmethod
    def of(cls, *, learner_id: int, activity_iri: str, info: CompletionInfo) -> "Completion":
        """An unsaved row that says the same."""
        return cls(
            learner_id=learner_id,
            activity_iri=activity_iri,
            completed_at=info.completed_at,
            score=info.score,
        )

    def info(self) -> CompletionInfo:
        return CompletionInfo(self.completed_at, self.score)


def attempts_by_activity(learner_id: int, iris: Iterable[str]) -> dict[str, list[AttemptInfo]]:
    """Every attempt of the learner at these activities, oldest first, in one query."""
    found: dict[str, list[AttemptInfo]] = {}
    rows = Attempt.objects.filter(learner_id=learner_id, activity_iri__in=list(iris))
    for row in rows.order_by("finished_at", "statement_id"):
        found.setdefault(row.activity_iri, []).append(row.info())
    return found
