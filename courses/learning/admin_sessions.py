"""Sessions in the admin: their dates, who was there, the sheet to sign."""

from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from courses.learning import attendance
from courses.learning.admin_frame import MAY_FOLLOW, crumbs, needs
from courses.learning.attending import Presence, half_days
from courses.learning.models import Session
from courses.learning.session_words import presence_label

BLANK_LINES = 3
MOMENTS = ("starts_at", "ends_at")


class SessionForm(WagtailAdminModelForm):
    """The hours are typed as the clocks of the place say."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in MOMENTS:
            if isinstance(at := self.initial.get(name), datetime):
                local = at.astimezone(ZoneInfo(self.instance.time_zone))
                self.initial[name] = local.replace(tzinfo=timezone.get_current_timezone())

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if zone := data.get("time_zone"):
            for name in MOMENTS:
                if isinstance(at := data.get(name), datetime):
                    data[name] = timezone.localtime(at).replace(tzinfo=ZoneInfo(zone))
        cohort, course, page = data.get("cohort"), data.get("course"), data.get("page")
        if cohort and course and cohort.course_id != course.pk:
            self.add_error("cohort", _("This cohort follows another course."))
        if page and course and not page.is_descendant_of(course):
            self.add_error("page", _("This part belongs to another course."))
        return data


class AttendanceColumn(Column):
    """A link to who was there."""

    cell_template_name = "learning/admin/attendance_cell.html"


class SessionIndexView(IndexView):
    """The sessions, each with its course and its cohort."""

    def get_base_queryset(self) -> QuerySet[Session]:
        return super().get_base_queryset().select_related("course", "cohort")


class SessionViewSet(ModelViewSet):
    """Sessions: a date in a course, for a cohort or for all."""

    model = Session
    index_view_class = SessionIndexView
    name = "seances"
    url_prefix = "seances"
    icon = "calendar"
    menu_label = gettext_lazy("Sessions")
    menu_order = 252
    add_to_admin_menu = True
    list_display: ClassVar[list[Any]] = [
        "title",
        "course",
        "cohort",
        "starts_at",
        AttendanceColumn("attendance", label=""),
    ]
    list_filter = ("course", "cohort", "starts_at")
    search_fields = ("title", "place")
    ordering = ("-starts_at",)

    @cached_property
    def edit_handler(self) -> Any:
        from wagtail.admin.panels import ObjectList

        return ObjectList(self.panels, base_form_class=SessionForm)

    panels = (
        MultiFieldPanel(
            [FieldPanel("course"), FieldPanel("cohort"), FieldPanel("page")], heading=gettext_lazy("For whom")
        ),
        FieldPanel("title"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]), FieldPanel("time_zone")],
            heading=gettext_lazy("When"),
        ),
        MultiFieldPanel([FieldPanel("place"), FieldPanel("link")], heading=gettext_lazy("Where")),
        FieldPanel("description"),
        FieldPanel("run_sheet"),
        FieldPanel("cancelled"),
    )


def attendance_urls() -> list[URLPattern]:
    return [
        path("seances/<int:session_id>/emargement/", mark, name="learning_attendance"),
        path("seances/<int:session_id>/feuille/", sheet, name="learning_sheet"),
    ]


@needs(MAY_FOLLOW)
def mark(request: HttpRequest, session_id: int) -> HttpResponse:
    """Who was there, as the trainer marks it."""
    row = get_object_or_404(Session.objects.select_related("course", "run_sheet"), pk=session_id)
    lines = attendance.lines_of(row)
    if request.method == "POST":
        typed = {line.user_id: request.POST.get(f"p{line.user_id}", "") for line in lines}
        presences = {user_id: Presence(value) for user_id, value in typed.items() if value in set(Presence)}
        changed = attendance.mark_all(session=row, presences=presences, now=timezone.now())
        text = ngettext("%(count)d mark saved.", "%(count)d marks saved.", changed) % {"count": changed}
        messages.success(request, text)
        return redirect("learning_attendance", session_id=row.pk)
    context = {
        **_context(row, lines),
        "choices": [(one.value, presence_label(one)) for one in Presence],
        "breadcrumbs_items": crumbs((reverse("seances:index"), _("Sessions")), ("", row.title)),
        "header_title": row.title,
        "page_title": row.title,
        "header_icon": "calendar",
    }
    return render(request, "learning/admin/attendance.html", context)


@needs(MAY_FOLLOW)
def sheet(request: HttpRequest, session_id: int) -> HttpResponse:
    """The sheet that each person signs, by half-day."""
    row = get_object_or_404(Session.objects.select_related("course"), pk=session_id)
    context = _context(row, attendance.lines_of(row))
    halves = half_days(row.starts_at, row.ends_at, row.time_zone)
    return render(request, "learning/admin/sheet.html", {**context, "halves": halves, "blanks": range(BLANK_LINES)})


def _context(row: Session, lines: list[attendance.Line]) -> dict[str, Any]:
    return {"row": row, "session": attendance.info_for_trainers(row), "lines": lines}
