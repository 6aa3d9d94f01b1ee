"""An exam over HTTP: begin, answer, submit, read the correction."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.assessment import api
from courses.assessment.data import AssessmentError, Paper, Saved
from courses.assessment.forms import PostedAnswers, answers_from_form, answers_from_json
from courses.assessment.models import ExamPage
from courses.learning import api as learning
from media.dates import day_label

STATUS = {
    "attempt-unknown": 404,
    "attempt-submitted": 409,
    "attempt-late": 409,
    "answer-invalid": 400,
    "signed-out": 403,
}


def error_text(error: AssessmentError) -> str:
    """What happened, what is kept, and what to do."""
    opens_at = error.data.get("opens_at")
    day = day_label(opens_at, weekday=True, year=False) if isinstance(opens_at, datetime) else ""
    return {
        "exam-wait": _("Today’s attempts are used up. The next one opens tomorrow, %(day)s, at midnight.")
        % {"day": day},
        "exam-passed": _("You have already passed this exam."),
        "exam-empty": _("This exam has no question yet. The trainers have to fill its question bank."),
        "attempt-unknown": _("This attempt does not exist, or is not yours."),
        "attempt-submitted": _(
            "This attempt has been submitted, perhaps in another tab: it takes no more answers. "
            "What you had answered was graded."
        ),
        "attempt-late": _("Time is up: the answers saved until then are graded as they stand."),
        "answer-invalid": _("This answer could not be read. Reload the page: your saved answers are kept."),
        "signed-out": _("You are signed out. Sign in again in another tab, then change an answer: it will be saved."),
    }[error.id]


@login_required
@require_POST
def start(request: HttpRequest, page_id: int) -> HttpResponse:
    """Begins an attempt, or goes back to the one under way."""
    page = get_object_or_404(ExamPage.objects.live(), pk=page_id)
    visit = learning.visit_of(request=request, page=page)
    if not visit.records or visit.unit is None:
        # The page itself says how to enrol, or what to finish first.
        return redirect(page.get_url(request))
    try:
        uuid = api.start_attempt(user=request.user, page=page, activity_iri=visit.unit.iri, now=timezone.now())
    except AssessmentError as error:
        messages.error(request, error_text(error))
        return redirect(page.get_url(request))
    return redirect("assessment:attempt", uuid)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def attempt(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The form with every question; posting it saves, and submits once nothing is missing or confirmed."""
    try:
        paper = api.paper_of(user=request.user, attempt_uuid=uuid)
        if request.method != "POST":
            return _form_or_result(request, paper)
        saved = _save(request, uuid, answers_from_form(request.POST, paper))
    except AssessmentError as error:
        return _refuse(request, uuid, error)
    return _after_saving(request, uuid, saved)


def _form_or_result(request: HttpRequest, paper: Paper, saved: Saved | None = None) -> HttpResponse:
    if paper.deadline is not None and paper.deadline < timezone.now():
        raise AssessmentError("attempt-late")
    page = ExamPage.objects.get(pk=paper.exam_page_id)
    context = {"paper": paper, "page": page, "saved": saved, "exam_url": page.get_url(request)}
    return render(request, "assessment/attempt.html", context)


def _save(request: HttpRequest, uuid: UUID, posted: PostedAnswers) -> Saved:
    return api.save_answers(
        user=request.user,
        attempt_uuid=uuid,
        answers=posted.answers,
        base=posted.base,
        seen_version=posted.seen_version,
        now=timezone.now(),
    )


def _after_saving(request: HttpRequest, uuid: UUID, saved: Saved) -> HttpResponse:
    if "submit" not in request.POST:
        messages.success(request, _("Your answers are saved."))
        _tell_of_other_tabs(request, saved)
        return redirect("assessment:attempt", uuid)
    if saved.unanswered and "confirmed" not in request.POST:
        context = {"uuid": uuid, "saved": saved}
        return render(request, "assessment/confirm.html", context)
    api.submit_attempt(user=request.user, attempt_uuid=uuid, now=timezone.now())
    return redirect("assessment:result", uuid)


def _tell_of_other_tabs(request: HttpRequest, saved: Saved) -> None:
    if text := other_tabs_text(saved):
        messages.info(request, text)


def other_tabs_text(saved: Saved) -> str:
    """What another tab did meanwhile, empty when nothing."""
    if saved.replaced:
        numbers = ", ".join(str(number) for number in saved.replaced)
        return _("Question %(numbers)s was also answered in another tab: this last answer is the one kept.") % {
            "numbers": numbers
        }
    if saved.changed:
        return _("Answers given in another tab have been added here.")
    return ""


def _refuse(request: HttpRequest, uuid: UUID, error: AssessmentError) -> HttpResponse:
    if error.id == "attempt-unknown":
        raise Http404(error_text(error))
    if error.id == "attempt-late":
        api.submit_attempt(user=request.user, attempt_uuid=uuid, now=timezone.now())
    if request.method == "POST" or error.id == "attempt-late":
        messages.info(request, error_text(error))
    if error.id in {"attempt-submitted", "attempt-late"}:
        return redirect("assessment:result", uuid)
    return redirect("assessment:attempt", uuid)


@never_cache
@require_POST
def answers(request: HttpRequest, uuid: UUID) -> JsonResponse:
    """Saves what one tab changed, in JSON; answers what the other tabs changed."""
    try:
        if not request.user.is_authenticated:
            raise AssessmentError("signed-out")
        saved = _save(request, uuid, answers_from_json(request))
    except AssessmentError as error:
        body = {"error": error.id, "message": error_text(error)}
        return JsonResponse(body, status=STATUS[error.id])
    return JsonResponse(
        {
            "version": saved.version,
            "changed": {str(id): list(keys) for id, keys in saved.changed.items()},
            "unanswered": len(saved.unanswered),
            "message": other_tabs_text(saved),
        }
    )


@login_required
@never_cache
@require_safe
def result(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The correction, once submitted."""
    try:
        correction = api.correction_of(user=request.user, attempt_uuid=uuid)
    except AssessmentError as error:
        if error.id == "attempt-unknown":
            raise Http404(error_text(error)) from None
        return redirect("assessment:attempt", uuid)
    page = ExamPage.objects.get(pk=correction.exam_page_id)
    exam = api.exam_view(user=request.user, page=page)
    context = {"correction": correction, "page": page, "exam": exam, "exam_url": page.get_url(request)}
    return render(request, "assessment/result.html", context)
