"""What the seed already loaded."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SeedMark(models.Model):
    """An item of the seed that was loaded once. It is people's own from then on: never written again, even
    when they deleted it."""

    key = models.CharField(max_length=200, unique=True)
    object_id = models.PositiveBigIntegerField(null=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("item of the seed")
        verbose_name_plural = _("items of the seed")

    def __str__(self) -> str:
        return self.key
