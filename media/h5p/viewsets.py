"""Activities and libraries in the admin's menu."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn, UpdatedAtColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from media.h5p import admin_views
from media.h5p.forms import ContentForm
from media.h5p.languages import language_name
from media.h5p.models import Content, Library


class ContentFilterSet(WagtailFilterSet):  # type: ignore[misc]
    """Narrows the list of activities."""

    library = django_filters.ModelChoiceFilter(
        label=_("Type"), queryset=Library.objects.filter(runnable=True).only("title", "major", "minor", "patch")
    )
    licence = django_filters.AllValuesFilter(label=_("Licence"))
    language = django_filters.AllValuesFilter(label=_("Language"))

    class Meta:
        model = Content
        fields = ("library", "licence", "language")


class ContentIndexView(IndexView):  # type: ignore[misc]
    """The list of activities, without their parameters."""

    add_item_label = _("Add activities")

    def get_base_queryset(self) -> QuerySet[Content]:
        every = super().get_base_queryset().select_related("library")
        heavy = ("parameters", "original_parameters", "metadata")
        return every.defer(*heavy, "library__semantics", "library__metadata")


class ContentViewSet(ModelViewSet):  # type: ignore[misc]
    """Activities."""

    model = Content
    name = "h5p_contents"
    url_prefix = "h5p/activites"
    menu_label = _("Activities")
    icon = "media"
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = ContentIndexView
    add_view_class = admin_views.UploadView
    edit_view_class = admin_views.ContentEditView
    inspect_view_class = admin_views.ContentInspectView
    delete_view_class = admin_views.ContentDeleteView
    search_fields = ("title", "authors", "library__title", "library__machine_name")
    search_backend_name = None
    filterset_class = ContentFilterSet
    list_per_page = 50
    list_display = (
        TitleColumn("title", label=_("Title"), url_name="h5p_contents:inspect", sort_key="title"),
        Column("library", label=_("Type"), accessor="library.title", sort_key="library__title"),
        Column("licence", label=_("Licence"), sort_key="licence"),
        Column("authors", label=_("Authors"), sort_key="authors"),
        Column("language", label=_("Language"), accessor=lambda one: language_name(one.language), sort_key="language"),
        Column("version", label=_("Version")),
        UpdatedAtColumn(accessor="updated_at"),
    )

    def get_form_class(self, for_update: bool = False) -> type[ContentForm]:
        return ContentForm

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return {"permission_policy": self.permission_policy, "index_url_name": self.get_url_name("index")}

    def get_urlpatterns(self) -> list[URLPattern]:
        policy = {"permission_policy": self.permission_policy}
        export = self.construct_view(admin_views.ContentExportView, **policy)
        restore = self.construct_view(admin_views.VersionRestoreView, **policy)
        return [
            *super().get_urlpatterns(),
            path("export/<int:pk>/", export, name="export"),
            path("version/<int:pk>/<int:number>/", restore, name="restore"),
        ]


class LibraryPermissionPolicy(ModelPermissionPolicy):  # type: ignore[misc]
    """Libraries come with packages: nobody adds or edits one by hand, and installers remove them."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action in {"add", "change"}:
            return False
        if action == "delete":
            return admin_views.may_install(user)
        return bool(user.has_perm("pv_h5p.view_library")) or admin_views.may_install(user)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Library) -> bool:
        return self.user_has_permission(user, action)


class LibraryIndexView(IndexView):  # type: ignore[misc]
    """The list of libraries, with who uses them."""

    any_permission_required = ["view", "delete"]

    def get_base_queryset(self) -> QuerySet[Library]:
        return super().get_base_queryset().with_use().defer("semantics", "metadata")


class LibraryViewSet(ModelViewSet):  # type: ignore[misc]
    """Libraries."""

    model = Library
    name = "h5p_libraries"
    url_prefix = "h5p/bibliotheques"
    menu_label = _("Libraries")
    icon = "code"
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = LibraryIndexView
    inspect_view_class = admin_views.LibraryInspectView
    delete_view_class = admin_views.LibraryDeleteView
    form_fields = ("title",)
    search_fields = ("title", "machine_name")
    search_backend_name = None
    list_per_page = 100
    list_display = (
        TitleColumn("title", label=_("Title"), url_name="h5p_libraries:inspect", sort_key="title"),
        Column("name", label=_("Name"), accessor="name", sort_key="machine_name"),
        Column("patch", label=_("Patch")),
        Column("licence", label=_("Licence"), sort_key="licence"),
        Column("use", label=_("Used by"), accessor=admin_views.use_label),
    )


class H5PViewSetGroup(ViewSetGroup):  # type: ignore[misc]
    """The menu of H5P."""

    menu_label = _("H5P activities")
    menu_icon = "media"
    menu_order = 310
    items = (ContentViewSet, LibraryViewSet)
