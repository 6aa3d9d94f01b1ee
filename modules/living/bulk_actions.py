"""What is done to many records of the living world at once."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import classproperty
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from modules.living.models import Interaction, Milieu, Species
from modules.living.reviewing import mark_reviewed
from modules.living.viewsets import REVIEW


class ReviewForm(forms.Form):
    """Whether the reviewed records are published too."""

    publish = forms.BooleanField(label=_("Publish them too"), required=False)


class MarkReviewedBulkAction(SnippetBulkAction):  # type: ignore[misc]
    """“I have read these records and answer for them”, for whoever may."""

    display_name = _("Mark reviewed")
    aria_label = _("Mark the selected records as reviewed by you, today")
    action_type = "mark_reviewed"
    template_name = "living/admin/mark_reviewed.html"
    action_priority = 10
    form_class = ReviewForm

    @classproperty
    def models(cls) -> list[Any]:
        return [Species, Milieu, Interaction]

    def check_perm(self, obj: Any) -> bool:
        return bool(self.request.user.has_perm(REVIEW))

    def get_execution_context(self) -> dict[str, Any]:
        wants_publish = self.cleaned_form.cleaned_data["publish"]
        may_publish = self.permission_policy.user_has_permission(self.request.user, "publish")
        return {"user": self.request.user, "publish": wants_publish and may_publish}

    @classmethod
    def execute_action(cls, objects: Any, user: Any = None, publish: bool = False, **kwargs: Any) -> tuple[int, int]:
        return mark_reviewed(objects, user=user, on=timezone.localdate(), publish=publish), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return ngettext("%(count)d record is reviewed.", "%(count)d records are reviewed.", num_parent_objects) % {
            "count": num_parent_objects
        }
