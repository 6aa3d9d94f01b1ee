"""HTTP in and out of the learner's path."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from courses.learning import api, relay
from courses.learning.blocks import reflections_in
from courses.learning.models import LessonPage, UnitPage
from courses.records.data import ActivityNotAllowed, StatementConflict, StatementInvalid


def course_page(request: HttpRequest, course: str) -> HttpResponse:
    """A course, found in fewer queries than the tree would take."""
    return _serve(request, course)


def unit_page(request: HttpRequest, course: str, chapter: str, unit: str) -> HttpResponse:
    """A unit of a course, found with its outline."""
    return _serve(request, course, chapter, unit)


def _serve(request: HttpRequest, *slugs: str) -> HttpResponse:
    page = api.find_page(request=request, slugs=slugs)
    if page is not None:
        # Wagtail keeps the route of a request here; its hooks and its view then run as ever.
        request._wagtail_route_for_request = RouteResult(page)  # type: ignore[attr-defined]
    return serve(request, request.path.lstrip("/"))


@login_required
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """What to do next, how far, attempts and scores."""
    context = {
        "courses": api.followed_courses(user=request.user),
        "coming": api.coming(user=request.user),
        "panels": api.dashboard_panels(request=request),
    }
    return render(request, "learning/dashboard.html", context)


@login_required
@require_POST
def enrol(request: HttpRequest, course_id: int) -> HttpResponse:
    """Enrols and goes to the unit to begin with."""
    try:
        api.enrol(user=request.user, course_id=course_id)
    except api.CourseClosed as error:
        raise Http404 from error
    progress = api.progress_of(user=request.user, course_id=course_id)
    if progress is None:
        return redirect("learning:dashboard")
    return redirect(progress.next_unit.url if progress.next_unit else progress.course.url)


def visited(request: HttpRequest, page_id: int) -> tuple[UnitPage, Any]:
    """The published unit page of this id, and the person's visit to it."""
    page = get_object_or_404(Page.objects.live(), pk=page_id).specific
    if not isinstance(page, UnitPage):
        raise Http404
    return page, api.visit_of(request=request, page=page)


@login_required
@require_POST
def mark_done(request: HttpRequest, page_id: int) -> HttpResponse:
    """The learner says that a unit is done, and goes on to the next one."""
    page, visit = visited(request, page_id)
    try:
        api.mark_done(user=request.user, visit=visit)
    except api.NotMarkedByLearner:
        messages.error(request, _("This unit is completed by its activities: answer them to go on."))
        return redirect(page.url)
    return redirect(visit.next_unit.url if visit.next_unit else visit.outline.course.url)


@login_required
@require_POST
def reflection(request: HttpRequest, page_id: int, block_id: UUID) -> HttpResponse:
    """Keeps what the learner wrote for themself; a script gets 204, a form its page again."""
    page, visit = visited(request, page_id)
    prompts = reflections_in(page.body) if isinstance(page, LessonPage) else {}
    if not visit.records or str(block_id) not in prompts:
        raise PermissionDenied
    api.save_reflection(
        user=request.user,
        unit_id=visit.unit.id,
        block_id=block_id,
        prompt=prompts[str(block_id)],
        text=request.POST.get("text", ""),
    )
    api.note_writing(user=request.user, visit=visit, prompts=prompts)
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204)
    messages.success(request, _("Your answer is kept. You alone can read it."))
    return redirect(f"{page.url}#reflexion-{block_id}")


@login_required
@require_POST
def presence(request: HttpRequest, page_id: int) -> JsonResponse:
    """The page says that someone is in front of it, and where."""
    _page, visit = visited(request, page_id)
    answer = api.note_presence(
        user=request.user,
        visit=visit,
        place=request.POST.get("place", ""),
        arriving=bool(request.POST.get("arriving")),
    )
    return JsonResponse(relay.answer_to_json(answer))


@require_POST
def statements(request: HttpRequest, content_id: int) -> JsonResponse:
    """Statements of an activity: `{"statements": [...]}`; answers with the outlines they may have moved."""
    try:
        sent = relay.statements_in(request)
        answer = api.record_activity_statements(user=request.user, content_id=content_id, statements=sent)
    except PermissionDenied:
        return relay.refusal("not-enrolled", status=403)
    except ActivityNotAllowed as error:
        return relay.refusal(error.id, status=400)
    except StatementConflict as error:
        return relay.refusal(error.id, status=409)
    except StatementInvalid as error:
        return relay.refusal(error.id, where=error.where, status=413 if error.id == relay.TOO_LARGE else 400)
    return JsonResponse(relay.answer_to_json(answer))


@require_POST
def state(request: HttpRequest, content_id: int) -> JsonResponse:
    """Where the learner stands in an activity: `{"state": "…", "version": n}`, with the `base`, `by` and `turn` that
    keep it from undoing what was saved since; 409 then."""
    try:
        kept = api.save_activity_state(user=request.user, content_id=content_id, sent=relay.state_in(request))
    except PermissionDenied:
        return relay.refusal("not-enrolled", status=403)
    except StatementInvalid as error:
        return relay.refusal(error.id, where=error.where, status=413 if error.id == relay.TOO_LARGE else 400)
    if kept is None:
        return relay.refusal(relay.OUTDATED, status=409)
    return JsonResponse({"saved": True, "base": kept})
