"""Species and milieus as units of a course: the page that everyone reads, with what a learner does about it."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from courses.learning import api as learning
from courses.learning.blocks import LessonBody, content_ids_in, reflections_in
from courses.learning.models import UnitPage
from modules.living import api


class StudyUnitPage(UnitPage):
    """A unit that shows a page of the living world, then activities. A subclass says which, in `study_context`."""

    introduction = models.TextField(_("introduction"), blank=True, help_text=_("One or two sentences."))
    body = StreamField(LessonBody(), verbose_name=_("activities"), blank=True)

    study_panels: ClassVar[Sequence[Any]] = [FieldPanel("introduction"), FieldPanel("body"), *UnitPage.unit_panels]

    class Meta:
        abstract = True

    def activity_content_ids(self) -> list[int]:
        return content_ids_in(self.body)

    def study_context(self, request: HttpRequest) -> dict[str, Any]:
        """What the template needs to show the species or the milieu."""
        raise NotImplementedError

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        played = learning.lesson_context(
            request=request,
            visit=context["visit"],
            prompts=reflections_in(self.body),
            content_ids=self.activity_content_ids(),
        )
        return {**context, **played, **self.study_context(request)}


class SpeciesUnitPage(StudyUnitPage):
    """A species to study."""

    species = models.ForeignKey(
        "pv_living.Species", on_delete=models.PROTECT, related_name="+", verbose_name=_("species")
    )

    content_panels: ClassVar[Sequence[Any]] = [
        *Page.content_panels,
        FieldPanel("species"),
        *StudyUnitPage.study_panels,
    ]
    template = "living/species_unit_page.html"

    class Meta:
        verbose_name = _("species to study")
        verbose_name_plural = _("species to study (plural)")

    def study_context(self, request: HttpRequest) -> dict[str, Any]:
        return api.species_context(slug=self.species.slug)


class MilieuUnitPage(StudyUnitPage):
    """A milieu to study, often together."""

    milieu = models.ForeignKey("pv_living.Milieu", on_delete=models.PROTECT, related_name="+", verbose_name=_("milieu"))

    content_panels: ClassVar[Sequence[Any]] = [
        *Page.content_panels,
        FieldPanel("milieu"),
        *StudyUnitPage.study_panels,
    ]
    template = "living/milieu_unit_page.html"

    class Meta:
        verbose_name = _("milieu to study")
        verbose_name_plural = _("milieus to study")

    def study_context(self, request: HttpRequest) -> dict[str, Any]:
        return api.milieu_context(slug=self.milieu.slug)
