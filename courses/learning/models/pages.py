"""The pages of a course: catalogue, course, chapter, and the units that learners go through."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from courses.learning import api
from courses.learning.blocks import LessonBody, content_ids_in, places_in, reflections_in
from courses.learning.data import Access, CompletionKind, LessonDraft
from courses.learning.panels import AdvicePanel
from courses.records.data import Grading

INLINE_FEATURES = ["bold", "italic", "link"]
TEXT_FEATURES = ["h3", "bold", "italic", "link", "ol", "ul"]


class Milieu(models.TextChoices):
    """The part of the landscape in section that heads a page."""

    RIVER = "riviere", _("River")
    HEDGES = "bocage", _("Hedges and fields")
    FOREST = "foret", _("Forest")
    MEADOW = "prairie", _("Meadow")
    TOWN = "ville", _("Town")
    SOIL = "sol", _("Soil")


class FlatPage(Page):
    """A page whose view restrictions cost one query, where Wagtail's own cost two."""

    class Meta:
        abstract = True

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        paths = [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]
        return PageViewRestriction.objects.filter(Q(page__path__in=paths) | Q(page__aliases__path__in=paths)).distinct()


class CourseIndexPage(FlatPage):
    """The catalogue of courses."""

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels: ClassVar[Sequence[Any]] = [*Page.content_panels, FieldPanel("introduction")]
    template = "learning/course_index_page.html"
    subpage_types: ClassVar[list[str]] = ["pv_learning.CoursePage"]

    class Meta:
        verbose_name = _("catalogue of courses")
        verbose_name_plural = _("catalogues of courses")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        courses = CoursePage.objects.live().child_of(self).order_by("path")
        return {**context, **api.catalogue_context(request=request, pages=courses)}


class CoursePage(FlatPage):
    """What a course is, for whom, and its programme."""

    introduction = models.TextField(_("introduction"), blank=True)
    audience = models.CharField(_("for whom"), max_length=255, blank=True)
    milieu = models.CharField(
        _("milieu"), max_length=10, choices=Milieu.choices, blank=True, help_text=_("Heads the page.")
    )
    presentation = RichTextField(_("presentation"), blank=True, features=[*TEXT_FEATURES, "h2"])
    credits = RichTextField(
        _("sources and credits"),
        blank=True,
        features=TEXT_FEATURES,
        help_text=_("Who thought of this first, and what the course is drawn from."),
    )
    open_for_enrolment = models.BooleanField(_("open for enrolment"), default=True)

    content_panels: ClassVar[Sequence[Any]] = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("audience"),
        FieldPanel("presentation"),
        FieldPanel("credits"),
        MultiFieldPanel([FieldPanel("milieu"), FieldPanel("open_for_enrolment")], heading=_("Settings")),
    ]
    search_fields: ClassVar[Sequence[Any]] = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("presentation"),
    ]
    template = "learning/course_page.html"
    parent_page_types: ClassVar[list[str]] = ["pv_learning.CourseIndexPage"]
    subpage_types: ClassVar[list[str]] = ["pv_learning.ChapterPage"]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return {**context, **api.course_page_context(request=request, page=self)}


class ChapterPage(FlatPage):
    """A chapter. Any unit page, of whatever app, may be put under it."""

    introduction = models.TextField(_("introduction"), blank=True)
    milieu = models.CharField(
        _("milieu"), max_length=10, choices=Milieu.choices, blank=True, help_text=_("Heads the page.")
    )
    requires_previous = models.BooleanField(
        _("requires the previous chapters"),
        default=False,
        help_text=_("Its units open once all that comes before and is not optional is completed."),
    )

    content_panels: ClassVar[Sequence[Any]] = [
        *Page.content_panels,
        FieldPanel("introduction"),
        MultiFieldPanel([FieldPanel("milieu"), FieldPanel("requires_previous")], heading=_("Settings")),
    ]
    template = "learning/chapter_page.html"
    parent_page_types: ClassVar[list[str]] = ["pv_learning.CoursePage"]

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return {**context, **api.chapter_page_context(request=request, page=self)}


class UnitPage(FlatPage):
    """What learners go through in a chapter; lessons, exams and species units inherit from it.

    A subclass whose completion another app records sets `fixed_completion_kind`; one that plays H5P
    contents overrides `activity_content_ids`. Every subclass gets the outline in its context, and is
    served only to whoever may open it.
    """

    minutes = models.PositiveSmallIntegerField(
        _("minutes"), null=True, blank=True, help_text=_("How long it takes, all in all.")
    )
    optional = models.BooleanField(_("optional"), default=False, help_text=_("Does not count in the progress."))
    requires_previous = models.BooleanField(
        _("requires the previous units"),
        default=False,
        help_text=_("Opens once all that comes before in the course and is not optional is completed."),
    )
    open_to_all = models.BooleanField(
        _("open without enrolment"),
        default=False,
        help_text=_("Anyone may read it, as a taste of the course; nothing is recorded."),
    )
    completion_kind = models.CharField(
        _("completed by"),
        max_length=20,
        default=CompletionKind.AUTOMATIC.value,
        choices=[
            (CompletionKind.AUTOMATIC.value, _("Its activities, or the learner when there is none")),
            (CompletionKind.MARKED.value, _("The learner, who says it is done")),
            (CompletionKind.VIEWED.value, _("Opening the page")),
            (CompletionKind.SCORED.value, _("Its activities, with a score to reach")),
            (CompletionKind.TIME_SPENT.value, _("Time spent on the page")),
            (CompletionKind.SUBMITTED.value, _("An answer to each of its reflections")),
        ],
    )
    minimum = models.PositiveSmallIntegerField(
        _("score or minutes to reach"),
        null=True,
        blank=True,
        help_text=_("For a score: from 1 to 100. For time spent: minutes."),
    )

    fixed_completion_kind: ClassVar[CompletionKind | None] = None
    unit_panels: ClassVar[Sequence[Any]] = [
        MultiFieldPanel(
            [
                FieldPanel("minutes"),
                FieldPanel("completion_kind"),
                FieldPanel("minimum"),
                FieldPanel("optional"),
                FieldPanel("open_to_all"),
            ],
            heading=_("In the course"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("requires_previous"),
                InlinePanel("opening_conditions", label=_("Condition of opening"), max_num=6),
            ],
            heading=_("What opens it"),
        ),
    ]
    parent_page_types: ClassVar[list[str]] = ["pv_learning.ChapterPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        abstract = True

    def activity_content_ids(self) -> list[int]:
        """Ids of the H5P contents that learners play in this unit, in order, each once."""
        return []

    def activity_grading(self) -> Grading:
        """Which of a learner's scores counts, for the activities of this unit."""
        return Grading.HIGHEST

    def effective_completion_kind(self) -> CompletionKind:
        return self.fixed_completion_kind or CompletionKind(self.completion_kind)

    def clean(self) -> None:
        super().clean()
        least = {CompletionKind.SCORED: 100, CompletionKind.TIME_SPENT: 600}.get(self.effective_completion_kind())
        if least and not 1 <= (self.minimum or 0) <= least:
            text = _("This way of completing asks for a number between 1 and %(most)d.") % {"most": least}
            raise ValidationError({"minimum": text})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return {**context, **api.unit_page_context(request=request, page=self)}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The unit; or, with status 403, the invitation to enrol or what is left to finish first."""
        visit = api.visit_of(request=request, page=self)
        if visit.unit is None:
            raise Http404
        if visit.access in {Access.INVITATION, Access.LOCKED}:
            context = super().get_context(request, *args, **kwargs) | {"visit": visit}
            return TemplateResponse(request, f"learning/{visit.access}.html", context, status=403)
        api.note_visit(user=request.user, visit=visit)
        return super().serve(request, *args, **kwargs)


class LessonPage(UnitPage):
    """A lesson: text, images, videos, activities, what to remember, what to think about."""

    introduction = models.TextField(_("introduction"), blank=True, help_text=_("One or two sentences."))
    body = StreamField(LessonBody(), verbose_name=_("lesson"), blank=True)
    sources = RichTextField(_("sources"), blank=True, features=TEXT_FEATURES)
    grading = models.CharField(
        _("score that counts"),
        max_length=10,
        default=Grading.HIGHEST.value,
        choices=[
            (Grading.HIGHEST.value, _("The best attempt")),
            (Grading.LAST.value, _("The last attempt")),
            (Grading.FIRST.value, _("The first attempt")),
            (Grading.AVERAGE.value, _("The mean of all attempts")),
        ],
        help_text=_(
            "When an activity is played several times. If another lesson plays the same activity, the lesson "
            "published last decides for both."
        ),
    )

    content_panels: ClassVar[Sequence[Any]] = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
        FieldPanel("sources"),
        *UnitPage.unit_panels,
        FieldPanel("grading"),
        AdvicePanel(),
    ]
    search_fields: ClassVar[Sequence[Any]] = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]
    template = "learning/lesson_page.html"

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def activity_content_ids(self) -> list[int]:
        return content_ids_in(self.body)

    def activity_grading(self) -> Grading:
        return Grading(self.grading)

    def for_advice(self) -> LessonDraft:
        """What the editor's advice is drawn from."""
        wanted = self.activity_content_ids()
        return LessonDraft(
            minutes=self.minutes or 0,
            introduction=self.introduction,
            completion_kind=self.effective_completion_kind(),
            blocks=tuple(item.get("type", "") for item in self.body.raw_data),
            missing_contents=len(wanted) - len(api.known_contents(content_ids=wanted)),
        )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        extra = api.lesson_context(
            request=request,
            visit=context["visit"],
            prompts=reflections_in(self.body),
            content_ids=self.activity_content_ids(),
        )
        return {**context, **extra, "places": places_in(self.body)}
