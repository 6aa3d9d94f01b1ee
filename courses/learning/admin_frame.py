"""What the trainers' pages share: who may see them, the path to them, the tabs of a course."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.learning.data import CourseRef

MAY_FOLLOW = "pv_learning.follow_learners"
MAY_CALL = "pv_learning.call_learners"
MAY_MOVE = "pv_learning.change_enrolment"
MAY_CORRECT = "pv_learning.correct_progress"
MAY_LOOK = "pv_learning.look_as_learner"
Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]


def needs(permission: str) -> Callable[[View[Rest]], View[Rest]]:
    """Refuses whoever has not this permission (Wagtail has already asked for a sign-in), and a course that is gone."""

    def decorate(view: View[Rest]) -> View[Rest]:
        @wraps(view)
        def inner(request: HttpRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
            if not request.user.has_perm(permission):
                raise PermissionDenied
            try:
                return view(request, *args, **kwargs)
            except Page.DoesNotExist as error:
                raise Http404 from error

        return inner

    return decorate


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the pages about a course."""

    name: str
    label: str
    url: str


def tabs_of(course_id: int) -> tuple[Tab, ...]:
    """The pages about a course, in order; each has an address named `learning_<name>`."""
    labels = {
        "learners": _("Learners"),
        "units": _("Units"),
        "questions": _("Questions"),
        "rederivations": _("Derivations"),
    }
    return tuple(Tab(name, label, reverse(f"learning_{name}", args=[course_id])) for name, label in labels.items())


def crumbs(*items: tuple[str, str]) -> list[dict[str, str]]:
    """The path to a page: home, the courses, then these addresses and labels."""
    first = ((reverse("wagtailadmin_home"), _("Home")), (reverse("learning_courses"), _("Learners")))
    return [{"url": url, "label": label} for url, label in (*first, *items)]


def course_frame(course: CourseRef, *, tab: str, title: str) -> dict[str, Any]:
    """The context of a page about a course."""
    return {
        "course": course,
        "tabs": tabs_of(course.id),
        "tab": tab,
        "breadcrumbs_items": crumbs((reverse("learning_learners", args=[course.id]), course.title), ("", title)),
        "header_title": course.title,
        "page_title": f"{title} · {course.title}",
        "header_icon": "group",
    }


def without_page(request: HttpRequest, *names: str) -> str:
    """The query of the address without the page number and these names, to build on."""
    query = request.GET.copy()
    for name in ("p", *names):
        query.pop(name, None)
    return query.urlencode()
