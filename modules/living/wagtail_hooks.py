"""What ecologists and trainers find of the living world in Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from modules.living import admin_views
from modules.living.bulk_actions import MarkReviewedBulkAction
from modules.living.viewsets import LivingViewSetGroup

register_snippet(LivingViewSetGroup)
hooks.register("register_bulk_action", MarkReviewedBulkAction)


@hooks.register("register_admin_urls")
def exchange_urls() -> list[URLPattern]:
    return [
        path("vivant/imports/", admin_views.imports, name="living_imports"),
        path("vivant/imports/<int:pk>/", admin_views.import_detail, name="living_import"),
        path("vivant/imports/<int:pk>/importer/", admin_views.import_confirm, name="living_import_confirm"),
        path("vivant/export.csv", admin_views.export, {"kind": "csv"}, name="living_export_csv"),
        path("vivant/export.zip", admin_views.export, {"kind": "zip"}, name="living_export_zip"),
    ]


class ImportsMenuItem(MenuItem):  # type: ignore[misc]
    """Shown to whoever may import."""

    def is_shown(self, request: HttpRequest) -> bool:
        return admin_views.may_import(request.user)


@hooks.register("register_admin_menu_item")
def imports_menu_item() -> MenuItem:
    return ImportsMenuItem(
        _("Imports"), reverse("living_imports"), name="living-imports", icon_name="upload", order=206
    )


@hooks.register("register_permissions")
def register_review_permission() -> object:
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(content_type__app_label="pv_living", codename="review_living")
