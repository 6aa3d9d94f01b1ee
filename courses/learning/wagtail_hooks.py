"""What trainers find in Wagtail's admin: the learners of their courses, and the cohorts."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, register_converter, reverse
from django.urls.converters import StringConverter
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Page

from courses.learning import (
    admin_calling,
    admin_corrections,
    admin_figures,
    admin_looking,
    admin_rederiving,
    admin_sessions,
    admin_views,
)
from courses.learning.admin_frame import MAY_CALL, MAY_CORRECT, MAY_FOLLOW, MAY_LOOK, MAY_MOVE
from courses.learning.models import Cohort
from courses.learning.spreadsheets import FORMATS


class SheetConverter(StringConverter):
    """The formats in which a table can be saved."""

    regex = "|".join(FORMATS)


register_converter(SheetConverter, "sheet")


@hooks.register("register_admin_urls")
def learners_urls() -> list[URLPattern]:
    course = "apprenants/formations/<int:course_id>/"
    unit = "apprenants/<int:enrolment_id>/unites/<int:unit_id>/corriger/"
    return [
        path("apprenants/", admin_views.courses, name="learning_courses"),
        path(course, admin_views.learners, name="learning_learners"),
        path(f"{course}apprenants.<sheet:file_format>", admin_views.export, name="learning_export"),
        path(f"{course}unites/", admin_figures.units, name="learning_units"),
        path(f"{course}unites.<sheet:file_format>", admin_figures.export_units, name="learning_units_export"),
        path(f"{course}questions/", admin_figures.questions, name="learning_questions"),
        path(
            f"{course}questions.<sheet:file_format>", admin_figures.export_questions, name="learning_questions_export"
        ),
        path(f"{course}recalculs/", admin_rederiving.rederivations, name="learning_rederivations"),
        path(f"{course}recalculs/relancer/", admin_rederiving.rederive_again, name="learning_rederive_again"),
        path("apprenants/<int:enrolment_id>/voir-comme/", admin_looking.look, name="learning_look"),
        path("apprenants/voir-comme/fin/", admin_looking.end, name="learning_look_end"),
        path("appels/", admin_calling.courses, name="learning_calls"),
        path("appels/<int:course_id>/", admin_calling.people, name="learning_people"),
        path("appels/<int:course_id>/appels.<sheet:file_format>", admin_calling.export, name="learning_calls_export"),
        path("apprenants/<int:enrolment_id>/", admin_views.learner, name="learning_learner"),
        path("apprenants/<int:enrolment_id>/promotion/", admin_views.cohort, name="learning_cohort"),
        path(unit, admin_corrections.correct, name="learning_correct"),
        path(f"{unit}<uuid:statement_id>/retirer/", admin_corrections.withdraw, name="learning_withdraw"),
    ]


@hooks.register("register_admin_urls")
def attendance_urls() -> list[URLPattern]:
    return admin_sessions.attendance_urls()


@hooks.register("register_admin_viewset")
def session_viewset() -> ModelViewSet:
    return admin_sessions.SessionViewSet()


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """What an administrator may give a group of theirs about learners."""
    return Permission.objects.filter(
        content_type__app_label="pv_learning",
        codename__in=[name.partition(".")[2] for name in (MAY_FOLLOW, MAY_CALL, MAY_MOVE, MAY_CORRECT, MAY_LOOK)],
    )


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """What trainers do to a learner's results, in the site's history."""
    actions.register_action("learning.look", _("Look as a learner"), _("Looked as a learner"))
    actions.register_action("learning.look_end", _("Be oneself again"), _("Stopped looking as a learner"))
    actions.register_action("learning.correct", _("Correct a result"), _("Corrected a result"))


@hooks.register("after_publish_page")
def tell_author(request: HttpRequest, page: Page) -> None:
    admin_rederiving.tell_author(request, page)


class LearnersMenuItem(MenuItem):
    """Shown to whoever may follow learners."""

    permission = MAY_FOLLOW

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(self.permission))


class CallsMenuItem(LearnersMenuItem):
    """Shown to whoever may know who needs a call."""

    permission = MAY_CALL


@hooks.register("register_admin_menu_item")
def calls_menu_item() -> MenuItem:
    return CallsMenuItem(_("Calls"), reverse("learning_calls"), name="appels", icon_name="mobile-alt", order=252)


@hooks.register("register_admin_menu_item")
def learners_menu_item() -> MenuItem:
    return LearnersMenuItem(_("Learners"), reverse("learning_courses"), name="apprenants", icon_name="group", order=250)


class CohortIndexView(IndexView):
    """The cohorts, each with its course."""

    def get_base_queryset(self) -> QuerySet[Cohort]:
        return super().get_base_queryset().select_related("course")


class CohortViewSet(ModelViewSet):
    """Cohorts: a name and dates, in a course."""

    model = Cohort
    index_view_class = CohortIndexView
    name = "promotions"
    url_prefix = "promotions"
    icon = "group"
    menu_label = _("Cohorts")
    menu_order = 251
    add_to_admin_menu = True
    list_display = ("name", "course", "starts_on", "ends_on")
    list_filter = ("course",)
    search_fields = ("name",)
    panels = (FieldPanel("course"), FieldPanel("name"), FieldPanel("starts_on"), FieldPanel("ends_on"))


@hooks.register("register_admin_viewset")
def cohort_viewset() -> ModelViewSet:
    return CohortViewSet()
