"""The documents of an assembly: what each one has to read, and for those who send, who opened what."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from modules.assemblies.data import Action, AssemblyRefused, Role
from modules.assemblies.documents import (
    add_document,
    documents_for,
    documents_sent,
    note_opened,
    reading_of,
    withdraw_document,
)
from modules.assemblies.entering import allowed
from modules.assemblies.forms import DocumentForm
from modules.assemblies.models import Delivery, Document, Membership
from modules.assemblies.rules import may
from modules.assemblies.sending_documents import STOPPED_AFTER, resume_sending
from modules.assemblies.wording import refusal_text


@never_cache
@allowed(Action.READ_DOCUMENTS)
def documents(request: HttpRequest, place: Membership) -> HttpResponse:
    """What this person has to read; those who may send find the form and what was sent."""
    sends = may(Role(place.role), Action.SEND_DOCUMENTS)
    if request.method == "POST" and not sends:
        raise PermissionDenied
    form = DocumentForm(request.POST or None, request.FILES or None, assembly_id=place.assembly_id) if sends else None
    if request.method == "POST" and form is not None and form.is_valid() and _added(request, place, form):
        return redirect("assemblies:documents", slug=place.assembly.slug)
    opened = dict(Delivery.objects.filter(membership=place).values_list("document", "opened_at"))
    context = {
        "assembly": place.assembly,
        "place": place,
        "form": form,
        "mine": [(document, opened.get(document.pk)) for document in documents_for(place=place)],
        "sent": documents_sent(assembly_id=place.assembly_id) if sends else (),
        "sees_reading": may(Role(place.role), Action.SEE_READING),
    }
    return render(request, "assemblies/documents/documents.html", context, status=422 if form and form.errors else 200)


def _added(request: HttpRequest, place: Membership, form: DocumentForm) -> bool:
    values = {**form.cleaned_data}
    file = values.pop("upload")
    try:
        add_document(place=place, values=values, file=file, now=timezone.now())
    except AssemblyRefused as refusal:
        form.add_error("upload", refusal_text(refusal))
        return False
    messages.success(request, _("The document is on everyone’s page; e-mails are leaving for those who have one."))
    return True


@never_cache
@require_safe
@allowed(Action.READ_DOCUMENTS)
def document(request: HttpRequest, place: Membership, document_id: int) -> HttpResponseBase:
    """The file, for those it was given to and for those who send; its first opening is written down."""
    found = documents_for(place=place).filter(pk=document_id).first()
    if found is not None and request.method == "GET":
        note_opened(document=found, place=place, now=timezone.now())
    if found is None and may(Role(place.role), Action.SEND_DOCUMENTS):
        found = Document.objects.filter(pk=document_id, assembly=place.assembly_id).first()
    if found is None or not found.file.storage.exists(str(found.file.name)):
        raise Http404
    response = FileResponse(
        found.file.open("rb"), as_attachment=True, filename=found.filename, content_type=found.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@never_cache
@require_safe
@allowed(Action.SEE_READING)
def reading(request: HttpRequest, place: Membership, document_id: int) -> HttpResponse:
    """Who opened it and when: dates, made to be printed."""
    found = _known(place, document_id)
    context: dict[str, Any] = {
        "assembly": place.assembly,
        "place": place,
        "document": found,
        "lines": reading_of(document=found),
        "sending": found.sendings.first(),
        "stopped": found.sendings.filter(finished_at=None, asked_at__lt=timezone.now() - STOPPED_AFTER).exists(),
    }
    return render(request, "assemblies/documents/reading.html", context)


@require_POST
@allowed(Action.SEE_READING)
def resume(request: HttpRequest, place: Membership, document_id: int) -> HttpResponse:
    sending = _known(place, document_id).sendings.first()
    if sending is not None:
        resume_sending(sending=sending, now=timezone.now())
    return redirect("assemblies:document_reading", slug=place.assembly.slug, document_id=document_id)


@require_POST
@allowed(Action.SEND_DOCUMENTS)
def withdraw(request: HttpRequest, place: Membership, document_id: int) -> HttpResponse:
    withdraw_document(document=_known(place, document_id))
    messages.success(request, _("The document is withdrawn: nobody finds it any more."))
    return redirect("assemblies:documents", slug=place.assembly.slug)


def _known(place: Membership, document_id: int) -> Document:
    return get_object_or_404(Document, pk=document_id, assembly=place.assembly_id)
