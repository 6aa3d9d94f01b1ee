"""The trainers' pages of figures in Wagtail's admin: the units of a course, and its questions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.learning.admin_frame import MAY_FOLLOW, course_frame, needs, without_page
from courses.learning.charts import profile_of
from courses.learning.following import cohorts_of
from courses.learning.forms import OneCohortForm, QuestionFilterForm
from courses.learning.item_analysis import FEWEST_ANSWERS
from courses.learning.question_following import QuestionTable, question_table
from courses.learning.sheets import question_sheet, unit_sheet
from courses.learning.spreadsheets import download
from courses.learning.unit_following import unit_table


@needs(MAY_FOLLOW)
@require_safe
def units(request: HttpRequest, course_id: int) -> HttpResponse:
    """Each unit: opened, finished, in how long, with which success, and where people stop."""
    form = OneCohortForm(request.GET, cohorts=cohorts_of(course_id=course_id))
    table = unit_table(course_id=course_id, cohort_id=form.cohort_id())
    context = {
        **course_frame(table.course, tab="units", title=_("Units")),
        "table": table,
        "form": form,
        "profile": profile_of(table.units),
        "querystring": without_page(request),
    }
    return render(request, "learning/admin/units.html", context)


@needs(MAY_FOLLOW)
@require_safe
def export_units(request: HttpRequest, course_id: int, file_format: str) -> HttpResponse:
    """The same table as a file."""
    form = OneCohortForm(request.GET, cohorts=cohorts_of(course_id=course_id))
    table = unit_table(course_id=course_id, cohort_id=form.cohort_id())
    return download(unit_sheet(table), name=f"{table.course.title} {_('Units')}", file_format=file_format)


def _questions(request: HttpRequest, course_id: int) -> tuple[QuestionTable, QuestionFilterForm]:
    form = QuestionFilterForm(request.GET, cohorts=cohorts_of(course_id=course_id))
    table = question_table(course_id=course_id, cohort_id=form.cohort_id(), flagged_only=form.flagged_only())
    return table, form


@needs(MAY_FOLLOW)
@require_safe
def questions(request: HttpRequest, course_id: int) -> HttpResponse:
    """Each question: how many know the answer, whether it tells people apart, the wrong answer chosen most."""
    table, form = _questions(request, course_id)
    context = {
        **course_frame(table.course, tab="questions", title=_("Questions")),
        "table": table,
        "form": form,
        "fewest": FEWEST_ANSWERS,
        "querystring": without_page(request),
    }
    return render(request, "learning/admin/questions.html", context)


@needs(MAY_FOLLOW)
@require_safe
def export_questions(request: HttpRequest, course_id: int, file_format: str) -> HttpResponse:
    """The same table as a file."""
    table, _form = _questions(request, course_id)
    return download(question_sheet(table), name=f"{table.course.title} {_('Questions')}", file_format=file_format)
