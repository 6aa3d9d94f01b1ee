"""A file of interactions that someone sent: checked first, kept when they say so."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from modules.living.data import ImportState

IMPORT_STATES = [
    (ImportState.WAITING.value, _("Waiting to be read")),
    (ImportState.READING.value, _("Being checked")),
    (ImportState.CHECKED.value, _("Checked, nothing kept yet")),
    (ImportState.KEEPING.value, _("Being imported")),
    (ImportState.KEPT.value, _("Imported")),
    (ImportState.REFUSED.value, _("Cannot be read")),
    (ImportState.FAILED.value, _("Stopped by an error; nothing was kept")),
]


class InteractionImport(models.Model):
    """The file, how far its reading is, and what was found: `report` is `exchange.reporting`'s JSON."""

    file = models.FileField(_("file"), upload_to="living_imports")
    name = models.CharField(_("name of the file"), max_length=200)
    origin = models.CharField(
        _("where the data come from, and their licence"),
        max_length=255,
        help_text=_("As in “Tetra-EU 1.0, CC0”. It is written in the provenance of each record."),
    )
    create_species = models.BooleanField(
        _("create the species that are missing"),
        default=False,
        help_text=_("They are drafts too, to be completed and reviewed."),
    )
    leave_out_refused = models.BooleanField(
        _("leave out the lines that are refused"),
        default=False,
        help_text=_("Otherwise a single refused line keeps the whole file out."),
    )
    propose_differences = models.BooleanField(
        _("propose what known interactions lack or say otherwise"),
        default=False,
        help_text=_("As drafts beside them: what is published does not change before someone publishes it."),
    )
    state = models.CharField(_("state"), max_length=10, choices=IMPORT_STATES, default=ImportState.WAITING.value)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    report: Any = models.JSONField(default=dict, blank=True)
    kept = models.PositiveIntegerField(_("interactions kept"), default=0)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("sent by")
    )
    sent_at = models.DateTimeField(_("sent on"), auto_now_add=True)

    class Meta:
        verbose_name = _("import of interactions")
        verbose_name_plural = _("imports of interactions")
        ordering: ClassVar[list[str]] = ["-sent_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def under_way(self) -> bool:
        return self.state in {ImportState.WAITING, ImportState.READING, ImportState.KEEPING}
