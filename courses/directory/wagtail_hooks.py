"""What the directory team sees in the admin: experts, whom it may withhold with a reason, and messages' traces."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import BooleanColumn, DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from courses.directory import api
from courses.directory.models import ContactMessage, Expert


class WithoutActions(ModelPermissionPolicy):
    """Django's model permissions, less the actions that make no sense here whoever asks."""

    def __init__(self, model: Any, *, without: frozenset[str]) -> None:
        super().__init__(model)
        self.without = without

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in self.without and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return bool(super().user_has_any_permission(user, [a for a in actions if a not in self.without]))


register_permission_policy(Expert, WithoutActions(Expert, without=frozenset({"add", "delete"})))
register_permission_policy(ContactMessage, WithoutActions(ContactMessage, without=frozenset({"add", "change"})))


class WithholdingForm(forms.ModelForm):
    """A reason hides the expert from the directory; an empty one lets them appear again."""

    class Meta:
        model = Expert
        fields = ("withheld_reason",)
        help_texts = {
            "withheld_reason": _(
                "With a reason here, this person leaves the directory at once. Empty it to let them appear again."
            )
        }

    def save(self, commit: bool = True) -> Expert:
        reason = self.cleaned_data["withheld_reason"].strip()
        if reason:
            api.withhold(expert_id=self.instance.pk, reason=reason, now=timezone.now())
        else:
            api.restore(expert_id=self.instance.pk)
        self.instance.refresh_from_db()
        return self.instance


class ExpertViewSet(ModelViewSet):
    model = Expert
    icon = "user"
    menu_label = _("Experts")
    url_prefix = "annuaire/experts"
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = (
        "display_name",
        "organisation",
        "presentation",
        "website",
        "territories",
        "listed",
        "listed_at",
        "withheld_at",
        "withheld_reason",
    )
    list_display = (
        "display_name",
        "organisation",
        BooleanColumn("listed", label=_("Asks to appear"), sort_key="listed"),
        DateColumn("listed_at", label=_("Asked to appear on"), sort_key="listed_at"),
        DateColumn("withheld_at", label=_("Withdrawn by the team on"), sort_key="withheld_at"),
    )
    list_filter = ("listed",)
    search_fields = ("display_name", "organisation")
    search_backend_name = None

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return WithholdingForm


class MessageIndexView(IndexView):
    """The messages, each with the expert it went to."""

    def get_base_queryset(self) -> QuerySet[ContactMessage]:
        return super().get_base_queryset().select_related("expert")


class MessageViewSet(ModelViewSet):
    model = ContactMessage
    index_view_class = MessageIndexView
    icon = "mail"
    menu_label = _("Messages")
    url_prefix = "annuaire/messages"
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ("expert", "sender_name", "sender_email", "sender_organisation", "sent_at", "status")
    list_display = ("sender_name", "sender_organisation", "expert", DateColumn("sent_at"), "status")
    list_filter = ("status",)
    search_fields = ("sender_name", "sender_email", "sender_organisation")
    search_backend_name = None
    form_fields = ()


class DirectoryGroup(ModelViewSetGroup):
    menu_label = _("Directory")
    menu_icon = "group"
    menu_order = 350
    items = (ExpertViewSet("directory_experts"), MessageViewSet("directory_messages"))


@hooks.register("register_admin_viewset")
def register_directory() -> DirectoryGroup:
    return DirectoryGroup()
