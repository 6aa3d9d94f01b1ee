"""A publication, written once and cited by many interactions."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reference(models.Model):
    """A bibliographic reference. The interactions it supports show `as_text`, which follows it when it is edited."""

    citation = models.CharField(
        _("citation"), max_length=600, unique=True, help_text=_("Authors, year, title, review or publisher.")
    )
    doi = models.CharField("DOI", max_length=120, blank=True, help_text=_("As in 10.5061/dryad.jm63xsj7b."))
    url = models.URLField(_("web address"), blank=True, max_length=500)
    licence = models.CharField(_("licence of its data"), max_length=120, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        ordering: ClassVar[list[str]] = ["citation"]

    def __str__(self) -> str:
        return self.citation

    @property
    def as_text(self) -> str:
        link = f"https://doi.org/{self.doi}" if self.doi else self.url
        return f"{self.citation} {link}".strip() if link not in self.citation else self.citation
