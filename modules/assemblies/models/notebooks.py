"""The spokesperson's notebook: theirs alone, but for the pages they share with their college."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from modules.assemblies.models.assemblies import College


class Notebook(models.Model):
    """A person's notebook. `species` is the one they chose; one given by an assembly comes before it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notebook", verbose_name=_("user")
    )
    species = models.ForeignKey(
        "pv_living.Species",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("chosen species"),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("notebook")
        verbose_name_plural = _("notebooks")

    def __str__(self) -> str:
        return str(self.user)


class NotebookPage(models.Model):
    """One guided page. `version`, `writer` and `writer_since` keep both texts of two open tabs (`KeptText`).

    A page with a `college` is read there, as long as its author is in it.
    """

    notebook = models.ForeignKey(Notebook, on_delete=models.CASCADE, related_name="pages")
    kind = models.CharField(max_length=12)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    writer = models.CharField(max_length=36, blank=True)
    writer_since = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField()
    college = models.ForeignKey(
        College, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("shared with")
    )
    shared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("page of a notebook")
        verbose_name_plural = _("pages of a notebook")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["notebook", "kind"], name="pv_assemblies_notebook_page_once")
        ]

    def __str__(self) -> str:
        return self.kind


class NotebookPhotograph(models.Model):
    """A picture of the observation page, made again by us: nothing of the file that was sent is left in it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    page = models.ForeignKey(NotebookPage, on_delete=models.CASCADE, related_name="photographs")
    file = models.FileField(upload_to="notebook_photographs")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    caption = models.CharField(_("what it shows"), max_length=200, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("photograph of a notebook")
        verbose_name_plural = _("photographs of a notebook")
        ordering: ClassVar[list[str]] = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.caption or str(self.uuid)
