"""What learners write and mark in lessons, for themselves alone."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Note(models.Model):
    """A learner's note on a lesson. It outlives the lesson, whose title and course it remembers.

    `version` grows at each change. `writer` is the open page that wrote last, and `writer_since` the version
    from which that page knows all there is: see `courses.learning.merging`. `folded` is what is searched.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notes")
    unit = models.ForeignKey("pv_learning.Unit", on_delete=models.SET_NULL, null=True, related_name="notes")
    title = models.CharField(_("lesson"), max_length=255)
    course_title = models.CharField(_("course"), max_length=255)
    text = models.TextField(_("note"), blank=True)
    folded = models.TextField(editable=False)
    version = models.PositiveIntegerField(default=0)
    writer = models.CharField(max_length=36, blank=True)
    writer_since = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(_("last changed"))

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "unit"], name="pv_learning_one_note_a_unit")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.title}"


class Bookmark(models.Model):
    """A lesson, or a place in it, that a learner wants to find again; `place` is the id of a block, or empty."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bookmarks")
    unit = models.ForeignKey("pv_learning.Unit", on_delete=models.CASCADE, related_name="bookmarks")
    place = models.CharField(max_length=36, blank=True)
    label = models.CharField(_("place in the lesson"), max_length=255, blank=True)
    folded = models.TextField(editable=False)
    created_at = models.DateTimeField(_("marked on"))

    class Meta:
        verbose_name = _("bookmark")
        verbose_name_plural = _("bookmarks")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "unit", "place"], name="pv_learning_marked_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.unit_id} {self.place}"
