"""The page that shows how far the derivations of a course's progress are, and runs one again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page

from courses.learning import rederiving
from courses.learning.admin_frame import MAY_FOLLOW, course_frame, needs
from courses.learning.following import course_ref
from courses.learning.models.units import Unit
from courses.learning.tasks import ask_to_rederive


@needs(MAY_FOLLOW)
@require_safe
def rederivations(request: HttpRequest, course_id: int) -> HttpResponse:
    """The latest derivations; a page whose script asks gets only the list."""
    course = course_ref(course_id)
    latest = rederiving.latest(course_id=course_id)
    context: dict[str, Any] = {"latest": latest, "moving": any(one.moving for one in latest), "course": course}
    if request.headers.get("X-Requested-With") == "fetch":
        return render(request, "learning/admin/rederivations_list.html", context)
    frame = course_frame(course, tab="rederivations", title=_("Derivations"))
    return render(request, "learning/admin/rederivations.html", {**context, **frame})


@needs(MAY_FOLLOW)
@require_POST
def rederive_again(request: HttpRequest, course_id: int) -> HttpResponse:
    """Asks for another derivation."""
    course_ref(course_id)
    ask_to_rederive(course_id=course_id, again=True)
    messages.success(request, _("Everyone’s progress is being derived again."))
    return redirect("learning_rederivations", course_id)


def tell_author(request: HttpRequest, page: Page) -> None:
    """Once a page of a course is published: where to see that everyone's progress follows."""
    courses = set(Unit.objects.filter(page__path__startswith=page.path).values_list("course_id", flat=True))
    for course_id in courses:
        moving = [one for one in rederiving.latest(course_id=course_id) if one.moving]
        if moving and request.user.has_perm(MAY_FOLLOW):
            text = ngettext(
                "The progress of %(count)d learner is being derived again.",
                "The progress of %(count)d learners is being derived again.",
                moving[0].total,
            ) % {"count": moving[0].total}
            url = reverse("learning_rederivations", args=[course_id])
            messages.info(request, format_html('{} <a href="{}">{}</a>', text, url, _("See how far it is")))
