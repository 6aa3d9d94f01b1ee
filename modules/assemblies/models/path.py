"""The units of a spokesperson's course: each shows what their assembly gave to whoever opens it.

Completion belongs to the unit, so everybody has the same outline; only what is shown changes.
"""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from modules.assemblies import path
from modules.living.models import StudyUnitPage

PANELS: Sequence[Any] = [*Page.content_panels, *StudyUnitPage.study_panels]


class MySpeciesPage(StudyUnitPage):
    """The species that the learner speaks for."""

    content_panels: ClassVar[Sequence[Any]] = PANELS
    template = "assemblies/path/my_species.html"

    class Meta:
        verbose_name = _("my species")
        verbose_name_plural = _("my species (plural)")

    def study_context(self, request: HttpRequest) -> dict[str, Any]:
        return path.my_species_context(user=request.user)


class MyMilieuPage(StudyUnitPage):
    """The milieu of the learner's college, and the collective time that is dated for it."""

    content_panels: ClassVar[Sequence[Any]] = PANELS
    template = "assemblies/path/my_milieu.html"

    class Meta:
        verbose_name = _("my milieu")
        verbose_name_plural = _("my milieu (plural)")

    def study_context(self, request: HttpRequest) -> dict[str, Any]:
        return path.my_milieu_context(user=request.user)


class OurTiesPage(StudyUnitPage):
    """What joins and opposes the learner's species and those of their college."""

    content_panels: ClassVar[Sequence[Any]] = PANELS
    template = "assemblies/path/our_ties.html"

    class Meta:
        verbose_name = _("our interdependencies")
        verbose_name_plural = _("our interdependencies (plural)")

    def study_context(self, request: HttpRequest) -> dict[str, Any]:
        return path.our_ties_context(user=request.user)
