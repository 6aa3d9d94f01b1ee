"""Where trainers write questions and read attempts, in Wagtail's admin."""

from typing import ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from courses.assessment.choosers import ClosedChooserViewSet
from courses.assessment.models import Question, QuestionBank


class QuestionBankViewSet(SnippetViewSet):
    model = QuestionBank
    chooser_viewset_class = ClosedChooserViewSet
    icon = "folder-open-inverse"
    list_display: ClassVar = ["title", "slug"]
    search_fields: ClassVar = ["title"]


class QuestionViewSet(SnippetViewSet):
    model = Question
    chooser_viewset_class = ClosedChooserViewSet
    icon = "help"
    list_display: ClassVar = ["text", "bank", "kind", BooleanColumn("active", label=_("In use"))]
    list_filter: ClassVar = ["bank", "kind", "active"]
    search_fields: ClassVar = ["text"]
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        return Question.objects.select_related("bank")


class AssessmentViewSetGroup(SnippetViewSetGroup):
    items = (QuestionViewSet, QuestionBankViewSet)
    menu_label = _("Exams")
    menu_icon = "form"
    menu_order = 220


register_snippet(AssessmentViewSetGroup)
