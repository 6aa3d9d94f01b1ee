"""The trainers' pages in Wagtail's admin: the courses, who is in one, one learner."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.learning import following
from courses.learning.admin_frame import (
    MAY_CORRECT,
    MAY_FOLLOW,
    MAY_LOOK,
    MAY_MOVE,
    course_frame,
    crumbs,
    needs,
    without_page,
)
from courses.learning.data import CohortTable
from courses.learning.following_rules import STAGES
from courses.learning.forms import CohortFilterForm
from courses.learning.models import Enrolment
from courses.learning.sheets import cohort_sheet
from courses.learning.spreadsheets import download
from courses.learning.story import learner_story
from courses.learning.wording import stage_label

ROWS_A_PAGE = 50


@needs(MAY_FOLLOW)
@require_safe
def courses(request: HttpRequest) -> HttpResponse:
    """The courses, and how many learn in each."""
    context = {
        "courses": following.followed_by_trainers(),
        "breadcrumbs_items": crumbs(),
        "header_title": _("Learners"),
        "page_title": _("Learners"),
        "header_icon": "group",
    }
    return render(request, "learning/admin/courses.html", context)


def _table(request: HttpRequest, course_id: int) -> tuple[CohortTable, CohortFilterForm]:
    form = CohortFilterForm(request.GET, cohorts=following.cohorts_of(course_id=course_id))
    return following.cohort_rows(course_id=course_id, wanted=form.wanted(), cohorts=form.known), form


@needs(MAY_FOLLOW)
@require_safe
def learners(request: HttpRequest, course_id: int) -> HttpResponse:
    """Who is in a course, how far, who is stuck, where and since when."""
    table, form = _table(request, course_id)
    context = {
        **course_frame(table.course, tab="learners", title=_("Learners")),
        "table": table,
        "form": form,
        "columns": form.columns(without_page(request, "order", "down")),
        "page_obj": Paginator(table.rows, ROWS_A_PAGE).get_page(request.GET.get("p")),
        "querystring": without_page(request),
        "counts": [(stage, stage_label(stage), table.counts[stage]) for stage in STAGES if stage in table.counts],
        "everyone": sum(table.counts.values()),
    }
    return render(request, "learning/admin/learners.html", context)


@needs(MAY_FOLLOW)
@require_safe
def export(request: HttpRequest, course_id: int, file_format: str) -> HttpResponse:
    """The same list, filtered and sorted in the same way, as a file."""
    table, _form = _table(request, course_id)
    return download(cohort_sheet(table), name=f"{table.course.title} {_('Learners')}", file_format=file_format)


@needs(MAY_FOLLOW)
@require_safe
def learner(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """One learner's way through a course."""
    try:
        story = learner_story(enrolment_id=enrolment_id)
    except Enrolment.DoesNotExist as error:
        raise Http404 from error
    name = story.row.name or story.row.email
    course = story.outline.course
    context = {
        "story": story,
        "cohorts": following.cohorts_of(course_id=course.id),
        "may_move": request.user.has_perm(MAY_MOVE),
        "may_correct": request.user.has_perm(MAY_CORRECT),
        "may_look": request.user.has_perm(MAY_LOOK),
        "stage": stage_label(story.row.stage),
        "breadcrumbs_items": crumbs((reverse("learning_learners", args=[course.id]), course.title), ("", name)),
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
