"""What happened, and what follows from it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connections, models, router
from django.db.models import F, FilteredRelation, Q
from django.utils.translation import gettext_lazy as _

from courses.records.data import (
    ActivityDefinition,
    AttemptInfo,
    CompletionInfo,
    CompletionKind,
    CompletionRule,
    Grading,
    LearnerRef,
    Score,
    Source,
)

IRI_LENGTH = 2000
# SQLite takes 999 variables a query in its smallest builds.
ROWS_A_QUERY = 60


class LearnerQuerySet(models.QuerySet["Learner"]):
    def locked_with_completions(self, *, user_id: int, iris: Iterable[str]) -> models.QuerySet["Learner"]:
        """The learner, locked, once a completion of these activities (`done_*`), or once with none."""
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

    objects = LearnerQuerySet.as_manager()

    # Only on the rows of `locked_with_completions`.
    done_iri: str | None
    done_at: datetime
    done_score: float | None

    class Meta:
        verbose_name = _("learner")
        verbose_name_plural = _("learners")

    def __str__(self) -> str:
        return str(self.uuid)

    def ref(self) -> LearnerRef:
        return LearnerRef(pk=self.pk, uuid=self.uuid, user_id=self.user_id)


class Activity(models.Model):
    """Something that can be attempted and completed, with the rule that says when."""

    iri = models.CharField("IRI", max_length=IRI_LENGTH, unique=True)
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    name = models.CharField(_("name"), max_length=255, blank=True)
    completion_kind = models.CharField(
        _("completed when"),
        max_length=20,
        choices=[(kind.value, kind.value) for kind in CompletionKind],
        default=CompletionKind.ANSWERED.value,
    )
    pass_mark = models.FloatField(_("pass mark"), null=True, blank=True)
    grading = models.CharField(
        _("grading"),
        max_length=10,
        choices=[(grading.value, grading.value) for grading in Grading],
        default=Grading.HIGHEST.value,
    )
    minimum_seconds = models.PositiveIntegerField(_("minimum time in seconds"), default=0)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")

    def __str__(self) -> str:
        return self.name or self.iri

    @classmethod
    def defined_by(cls, definition: ActivityDefinition) -> "Activity":
        """An unsaved row that says the same."""
        rule = definition.rule
        return cls(
            iri=definition.iri,
            kind=definition.kind,
            name=definition.name[:255],
            completion_kind=rule.kind,
            pass_mark=rule.pass_mark,
            grading=rule.grading,
            minimum_seconds=rule.minimum_seconds,
        )

    def definition(self) -> ActivityDefinition:
        rule = CompletionRule(
            kind=CompletionKind(self.completion_kind),
            pass_mark=self.pass_mark,
            grading=Grading(self.grading),
            minimum_seconds=self.minimum_seconds,
        )
        return ActivityDefinition(iri=self.iri, kind=self.kind, name=self.name, rule=rule)


class StatementQuerySet(models.QuerySet["Statement"]):
    def insert_new(self, rows: Sequence["Statement"]) -> set[UUID]:
        """Inserts the rows whose id is not used yet, and returns those ids; one query for 60 rows.

        Insertion itself tells new from known, so two identical requests at once leave one statement.
        """
        chunks = (rows[start : start + ROWS_A_QUERY] for start in range(0, len(rows), ROWS_A_QUERY))
        return {new_id for chunk in chunks for new_id in self._insert_chunk(chunk)}

    def _insert_chunk(self, rows: Sequence["Statement"]) -> list[UUID]:
        connection = connections[router.db_for_write(self.model)]
        fields = self.model._meta.concrete_fields
        quote = connection.ops.quote_name
        columns = ", ".join(quote(str(field.column)) for field in fields)
        one_row = "(" + ", ".join(["%s"] * len(fields)) + ")"
        sql = (
            f"INSERT INTO {quote(self.model._meta.db_table)} ({columns}) "  # noqa: S608
            f"VALUES {', '.join([one_row] * len(rows))} ON CONFLICT (id) DO NOTHING RETURNING id"
        )
        values = [
            field.get_db_prep_save(field.pre_save(row, add=True), connection)
            for row in rows
            for field in fields
        ]
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return [found if isinstance(found, UUID) else UUID(found) for (found,) in cursor.fetchall()]

    def oldest_first(self) -> "StatementQuerySet":
        return self.order_by("stored", "id")


class Statement(models.Model):
    """A statement as it was received (`raw`), and the columns by which it is found. It is never changed."""

    id = models.UUIDField(primary_key=True)
    learner = models.ForeignKey(
        Learner,
        on_delete=models.CASCADE,
        null=True,
        related_name="statements",
        db_index=False,
        verbose_name=_("learner"),
    )
    source = models.CharField(
        _("source"), max_length=10, choices=[(source.value, source.value) for source in Source]
    )
    actor_key = models.CharField(_("actor"), max_length=2600)
    verb = models.CharField(_("verb"), max_length=250)
    object_key = models.CharField(_("object"), max_length=2600)
    registration = models.UUIDField(_("registration"), null=True)
    timestamp = models.DateTimeField(_("happened at"))
    stored = models.DateTimeField(_("stored at"))
    voided = models.BooleanField(_("voided"), default=False)
    # Every other agent and activity that the statement names, one a line, for the filters `related_…`.
    related = models.TextField(_("related"), blank=True)
    raw = models.TextField(_("statement"))

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        indexes = [
            models.Index(fields=["stored", "id"], name="pv_statement_stored"),
            models.Index(fields=["learner", "stored"], name="pv_statement_learner"),
            models.Index(fields=["actor_key", "stored"], name="pv_statement_actor"),
            models.Index(fields=["object_key", "stored"], name="pv_statement_object"),
            models.Index(fields=["verb", "stored"], name="pv_statement_verb"),
            models.Index(
                fields=["registration", "stored"],
                name="pv_statement_registration",
                condition=Q(registration__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


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


class ActivityState(models.Model):
    """What a player saved so that the learner resumes at the exact place."""

    learner = models.ForeignKey(
        Learner, on_delete=models.CASCADE, related_name="states", db_index=False, verbose_name=_("learner")
    )
    activity_iri = models.CharField(_("activity"), max_length=IRI_LENGTH)
    content = models.TextField(_("content"))
    version = models.PositiveIntegerField(_("version"), default=1)
    updated_at = models.DateTimeField(_("updated at"))

    class Meta:
        verbose_name = _("saved state")
        verbose_name_plural = _("saved states")
        constraints = [models.UniqueConstraint(fields=["learner", "activity_iri"], name="pv_state_once")]

    def __str__(self) -> str:
        return f"{self.activity_iri} {self.version}"


def attempts_by_activity(learner_id: int, iris: Iterable[str]) -> dict[str, list[AttemptInfo]]:
    """Every attempt of the learner at these activities, oldest first, in one query."""
    found: dict[str, list[AttemptInfo]] = {}
    rows = Attempt.objects.filter(learner_id=learner_id, activity_iri__in=list(iris))
    for row in rows.order_by("finished_at", "statement_id"):
        found.setdefault(row.activity_iri, []).append(row.info())
    return found


def account_of(uuid: UUID) -> dict[str, Any]:
    """The actor under which the learner's statements are kept: an account of this site."""
    return {
        "objectType": "Agent",
        "account": {"homePage": str(settings.SITE_URL), "name": str(uuid)},
    }
