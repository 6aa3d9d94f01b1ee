"""The trainers' side: upload, look at, replace, go back, export and remove activities."""

import tempfile
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, View
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic import DeleteView, EditView, InspectView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex

from media.h5p import api, outside, playing
from media.h5p.data import ContentInUse, LibraryInUse
from media.h5p.forms import ContentForm, UploadForm
from media.h5p.languages import language_name
from media.h5p.models import Content, ContentVersion, Library


def may_install(user: Any) -> bool:
    return bool(user.has_perm("pv_h5p.install_libraries"))


def import_upload(file: UploadedFile, *, user: Any, content_id: int | None = None) -> dict[str, Any]:
    """What became of one uploaded file, as a report shows it and as JSON."""
    try:
        result = api.import_package(
            file=file.file,  # type: ignore[arg-type]
            user=user,
            allow_libraries=may_install(user),
            content_id=content_id,
        )
    except api.PackageInvalid as error:
        problems = [each.as_dict() for each in error.problems]
        return {"file": file.name, "valid": False, "problems": problems}
    write_history(result.content_id, user=user, action="wagtail.edit" if content_id else "wagtail.create")
    return {
        "file": file.name,
        "valid": True,
        "title": result.title,
        "content": result.content_id,
        "url": reverse("h5p_contents:inspect", args=(result.content_id,)),
        "libraries": list(result.libraries_installed),
    }


def write_history(content_id: int, *, user: Any, action: str) -> None:
    """Keeps in the site's history that this person brought a content, or changed it."""
    content = Content.objects.only("title", "library").get(pk=content_id)
    log(instance=content, action=action, user=user, content_changed=True)


class UploadView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):  # type: ignore[misc,type-arg]
    """Imports packages; the page's script sends them one by one and draws a progress bar."""

    permission_required = "add"
    template_name = "h5p/admin/upload.html"
    form_class = UploadForm
    page_title = gettext_lazy("Add activities")
    header_icon = "upload"
    model = Content
    index_url_name = ""

    def form_valid(self, form: UploadForm) -> HttpResponse:
        user = self.request.user
        reports = [import_upload(file, user=user) for file in form.cleaned_data["packages"]]
        if "application/json" in self.request.headers.get("Accept", ""):
            return JsonResponse({"reports": reports})
        return self.render_to_response(self.get_context_data(form=self.form_class(), reports=reports))

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        contents = {"url": reverse(self.index_url_name), "label": _("H5P activities")}
        return [*self.breadcrumbs_items, contents, {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "may_install": may_install(self.request.user)}


class ContentEditView(EditView):  # type: ignore[misc]
    """Renames a content, or gives it a new version."""

    error_message = gettext_lazy("Nothing was changed: see below what to correct.")

    def form_valid(self, form: ContentForm) -> HttpResponse:
        if package := form.cleaned_data.get("package"):
            report = import_upload(package, user=self.request.user, content_id=self.object.pk)
            if not report["valid"]:
                for problem in report["problems"]:
                    form.add_error("package", f"{problem['message']} ({problem['where']})".replace(" ()", ""))
                self.form, self.produced_error_code = form, "validation_error"
                self.produced_error_message = self.get_error_message()
                return self.form_invalid(form)
            if "title" not in form.changed_data:
                messages.success(self.request, _("The new version is in place."))
                return redirect(self.get_success_url())
        return super().form_valid(form)

    def save_instance(self) -> Content:
        return api.rename_content(content_id=self.object.pk, title=self.form.cleaned_data["title"])


class ContentInspectView(InspectView):  # type: ignore[misc]
    """Plays a content, and says what it is, who uses it and what it was."""

    template_name = "h5p/admin/content.html"
    page_title = gettext_lazy("Look at the activity")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        content = self.object
        libraries = [row.library for row in content.dependencies.select_related("library")]
        return {
            **super().get_context_data(**kwargs),
            "content": content,
            "player": api.player_of(content=content),
            "language": language_name(content.language),
            "versions": api.versions_of(content_id=content.pk),
            "libraries": libraries,
            "uses": uses_of(content, user=self.request.user),
            "sites": outside.sites_of(content.parameters),
            "unseen_videos": playing.unseen_videos(content),
            "may_change": self.permission_policy.user_has_permission(self.request.user, "change"),
        }


def uses_of(content: Content, *, user: Any) -> list[tuple[str, str]]:
    """Pages and other objects that play a content: what each is called, and where this person edits it."""
    finder = AdminURLFinder(user)
    found = [object_ for object_, _references in ReferenceIndex.get_grouped_references_to(content)]
    return [(str(each), finder.get_edit_url(each) or "") for each in found]


class ContentDeleteView(DeleteView):  # type: ignore[misc]
    """Removes a content that nothing plays."""

    template_name = "h5p/admin/delete_content.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        uses = uses_of(self.object, user=self.request.user)
        return {**super().get_context_data(**kwargs), "uses": uses, "is_protected": bool(uses)}

    def delete_action(self) -> None:
        api.delete_content(content_id=self.object.pk)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ContentInUse:
            messages.error(self.request, _("This activity is played by a page: take it out of there first."))
            return redirect(self.get_delete_url())


class ContentExportView(PermissionCheckedMixin, View):  # type: ignore[misc]
    """A content's package, to download."""

    any_permission_required = ["add", "change", "delete", "view"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        content = get_object_or_404(Content, pk=pk)
        out = tempfile.TemporaryFile()  # noqa: SIM115 — closed with the response
        api.export_package(content_id=content.pk, out=out)
        out.seek(0)
        name = f"{slugify(content.title) or 'activite'}.h5p"
        return FileResponse(out, as_attachment=True, filename=name, content_type="application/zip")


class VersionRestoreView(PermissionCheckedMixin, View):  # type: ignore[misc]
    """Makes an earlier version current again."""

    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        get_object_or_404(ContentVersion, content_id=pk, number=number)
        api.restore_version(content_id=pk, number=number, user=request.user)
        write_history(pk, user=request.user, action="wagtail.edit")
        messages.success(request, _("Version %(number)s is in place again.") % {"number": number})
        return redirect("h5p_contents:inspect", pk)


class LibraryInspectView(InspectView):  # type: ignore[misc]
    """Says what a library is, and who needs it."""

    template_name = "h5p/admin/library.html"
    page_title = gettext_lazy("Look at the library")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        library = self.object
        needs = library.dependencies.select_related("required").order_by("kind", "required__title")
        return {
            **super().get_context_data(**kwargs),
            "library": library,
            "contents": Content.objects.filter(dependencies__library=library).only("title"),
            "dependents": Library.objects.filter(dependencies__required=library).distinct(),
            "needs": needs,
        }


class LibraryDeleteView(DeleteView):  # type: ignore[misc]
    """Removes a library that nothing needs."""

    template_name = "h5p/admin/delete_library.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        library = Library.objects.with_use().get(pk=self.object.pk)
        return {
            **super().get_context_data(**kwargs),
            "library": library,
            "is_protected": any(use_counts(library)),
        }

    def delete_action(self) -> None:
        api.remove_library(library_id=self.object.pk)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except LibraryInUse:
            messages.error(self.request, _("An activity or another library needs this one."))
            return redirect(self.get_delete_url())


def use_counts(library: Library) -> tuple[int, int]:
    """How many activities and libraries need a library that `with_use` annotated."""
    return library.contents_count, library.dependents_count  # type: ignore[attr-defined]


def use_label(library: Library) -> str:
    """Who needs a library, in words; of a library that `with_use` annotated."""
    contents, dependents = use_counts(library)
    parts = []
    if contents:
        parts.append(ngettext("%(count)s activity", "%(count)s activities", contents) % {"count": contents})
    if dependents:
        parts.append(ngettext("%(count)s library", "%(count)s libraries", dependents) % {"count": dependents})
    return ", ".join(parts) or _("nobody: can be removed")
