"""What the page editor tells the author of a lesson, without standing in their way."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import Panel

from courses.learning.data import Advice
from courses.learning.rules import advice_on


def advice_text(advice: Advice) -> str:
    return {
        Advice.NO_MINUTES: _("Say how many minutes the lesson takes: learners plan by it."),
        Advice.NO_INTRODUCTION: _("Write one or two sentences of introduction."),
        Advice.EMPTY: _("The lesson has no content yet."),
        Advice.NOTHING_TO_DO: _("Nothing asks the learner to act: add an activity or a reflection."),
        Advice.ACTIVITIES_DO_NOT_COUNT: _("The activities do not count: the learner says that it is done."),
        Advice.MISSING_CONTENT: _("An H5P activity of the lesson was deleted: choose another one."),
    }[advice]


class AdvicePanel(Panel):
    """Lists what a lesson lacks, as it was last saved."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": gettext_lazy("To make it better"), **kwargs})

    class BoundPanel(Panel.BoundPanel):
        template_name = "learning/admin/advice.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            found = advice_on(self.instance.for_advice()) if self.instance.pk else ()
            return {**context, "advice": [advice_text(one) for one in found]}
