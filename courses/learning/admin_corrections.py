"""The page where a trainer corrects what a learner has of a unit, and withdraws a correction."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses.learning import correcting
from courses.learning.admin_frame import MAY_CORRECT, crumbs, needs
from courses.learning.corrected import titles_of, told
from courses.learning.correcting import Correctable, UnitUnknown
from courses.learning.following import email_of, name_of
from courses.learning.forms import CorrectionForm, WithdrawalForm
from courses.learning.models import Enrolment
from courses.records.data import CorrectionRefused, StatementConflict


def _correctable(enrolment_id: int, unit_id: int) -> Correctable:
    try:
        return correcting.correctable(enrolment_id=enrolment_id, unit_id=unit_id)
    except (Enrolment.DoesNotExist, UnitUnknown) as error:
        raise Http404 from error


def refusal(error: CorrectionRefused | StatementConflict) -> str:
    """What a refused correction is told by."""
    return {
        "no-reason": _("Say why: the learner must be able to understand it."),
        "no-score": _("Write the score to set, from 0 to 100."),
        "withdrawn": _("This correction was already withdrawn."),
    }.get(error.id, _("This page was too old: nothing was changed. Look at it again, then choose."))


@needs(MAY_CORRECT)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, enrolment_id: int, unit_id: int) -> HttpResponse:
    """Shows what may be corrected of a unit; by POST, corrects it."""
    found = _correctable(enrolment_id, unit_id)
    form = CorrectionForm(request.POST or None, possible=found.possible)
    if request.method == "POST" and form.is_valid() and _made(request, found, form.cleaned_data):
        return redirect("learning_correct", enrolment_id, unit_id)
    return render(request, "learning/admin/correct.html", _context(found, form), status=_status(request))


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200


def _made(request: HttpRequest, found: Correctable, data: dict[str, Any]) -> bool:
    score = data["score"]
    try:
        correcting.correct(
            enrolment=found.enrolment,
            by=request.user,
            chosen=data["correction"],
            reason=data["reason"],
            score=None if score is None else score / 100,
            statement_id=data["token"],
            now=timezone.now(),
        )
    except (CorrectionRefused, StatementConflict) as error:
        messages.error(request, refusal(error))
        return False
    messages.success(request, _("The correction is kept, and the progress follows. The learner sees it on their page."))
    return True


def _context(found: Correctable, form: CorrectionForm) -> dict[str, Any]:
    name = name_of(found.enrolment.user) or email_of(found.enrolment.user)
    course, enrolment_id = found.outline.course, found.enrolment.pk
    return {
        "found": found,
        "form": form,
        "withdrawal": WithdrawalForm(),
        "corrections": told(found.corrections, titles_of([found.unit])),
        "name": name,
        "breadcrumbs_items": crumbs(
            (reverse("learning_learners", args=[course.id]), course.title),
            (reverse("learning_learner", args=[enrolment_id]), name),
            ("", found.unit.title),
        ),
        "header_title": _("Correct: %(title)s") % {"title": found.unit.title},
        "page_title": _("Correct: %(title)s") % {"title": found.unit.title},
        "header_icon": "edit",
    }


@needs(MAY_CORRECT)
@require_POST
def withdraw(request: HttpRequest, enrolment_id: int, unit_id: int, statement_id: UUID) -> HttpResponse:
    """Withdraws a correction of this unit."""
    found, form = _correctable(enrolment_id, unit_id), WithdrawalForm(request.POST)
    if statement_id not in {one.statement_id for one in found.corrections}:
        raise Http404
    try:
        correcting.withdraw(
            enrolment=found.enrolment,
            by=request.user,
            statement_id=statement_id,
            reason=form.cleaned_data["reason"] if form.is_valid() else "",
            now=timezone.now(),
        )
        messages.success(request, _("The correction is withdrawn; it stays in the history."))
    except CorrectionRefused as error:
        messages.error(request, refusal(error))
    return redirect("learning_correct", enrolment_id, unit_id)
