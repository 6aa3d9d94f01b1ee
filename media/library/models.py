"""Images with credit, documents, and media with captions and transcript."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage
from wagtailmedia.models import AbstractMedia


class CreditedImage(AbstractImage):
    """An image whose author is credited; Wagtail's `description` is its alternative text."""

    credit = models.CharField(_("credit"), max_length=255, blank=True)
    licence = models.CharField(_("licence"), max_length=60, blank=True)

    admin_form_fields = (*WagtailImage.admin_form_fields, "credit", "licence")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = (("choose_image", "Can choose image"),)


class Rendition(AbstractRendition):
    """An image at the size a page needs."""

    image = models.ForeignKey(CreditedImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")


class CreditedDocument(AbstractDocument):
    """A file to download, with its credit."""

    credit = models.CharField(_("credit"), max_length=255, blank=True)

    admin_form_fields = (*WagtailDocument.admin_form_fields, "credit")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = (("choose_document", "Can choose document"),)


class CreditedMedia(AbstractMedia):
    """A video or a sound, with what someone who cannot see or hear it needs."""

    credit = models.CharField(_("credit"), max_length=255, blank=True)
    transcript = models.TextField(_("transcript"), blank=True)
    captions = models.FileField(_("captions (WebVTT)"), upload_to="captions", blank=True)

    admin_form_fields = (
        "title",
        "file",
        "collection",
        "duration",
        "width",
        "height",
        "thumbnail",
        "tags",
        "credit",
        "captions",
        "transcript",
    )

    class Meta:
        verbose_name = _("media")
        verbose_name_plural = _("media")
