"""What administrators see of the record store: its clients, and what goes on to another one."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views.generic import CreateView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from courses.records import admin_views
from courses.records.models import XapiClient


class XapiClientCreateView(CreateView):
    """Makes the key and the secret, and shows them once."""

    def save_instance(self) -> XapiClient:
        secret = self.form.instance.renew_secret()
        client: XapiClient = super().save_instance()
        messages.warning(
            self.request,
            _("Key: %(key)s. Secret: %(secret)s. Copy the secret now: it is shown only once.")
            % {"key": client.key, "secret": secret},
        )
        return client


class NeverDeleted(ModelPermissionPolicy):
    """A client answers for the statements it brought: it is stopped, not deleted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and bool(super().user_has_permission(user, action))


register_permission_policy(XapiClient, NeverDeleted(XapiClient))


class XapiClientViewSet(ModelViewSet):
    """The programmes that may speak to `/xapi/`."""

    model = XapiClient
    add_view_class = XapiClientCreateView
    menu_label = gettext_lazy("xAPI clients")
    icon = "key"
    add_to_settings_menu = True
    form_fields = ("name", "scope", "active")
    list_display = ("name", "key", "scope", BooleanColumn("active", label=gettext_lazy("In use")), "created_at")
    copy_view_enabled = False


@hooks.register("register_admin_viewset")
def register_xapi_clients() -> XapiClientViewSet:
    """The list of clients, in the settings menu."""
    return XapiClientViewSet("xapi_clients")


@hooks.register("register_admin_urls")
def forwarding_urls() -> list[URLPattern]:
    return [path("transmission/", admin_views.forwarding, name="records_forwarding")]


class ForwardingMenuItem(MenuItem):
    """Shown to whoever may decide where statements go."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(admin_views.MAY_FORWARD))


@hooks.register("register_settings_menu_item")
def forwarding_menu_item() -> MenuItem:
    label = gettext_lazy("Forwarding of statements")
    return ForwardingMenuItem(label, reverse("records_forwarding"), name="transmission", icon_name="upload", order=900)
