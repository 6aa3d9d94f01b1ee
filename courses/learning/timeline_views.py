"""A learner's own timeline and attempts, as pages."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from courses.learning.timeline import Timeline, reviewed, timeline_of


@login_required
@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    """What the learner did, day by day, the latest first."""
    found = _found(request)
    return _private(request, "learning/timeline.html", {"timeline": found, **_query(found)})


@login_required
@require_safe
def attempts(request: HttpRequest) -> HttpResponse:
    """The learner's attempts and answers, unit by unit."""
    found = _found(request)
    units = reviewed(user=request.user, story=found.story) if found else []
    return _private(request, "learning/attempts.html", {"timeline": found, "units": units})


def _found(request: HttpRequest) -> Timeline | None:
    course = request.GET.get("formation", "")
    course_id = int(course) if course.isascii() and course.isdigit() and len(course) < 10 else None
    return timeline_of(user=request.user, course_id=course_id, number=request.GET.get("page", 1))


def _query(found: Timeline | None) -> dict[str, str]:
    return {"querystring": urlencode({"formation": found.course.id})} if found else {}


def _private(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = render(request, template, context)
    response["Cache-Control"] = "private, no-store"
    return response
