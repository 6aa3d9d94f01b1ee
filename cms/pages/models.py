"""The site's own pages: home, articles and legal pages, frequent questions, glossary."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.pages.blocks import ArticleBody, DoorBlock, QuestionGroupBlock, TermBlock, check_link
from cms.pages.programmes import programme_of
from courses.learning.models import Milieu

TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul"]


class IntroducedPage(Page):
    """A page that opens with a few lines in larger letters."""

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels: ClassVar[Sequence[Any]] = [*Page.content_panels, FieldPanel("introduction")]
    search_fields: ClassVar[Sequence[Any]] = [*Page.search_fields, index.SearchField("introduction")]

    class Meta:
        abstract = True


class HomePage(IntroducedPage):
    """What the school is for, the doors one enters by, and its first course."""

    action_label = models.CharField(_("main action"), max_length=60, blank=True)
    action_url = models.CharField(_("its address"), max_length=255, blank=True, validators=[check_link])
    second_label = models.CharField(_("second action"), max_length=60, blank=True)
    second_url = models.CharField(_("its address"), max_length=255, blank=True, validators=[check_link])
    doors_title = models.CharField(_("title of the doors"), max_length=120, blank=True)
    doors = StreamField([("door", DoorBlock())], verbose_name=_("doors"), blank=True)
    story_title = models.CharField(_("title of the story"), max_length=120, blank=True)
    story = RichTextField(_("story"), blank=True, features=TEXT_FEATURES)
    course = models.ForeignKey(
        "pv_learning.CoursePage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("course whose programme is shown"),
    )

    content_panels: ClassVar[Sequence[Any]] = [
        *IntroducedPage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("action_label"), FieldPanel("action_url")]),
                FieldRowPanel([FieldPanel("second_label"), FieldPanel("second_url")]),
            ],
            heading=_("Actions"),
        ),
        MultiFieldPanel([FieldPanel("doors_title"), FieldPanel("doors")], heading=_("Doors")),
        MultiFieldPanel([FieldPanel("story_title"), FieldPanel("story")], heading=_("Story")),
        FieldPanel("course"),
    ]
    search_fields: ClassVar[Sequence[Any]] = [*IntroducedPage.search_fields, index.SearchField("story")]
    template = "pages/home_page.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return {**context, "programme": programme_of(user=request.user, course_id=self.course_id)}


class ContentPage(IntroducedPage):
    """An article: what the school is, a legal page, the accessibility statement, credits."""

    body = StreamField(ArticleBody(), verbose_name=_("text"), blank=True)
    milieu = models.CharField(
        _("milieu"), max_length=10, choices=Milieu.choices, blank=True, help_text=_("Heads the page.")
    )

    content_panels: ClassVar[Sequence[Any]] = [
        *IntroducedPage.content_panels,
        FieldPanel("body"),
        FieldPanel("milieu"),
    ]
    search_fields: ClassVar[Sequence[Any]] = [*IntroducedPage.search_fields, index.SearchField("body")]
    template = "pages/content_page.html"

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")


class FaqPage(IntroducedPage):
    """Questions that people ask, in groups; each answer unfolds."""

    body = StreamField([("group", QuestionGroupBlock())], verbose_name=_("questions"), blank=True)

    content_panels: ClassVar[Sequence[Any]] = [*IntroducedPage.content_panels, FieldPanel("body")]
    search_fields: ClassVar[Sequence[Any]] = [*IntroducedPage.search_fields, index.SearchField("body")]
    template = "pages/faq_page.html"
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("frequent questions")
        verbose_name_plural = _("frequent questions")


class GlossaryPage(IntroducedPage):
    """The words of the movement, and what each means here."""

    terms = StreamField([("term", TermBlock())], verbose_name=_("words"), blank=True)

    content_panels: ClassVar[Sequence[Any]] = [*IntroducedPage.content_panels, FieldPanel("terms")]
    search_fields: ClassVar[Sequence[Any]] = [*IntroducedPage.search_fields, index.SearchField("terms")]
    template = "pages/glossary_page.html"
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("glossary")
        verbose_name_plural = _("glossaries")
