"""A meeting as a part of a course."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from courses.learning import api
from courses.learning.data import CompletionKind
from courses.learning.models.pages import UnitPage


class SessionPage(UnitPage):
    """A meeting as a part of a course; each cohort has its own date. It is completed by being there."""

    introduction = models.TextField(_("introduction"), blank=True, help_text=_("One or two sentences."))
    description = RichTextField(
        _("how it goes, what to bring"), blank=True, features=["h2", "h3", "bold", "link", "ul"]
    )

    fixed_completion_kind: ClassVar[CompletionKind | None] = CompletionKind.RECORDED
    content_panels: ClassVar[Sequence[Any]] = [
        *UnitPage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("description"),
        *UnitPage.unit_panels,
    ]
    template = "learning/session_page.html"

    class Meta:
        verbose_name = _("session in a course")
        verbose_name_plural = _("sessions in courses")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return {**context, "sessions": api.sessions_of_page(visit=context["visit"], user=request.user, page_id=self.pk)}
