"""The trainers' pages in Wagtail's admin."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page

from courses.learning import following
from courses.learning.data import CohortTable
from courses.learning.forms import CohortFilterForm
from courses.learning.models import Enrolment
from courses.learning.spreadsheets import cohort_workbook
from courses.learning.wording import stage_label

ROWS_A_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAY_FOLLOW = "pv_learning.view_enrolment"
MAY_MOVE = "pv_learning.change_enrolment"
Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]


def needs(permission: str) -> Callable[[View[Rest]], View[Rest]]:
    """Refuses whoever has not this permission; Wagtail has already asked for a sign-in."""

    def decorate(view: View[Rest]) -> View[Rest]:
        @wraps(view)
        def inner(request: HttpRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return inner

    return decorate


def _crumbs(*items: tuple[str, str]) -> list[dict[str, str]]:
    first = ((reverse("wagtailadmin_home"), _("Home")), (reverse("learning_courses"), _("Learners")))
    return [{"url": url, "label": label} for url, label in (*first, *items)]


@needs(MAY_FOLLOW)
@require_safe
def courses(request: HttpRequest) -> HttpResponse:
    """The courses, and how many learn in each."""
    context = {
        "courses": following.followed_by_trainers(),
        "breadcrumbs_items": _crumbs(),
        "header_title": _("Learners"),
        "page_title": _("Learners"),
        "header_icon": "group",
    }
    return render(request, "learning/admin/courses.html", context)


def _table(request: HttpRequest, course_id: int) -> tuple[CohortTable, CohortFilterForm]:
    form = CohortFilterForm(request.GET, cohorts=following.cohorts_of(course_id=course_id))
    try:
        return following.cohort_rows(course_id=course_id, wanted=form.wanted()), form
    except Page.DoesNotExist as error:
        raise Http404 from error


@needs(MAY_FOLLOW)
@require_safe
def learners(request: HttpRequest, course_id: int) -> HttpResponse:
    """Who is in a course, how far, with which scores."""
    table, form = _table(request, course_id)
    query = request.GET.copy()
    query.pop("p", None)
    context = {
        "table": table,
        "form": form,
        "page_obj": Paginator(table.rows, ROWS_A_PAGE).get_page(request.GET.get("p")),
        "querystring": query.urlencode(),
        "counts": [(stage_label(stage), count) for stage, count in table.counts.items()],
        "breadcrumbs_items": _crumbs(("", table.course.title)),
        "header_title": table.course.title,
        "page_title": table.course.title,
        "header_icon": "group",
    }
    return render(request, "learning/admin/learners.html", context)


@needs(MAY_FOLLOW)
@require_safe
def export(request: HttpRequest, course_id: int) -> HttpResponse:
    """The same list, filtered in the same way, as a spreadsheet."""
    table, _form = _table(request, course_id)
    response = HttpResponse(cohort_workbook(table), content_type=XLSX)
    name = slugify(table.course.title) or str(course_id)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


@needs(MAY_FOLLOW)
@require_safe
def learner(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """One learner's way through a course."""
    try:
        story = following.learner_story(enrolment_id=enrolment_id)
    except Enrolment.DoesNotExist as error:
        raise Http404 from error
    name = story.row.name or story.row.email
    course = story.outline.course
    context = {
        "story": story,
        "cohorts": following.cohorts_of(course_id=course.id),
        "may_move": request.user.has_perm(MAY_MOVE),
        "stage": stage_label(story.row.stage),
        "breadcrumbs_items": _crumbs((reverse("learning_learners", args=[course.id]), course.title), ("", name)),
        "header_title": name,
        "page_title": name,
        "header_icon": "user",
    }
    return render(request, "learning/admin/learner.html", context)


@needs(MAY_MOVE)
@require_POST
def cohort(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """Puts a learner in a cohort of the course, or in none."""
    wanted: Any = request.POST.get("cohort", "")
    try:
        moved = following.put_in_cohort(
            enrolment_id=enrolment_id, cohort_id=int(wanted) if wanted.isdecimal() else None
        )
    except Enrolment.DoesNotExist as error:
        raise Http404 from error
    if moved:
        messages.success(request, _("The cohort is changed."))
    else:
        messages.error(request, _("This cohort belongs to another course: nothing was changed."))
    return redirect("learning_learner", enrolment_id)
