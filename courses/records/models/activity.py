"""What can be attempted and completed, and what a player saved of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.records.data import ActivityDefinition, CompletionKind, CompletionRule, Grading
from courses.records.models.learner import Learner

IRI_LENGTH = 2000


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
