"""Achievements and certificates in Wagtail's admin: trainers write the former and may withdraw the latter."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from courses.assessment.choosers import ClosedChooserViewSet
from courses.certification import api
from courses.certification.data import CertificationError
from courses.certification.forms import RevocationForm
from courses.certification.models import Achievement, Credential
from courses.certification.views import error_text

REVOKE = "pv_certification.revoke_credential"
REVOKED = "certification.revoke"


class AchievementViewSet(SnippetViewSet):
    model = Achievement
    chooser_viewset_class = ClosedChooserViewSet
    icon = "success"
    list_display: ClassVar = ["title", "course", "kind", BooleanColumn("active", label=_("In use"))]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Achievement]:
        return Achievement.objects.select_related("course")


class IssuedPolicy(ModelPermissionPolicy):
    """Certificates are read in the admin; only the platform issues them and nobody rewrites them."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)


register_permission_policy(Credential, IssuedPolicy(Credential))


class CredentialViewSet(SnippetViewSet):
    model = Credential
    chooser_viewset_class = ClosedChooserViewSet
    icon = "doc-full"
    inspect_view_enabled = True
    inspect_view_fields: ClassVar = [
        "number",
        "achievement",
        "holder_name",
        "issued_at",
        "expires_at",
        "revoked_at",
        "revocation_reason",
    ]
    list_display: ClassVar = ["number", "holder_name", "achievement", "issued_at", "revoked_at"]
    list_filter: ClassVar = ["achievement", "issued_at"]
    search_fields: ClassVar = ["number", "holder_name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Credential]:
        return Credential.objects.select_related("achievement")


class CertificationViewSetGroup(SnippetViewSetGroup):
    items = (CredentialViewSet, AchievementViewSet)
    menu_label = _("Certificates")
    menu_icon = "success"
    menu_order = 230


register_snippet(CertificationViewSetGroup)


@hooks.register("register_snippet_listing_buttons")
def certificate_buttons(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Any]:
    if not isinstance(snippet, Credential):
        return
    yield Button(gettext("Public page"), snippet.get_absolute_url(), icon_name="link", priority=10)
    if snippet.revoked_at is None and user.has_perm(REVOKE):
        url = reverse("pv_certification_revoke", args=[snippet.uuid])
        yield Button(gettext("Withdraw"), url, icon_name="cross", priority=20)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Who withdrew a certificate, in the site's history."""
    actions.register_action(REVOKED, _("Withdraw a certificate"), _("Withdrew the certificate"))


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [path("certificats/<uuid:uuid>/retirer/", revoke, name="pv_certification_revoke")]


def revoke(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Asks why, then withdraws the certificate."""
    if not request.user.has_perm(REVOKE):
        raise PermissionDenied
    credential = get_object_or_404(Credential, uuid=uuid)
    form = RevocationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            api.revoke(uuid=uuid, reason=form.cleaned_data["reason"], now=timezone.now())
            log(instance=credential, action=REVOKED, user=request.user)
            messages.success(request, gettext("Certificate %(number)s is withdrawn.") % {"number": credential.number})
        except CertificationError as error:
            messages.error(request, error_text(error))
        return redirect(CredentialViewSet().get_url_name("list"))
    title = gettext("Withdraw certificate %(number)s") % {"number": credential.number}
    listing = reverse(CredentialViewSet().get_url_name("list"))
    context = {
        "form": form,
        "credential": credential,
        "back": listing,
        "header_title": title,
        "page_title": title,
        "header_icon": "cross",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
            {"url": listing, "label": gettext("Certificates")},
            {"url": "", "label": title},
        ],
    }
    return render(request, "certification/admin/revoke.html", context)
