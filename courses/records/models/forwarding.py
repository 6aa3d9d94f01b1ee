"""How far the statements have gone to another record store."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

LEASE = timedelta(minutes=10)


class ForwardingQuerySet(models.QuerySet["Forwarding"]):
    def lease(self, url: str, now: datetime) -> "Forwarding | None":
        """The destination's state, for one sender at a time; None while another one is sending."""
        state = self.get_or_create(url=url)[0]
        free = Q(leased_until=None) | Q(leased_until__lt=now)
        if not self.filter(free, pk=state.pk).update(leased_until=now + LEASE):
            return None
        return state


class Forwarding(models.Model):
    """What was sent to one destination, and what stopped it last."""

    url = models.CharField(_("address"), max_length=500, unique=True)
    sent = models.PositiveBigIntegerField(_("sent"), default=0)
    last_sent_at = models.DateTimeField(_("last sent at"), null=True)
    error = models.CharField(_("error"), max_length=40, blank=True)
    error_detail = models.CharField(_("what was answered"), max_length=500, blank=True)
    error_at = models.DateTimeField(_("error at"), null=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    next_try_at = models.DateTimeField(_("next try at"), null=True)
    leased_until = models.DateTimeField(null=True)

    objects = ForwardingQuerySet.as_manager()

    class Meta:
        verbose_name = _("forwarding")
        verbose_name_plural = _("forwardings")

    def __str__(self) -> str:
        return self.url

    def note_sent(self, count: int, now: datetime) -> None:
        """The destination took these: no error stands any more, and the lease goes on."""
        Forwarding.objects.filter(pk=self.pk).update(
            sent=F("sent") + count,
            last_sent_at=now,
            error="",
            error_detail="",
            error_at=None,
            failures=0,
            next_try_at=None,
            leased_until=now + LEASE,
        )

    def note_failure(self, error: str, detail: str, now: datetime, next_try_at: datetime) -> None:
        Forwarding.objects.filter(pk=self.pk).update(
            error=error,
            error_detail=detail[:500],
            error_at=now,
            failures=F("failures") + 1,
            next_try_at=next_try_at,
        )

    def release(self) -> None:
        Forwarding.objects.filter(pk=self.pk).update(leased_until=None)
