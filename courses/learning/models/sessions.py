"""Dated meetings, who was there, and the private address of a learner's calendar."""

import secrets
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model_string

from courses.learning.attending import Presence
from courses.learning.models.enrolments import Cohort

# No letter that reads like another, nor a digit: it is said aloud and typed on a phone.
CODE_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
ZONES = [
    ("Europe/Paris", _("Metropolitan France")),
    ("America/Guadeloupe", "Guadeloupe"),
    ("America/Martinique", "Martinique"),
    ("America/Cayenne", _("French Guiana")),
    ("Indian/Reunion", _("Réunion Island")),
    ("Indian/Mayotte", "Mayotte"),
    ("America/Miquelon", "Saint-Pierre-et-Miquelon"),
    ("Pacific/Noumea", _("New Caledonia")),
    ("Pacific/Tahiti", _("French Polynesia")),
]


def new_code() -> str:
    """What the trainer says aloud during the session."""
    return "".join(secrets.choice(CODE_LETTERS) for _letter in range(5))


def new_key() -> str:
    return secrets.token_urlsafe(32)


class Session(models.Model):
    """A dated meeting of a course, for everyone enrolled or for one cohort."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(
        "pv_learning.CoursePage", on_delete=models.CASCADE, related_name="sessions", verbose_name=_("course")
    )
    cohort = models.ForeignKey(
        Cohort,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("cohort"),
        help_text=_("Leave empty for everyone enrolled in the course."),
    )
    page = models.ForeignKey(
        "pv_learning.SessionPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("part of the course"),
        help_text=_("Being there completes this part for the learner."),
    )
    title = models.CharField(_("title"), max_length=160)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    time_zone = models.CharField(_("local time of"), max_length=40, choices=ZONES, default="Europe/Paris")
    place = models.CharField(_("place"), max_length=255, blank=True)
    link = models.URLField(_("link of the video call"), blank=True)
    description = models.TextField(_("description"), blank=True)
    run_sheet = models.ForeignKey(
        get_document_model_string(),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("run sheet"),
        help_text=_("For the trainers only."),
    )
    code = models.CharField(_("code"), max_length=8, default=new_code, editable=False)
    cancelled = models.BooleanField(_("called off"), default=False)
    reminded_at = models.DateTimeField(_("reminder sent on"), null=True, editable=False)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering: ClassVar[list[str]] = ["starts_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="pv_learning_session_ends_after_it_begins",
                violation_error_message=_("A session ends after it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """Whether a learner was at a session: what the last statement about it says."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="attendances")
    presence = models.CharField(_("presence"), max_length=8, choices=[(one.value, one.value) for one in Presence])
    by_learner = models.BooleanField(_("confirmed by the learner"), default=False)
    marked_at = models.DateTimeField(_("marked on"))

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["session", "user"], name="pv_learning_attendance_once")
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.user_id} {self.presence}"


class CalendarFeed(models.Model):
    """The secret in the address of someone's calendar; a new one closes the former address."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64, unique=True, default=new_key)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.user_id)
