"""What clients of the record store file beside statements."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.records.models.statement import Statement


class Document(models.Model):
    """A document of the state, activity profile or agent profile resource.

    `key` is a hash of everything that names it, `shelf` of all but its id and registration: these may be too long
    for an index.
    """

    key = models.CharField(max_length=64, unique=True)
    shelf = models.CharField(max_length=64)
    document_id = models.TextField(_("identifier"))
    registration = models.UUIDField(_("registration"), null=True)
    content_type = models.CharField(_("content type"), max_length=255)
    content = models.BinaryField(_("content"))
    etag = models.CharField(max_length=40)
    updated_at = models.DateTimeField(_("updated at"))

    class Meta:
        verbose_name = _("xAPI document")
        verbose_name_plural = _("xAPI documents")
        indexes = [models.Index(fields=["shelf", "updated_at"], name="pv_document_shelf")]

    def __str__(self) -> str:
        return self.document_id


class Attachment(models.Model):
    """The bytes that came with a statement, under the hash that it names them by."""

    statement = models.ForeignKey(
        Statement, on_delete=models.CASCADE, related_name="attachments", verbose_name=_("statement")
    )
    sha2 = models.CharField(max_length=128)
    content_type = models.CharField(_("content type"), max_length=255)
    content = models.BinaryField(_("content"))

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        constraints = [models.UniqueConstraint(fields=["statement", "sha2"], name="pv_attachment_once")]

    def __str__(self) -> str:
        return self.sha2
