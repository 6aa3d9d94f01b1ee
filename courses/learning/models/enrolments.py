"""Who follows a course, with whom, and what they write for themselves."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Cohort(models.Model):
    """Learners who follow a course together."""

    course = models.ForeignKey(
        "pv_learning.CoursePage", on_delete=models.CASCADE, related_name="cohorts", verbose_name=_("course")
    )
    name = models.CharField(_("name"), max_length=120)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        ordering: ClassVar[list[str]] = ["-starts_on", "name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["course", "name"], name="pv_learning_cohort_name_once_a_course"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="pv_learning_cohort_ends_after_it_starts",
                violation_error_message=_("A cohort ends after it starts."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def in_course(self, course_id: int) -> "EnrolmentQuerySet":
        return self.filter(course_id=course_id)


class Enrolment(models.Model):
    """A person in a course, and what they completed there.

    `done_unit_ids`, `done_content_ids`, `scores` and `completed_at` are derived from the learning record, refreshed in
    the transaction that changes it, and can be derived again by `manage.py rebuild_progress`. `revision`
    grows at each refresh, so that two devices never undo one another. `last_place` is where they were in the
    last unit; `last_beat_at`, when they were last there for sure, bounds the time that can be counted.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="enrolments",
        verbose_name=_("learner"),
    )
    course = models.ForeignKey(
        "pv_learning.CoursePage",
        on_delete=models.CASCADE,
        related_name="enrolments",
        verbose_name=_("course"),
    )
    cohort = models.ForeignKey(
        Cohort,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="enrolments",
        verbose_name=_("cohort"),
    )
    started_at = models.DateTimeField(_("enrolled on"))
    last_unit = models.ForeignKey(
        "pv_learning.Unit",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("last unit opened"),
    )
    last_seen_at = models.DateTimeField(_("last seen"), null=True, blank=True)
    last_place = models.CharField(max_length=16, blank=True)
    last_beat_at = models.DateTimeField(null=True, blank=True)
    done_unit_ids = models.JSONField(_("units completed"), default=list)
    done_content_ids = models.JSONField(_("activities completed"), default=list)
    scores = models.JSONField(_("scores"), default=dict)
    revision = models.PositiveIntegerField(default=0)
    completed_at = models.DateTimeField(_("completed on"), null=True, blank=True)

    objects: ClassVar[models.Manager["Enrolment"]] = models.Manager.from_queryset(EnrolmentQuerySet)()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "course"], name="pv_learning_enrolled_once")
        ]
        permissions = (
            ("follow_learners", _("Follow learners: progress, attempts and scores")),
            ("call_learners", _("Know who has started and who needs a call, without scores nor answers")),
            ("correct_progress", _("Correct a learner’s progress, with a reason")),
            ("look_as_learner", _("Look at the courses as a learner sees them, without changing anything")),
        )

    def __str__(self) -> str:
        return f"{self.user_id} → {self.course_id}"


class ReflectionAnswer(models.Model):
    """What a learner wrote under a reflection, for themself alone; it outlives the lesson."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reflections")
    unit = models.ForeignKey("pv_learning.Unit", on_delete=models.SET_NULL, null=True, related_name="reflections")
    block_id = models.UUIDField()
    prompt = models.TextField(_("question"), blank=True)
    text = models.TextField(_("answer"), blank=True)
    updated_at = models.DateTimeField(_("last changed"))

    class Meta:
        verbose_name = _("answer to a reflection")
        verbose_name_plural = _("answers to reflections")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "block_id"], name="pv_learning_one_answer_a_reflection")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.block_id}"
