"""Beginning and ending to look at the courses as a learner sees them, from Wagtail's admin."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.learning import looking
from courses.learning.admin_frame import MAY_LOOK, needs
from courses.learning.models import Enrolment


@needs(MAY_LOOK)
@require_POST
def look(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """Looks as this learner from now on, beginning with their dashboard."""
    enrolment = get_object_or_404(Enrolment.objects.select_related("user"), pk=enrolment_id)
    if not looking.may_be_looked_at(enrolment.user):
        messages.error(request, _("This person works on the site: nobody looks with their eyes."))
        return redirect("learning_learner", enrolment_id)
    looking.begin(request, enrolment=enrolment)
    return redirect("learning:dashboard")


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Back to one's own eyes, on the learner's story."""
    enrolment_id = looking.end(request)
    if enrolment_id is None:
        return redirect("learning_courses")
    messages.success(request, _("You are yourself again."))
    return redirect("learning_learner", enrolment_id)
