"""Certificates over HTTP: verify, search by number, download."""

import hashlib
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from courses.certification import api
from courses.certification.data import CertificationError, Standing, Verification
from courses.certification.forms import NameForm, SearchForm
from courses.certification.pdf import certificate_pdf
from media.addresses import site_url, visitor_address

SEARCHES_ALLOWED, SEARCH_PERIOD = 20, 600


def error_text(error: CertificationError) -> str:
    """What happened and what to do."""
    return {
        "number-unreadable": _(
            "This is not a certificate’s number, or one of its signs is wrong. Copy it again: "
            "it looks like PV-2026-000123-K."
        ),
        "name-missing": _("Write your first and last name."),
        "name-written": _("This certificate already bears a name. Write to the school to have it corrected."),
        "reason-missing": _("Write why the certificate is withdrawn."),
        "already-revoked": _("This certificate has already been withdrawn."),
        "credential-unknown": _("This certificate does not exist."),
    }[error.id]


def _public(response: HttpResponse) -> HttpResponse:
    """Keeps certificates out of search engines and their addresses out of other sites' logs."""
    response["X-Robots-Tag"] = "noindex, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
@never_cache
def credential(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Says whether a certificate stands, to anyone; 404 for an address never given."""
    verification = api.verification_of(uuid=uuid, now=timezone.now())
    if verification.standing is Standing.UNKNOWN:
        return _public(render(request, "certification/unknown.html", status=404))
    user = request.user
    is_holder = user.is_authenticated and verification.holder_id == user.pk
    form = None
    if user.is_authenticated and is_holder and not verification.holder_name:
        form = NameForm(initial={"nom": user.get_full_name()})
    context = {"verification": verification, "is_holder": is_holder, "name_form": form}
    return _public(render(request, "certification/credential.html", context))


@login_required
@require_POST
def name(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Writes the holder's name on a certificate that bears none."""
    try:
        api.write_name(user=request.user, uuid=uuid, name=request.POST.get("nom", ""))
        messages.success(request, _("Your name is on the certificate."))
    except CertificationError as error:
        messages.error(request, error_text(error))
    return redirect("certification:credential", uuid)


@require_safe
@never_cache
def pdf(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The certificate to print; 410 once it was withdrawn or its holder's data erased."""
    verification = api.verification_of(uuid=uuid, now=timezone.now())
    if verification.standing is Standing.UNKNOWN:
        return _public(render(request, "certification/unknown.html", status=404))
    if verification.standing is Standing.REVOKED or verification.erased:
        context = {"verification": verification, "is_holder": False}
        return _public(render(request, "certification/credential.html", context, status=410))
    response = HttpResponse(
        certificate_pdf(verification=verification, address=_address(uuid)), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'inline; filename="{verification.number}.pdf"'
    return _public(response)


def _address(uuid: UUID) -> str:
    return site_url() + reverse("certification:credential", args=[uuid])


@require_safe
@never_cache
def search(request: HttpRequest) -> HttpResponse:
    """Looks for a certificate by number; a number alone shows no name."""
    if "numero" not in request.GET:
        return render(request, "certification/search.html", {"form": SearchForm()})
    form = SearchForm(request.GET)
    if _searches_too_much(request):
        context = {"form": SearchForm(), "too_many": True}
        return _public(render(request, "certification/search.html", context, status=429))
    found = _look_for(form) if form.is_valid() else None
    if found is not None and found.uuid is not None:
        return redirect("certification:credential", found.uuid)
    status = 200 if found is not None and found.standing is not Standing.UNKNOWN else 404 if found else 400
    return _public(render(request, "certification/search.html", {"form": form, "found": found}, status=status))


def _look_for(form: SearchForm) -> Verification | None:
    asked = form.cleaned_data
    try:
        return api.find_by_number(number=asked["numero"], name=asked["nom"], now=timezone.now())
    except CertificationError as error:
        form.add_error("numero", error_text(error))
        return None


def _searches_too_much(request: HttpRequest) -> bool:
    """Whether this address asked more than `SEARCHES_ALLOWED` times in this period of `SEARCH_PERIOD` seconds."""
    address = hashlib.sha256(visitor_address(request).encode()).hexdigest()[:32]
    period = int(timezone.now().timestamp()) // SEARCH_PERIOD
    key = f"pv_certification:searches:{address}:{period}"
    searches = cache.get(key, 0) + 1
    cache.set(key, searches, SEARCH_PERIOD)
    return searches > SEARCHES_ALLOWED
