"""Importing and exporting the living world, in the admin."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from modules.living import importing
from modules.living.downloads import download
from modules.living.exchange.reporting import state_text
from modules.living.forms import ImportForm
from modules.living.models import InteractionImport

MAY_IMPORT = "pv_living.add_interaction"
MAY_SEE = "pv_living.view_interaction"
LINES_PER_PAGE = 100


def may_import(user: Any) -> bool:
    return bool(user.has_perm(MAY_IMPORT) and user.has_perm("pv_living.add_species"))


def imports(request: HttpRequest) -> HttpResponse:
    """Files sent so far, the form to send one, and what can be taken away."""
    if not may_import(request.user):
        raise PermissionDenied
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = importing.send(user=request.user, **form.cleaned_data)
        return redirect("living_import", sent.pk)
    sent_files = Paginator(InteractionImport.objects.select_related("sent_by"), 50).get_page(request.GET.get("p"))
    context = {"form": form, "imports": sent_files, "header_title": _("Import and export interactions")}
    return render(request, "living/admin/imports.html", context)


def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One file: how far it is, then its report line by line."""
    if not may_import(request.user):
        raise PermissionDenied
    sent = get_object_or_404(InteractionImport, pk=pk)
    lines = [{**line, "state_text": state_text(line["state"])} for line in sent.report.get("lines", [])]
    context = {
        "sent": sent,
        "counts": [(state_text(state), count) for state, count in sent.report.get("counts", {}).items() if count],
        "lines": Paginator(lines, LINES_PER_PAGE).get_page(request.GET.get("p")),
        "may_keep": importing.may_keep(sent),
        "brought": importing.brought(sent),
        "header_title": sent.name,
    }
    partial = "living/admin/import_progress.html" if request.GET.get("fragment") else "living/admin/import.html"
    return render(request, partial, context)


@require_POST
def import_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Imports a file that was checked."""
    if not may_import(request.user):
        raise PermissionDenied
    sent = get_object_or_404(InteractionImport, pk=pk)
    if not importing.may_keep(sent) or not importing.confirm(import_id=pk):
        messages.warning(request, _("There is nothing to import in this file as it stands."))
    return redirect("living_import", pk)


def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Everything, drafts included, as GloBI’s table or a Darwin Core archive."""
    if not request.user.has_perm(MAY_SEE):
        raise PermissionDenied
    return download(request, kind, drafts=True)
