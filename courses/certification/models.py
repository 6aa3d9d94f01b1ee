"""What can be earned, and what was."""

import uuid
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from courses.certification import rules
from courses.certification.data import KNOWLEDGE_TITLE, AchievementKind, Requirements, Standing, Validity

# Bitstring Status List 1.0 asks for at least this many bits, so that an index says nothing of anyone.
STATUS_LIST_SIZE = 131_072

KIND_LABELS = [
    (AchievementKind.PARTIAL.value, _("Knowledge only")),
    (AchievementKind.FULL.value, _("Knowledge and practice")),
]


class AchievementQuerySet(models.QuerySet["Achievement"]):
    def open(self) -> "AchievementQuerySet":
        """Those that can be earned now; none without an exam."""
        return self.filter(active=True, exam__isnull=False)

    def not_held_by(self, user_id: int, now: datetime) -> "AchievementQuerySet":
        """Those of which the person holds no credential that stands."""
        held = Credential.objects.standing_at(now).filter(user_id=user_id)
        return self.exclude(pk__in=held.values("achievement_id"))


class Achievement(models.Model):
    """What a credential attests, and what it takes to earn it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(
        _("title"),
        max_length=200,
        default=KNOWLEDGE_TITLE,
        help_text=_("As written on the certificate."),
    )
    description = models.TextField(_("description"), help_text=_("What the holder knows or can do."))
    criteria = models.TextField(_("criteria"), help_text=_("How it is earned, as anyone who verifies it reads it."))
    kind = models.CharField(_("kind"), max_length=7, choices=KIND_LABELS, default=AchievementKind.PARTIAL.value)
    course = models.ForeignKey(
        "pv_learning.CoursePage",
        verbose_name=_("course"),
        related_name="achievements",
        null=True,
        on_delete=models.SET_NULL,
    )
    exam = models.ForeignKey(
        "pv_assessment.ExamPage",
        verbose_name=_("exam"),
        related_name="achievements",
        null=True,
        on_delete=models.SET_NULL,
    )
    requires_course_completed = models.BooleanField(_("requires the whole course"), default=False)
    validity_months = models.PositiveSmallIntegerField(
        _("valid for, in months"), null=True, blank=True, help_text=_("Empty: without end.")
    )
    active = models.BooleanField(_("can be earned"), default=True)

    panels: ClassVar = [
        FieldPanel("title"),
        FieldPanel("description"),
        FieldPanel("criteria"),
        MultiFieldPanel(
            [
                FieldPanel("kind"),
                FieldPanel("course"),
                FieldPanel("exam"),
                FieldPanel("requires_course_completed"),
                FieldPanel("validity_months"),
                FieldPanel("active"),
            ],
            heading=_("How it is earned"),
        ),
    ]
    objects = AchievementQuerySet.as_manager()

    class Meta:
        verbose_name = _("achievement")
        verbose_name_plural = _("achievements")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        errors = {}
        if not rules.may_be_titled(AchievementKind(self.kind), self.title):
            errors["title"] = gettext("Until practice is judged too, the title begins with “Attestation”.")
        for name in ("title", "description", "criteria"):
            if words := rules.forbidden_words(getattr(self, name)):
                errors[name] = gettext("The law keeps these words for registered qualifications: %(words)s.") % {
                    "words": ", ".join(words)
                }
        if errors:
            raise ValidationError(errors)

    def requirements(self) -> Requirements:
        return Requirements(
            exam_page_id=self.exam_id,
            course_id=self.course_id,
            course_completed=self.requires_course_completed,
            kind=AchievementKind(self.kind),
        )

    def snapshot(self) -> dict[str, Any]:
        """What the achievement says today: a credential keeps it whatever becomes of the page."""
        return {
            "achievement": str(self.uuid),
            "title": self.title,
            "description": self.description,
            "criteria": self.criteria,
            "kind": self.kind,
            "course": self.course.title if self.course else "",
            "exam": self.exam.title if self.exam else "",
        }


class CredentialQuerySet(models.QuerySet["Credential"]):
    def standing_at(self, now: datetime) -> "CredentialQuerySet":
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=now), revoked_at=None)


class Credential(models.Model):
    """A certificate that was issued. The row is never deleted: a revocation or an erasure is written on it.

    `live` is what the database holds to one for an achievement and a person; issuing again after an
    expiry or a revocation clears it on the earlier row.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("number"), max_length=24, unique=True, editable=False)
    achievement = models.ForeignKey(
        Achievement, verbose_name=_("achievement"), related_name="credentials", on_delete=models.PROTECT
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("holder"),
        related_name="credentials",
        null=True,
        on_delete=models.SET_NULL,
    )
    holder_name = models.CharField(_("name on the certificate"), max_length=300, blank=True)
    holder_hash = models.CharField(max_length=80, blank=True, editable=False)
    issued_at = models.DateTimeField(_("issued"))
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revocation_reason = models.TextField(_("reason for the revocation"), blank=True)
    erased_at = models.DateTimeField(_("personal data erased"), null=True, editable=False)
    score = models.FloatField(_("score"), null=True, editable=False)
    snapshot = models.JSONField(default=dict, editable=False)
    live = models.BooleanField(default=True, editable=False)
    status_index = models.PositiveIntegerField(null=True, unique=True, editable=False)
    badge = models.JSONField(null=True, editable=False)

    objects = CredentialQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate issued")
        verbose_name_plural = _("certificates issued")
        ordering = ["-issued_at", "-id"]
        permissions: ClassVar = [("revoke_credential", _("Can withdraw a certificate"))]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["achievement", "user"],
                condition=Q(live=True),
                name="pv_certification_one_live_credential",
            )
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("certification:credential", args=[self.uuid])

    def validity(self) -> Validity:
        return Validity(self.issued_at, self.expires_at, self.revoked_at)

    def standing(self, now: datetime) -> Standing:
        return rules.standing(self.validity(), now)

    def pdf_url(self) -> str:
        return reverse("certification:pdf", args=[self.uuid])


class NumberSequence(models.Model):
    """The last number given in a year; its row is the lock under which the next is taken."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("sequence of numbers")
        verbose_name_plural = _("sequences of numbers")

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"

    @classmethod
    def take(cls, year: int) -> int:
        """The next number of `year`; call it inside the transaction that uses it, so that none is lost."""
        cls.objects.get_or_create(year=year)
        cls.objects.filter(year=year).update(last=F("last") + 1)
        return cls.objects.values_list("last", flat=True).get(year=year)
