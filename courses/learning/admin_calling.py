"""The coordinators' pages in Wagtail's admin: who has started, who needs a call."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.learning.admin_frame import MAY_CALL, needs, without_page
from courses.learning.calling import CallTable, call_table, courses_to_call
from courses.learning.following import cohorts_of
from courses.learning.forms import CallFilterForm
from courses.learning.sheets import call_sheet
from courses.learning.spreadsheets import download

ROWS_A_PAGE = 100


def _frame(*items: tuple[str, str], title: str) -> dict[str, Any]:
    first = ((reverse("wagtailadmin_home"), _("Home")), (reverse("learning_calls"), _("Calls")))
    return {
        "breadcrumbs_items": [{"url": url, "label": label} for url, label in (*first, *items)],
        "header_title": title,
        "page_title": title,
        "header_icon": "mobile-alt",
    }


@needs(MAY_CALL)
@require_safe
def courses(request: HttpRequest) -> HttpResponse:
    """The courses where people are enrolled."""
    return render(request, "learning/admin/calls.html", {**_frame(title=_("Calls")), "courses": courses_to_call()})


def _table(request: HttpRequest, course_id: int) -> tuple[CallTable, CallFilterForm]:
    form = CallFilterForm(request.GET, cohorts=cohorts_of(course_id=course_id))
    return call_table(course_id=course_id, **form.wanted()), form


@needs(MAY_CALL)
@require_safe
def people(request: HttpRequest, course_id: int) -> HttpResponse:
    """Who has started, who has not, who needs a call and why."""
    table, form = _table(request, course_id)
    context = {
        **_frame(("", table.course.title), title=table.course.title),
        "table": table,
        "course": table.course,
        "form": form,
        "page_obj": Paginator(table.rows, ROWS_A_PAGE).get_page(request.GET.get("p")),
        "querystring": without_page(request),
    }
    return render(request, "learning/admin/people.html", context)


@needs(MAY_CALL)
@require_safe
def export(request: HttpRequest, course_id: int, file_format: str) -> HttpResponse:
    """The same list as a file."""
    table, _form = _table(request, course_id)
    return download(call_sheet(table), name=f"{table.course.title} {_('Calls')}", file_format=file_format)
