"""The page of Wagtail's admin where forwarding is watched."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from courses.records import tasks
from courses.records.forwarding import forget_delay, forwarding_info, try_refused_again
from courses.records.wording import problem_text

MAY_FORWARD = "pv_records.change_forwarding"


@require_http_methods(["GET", "HEAD", "POST"])
def forwarding(request: HttpRequest) -> HttpResponse:
    """What was sent to the other record store, what waits, what stopped it; and a button to try now."""
    if not request.user.has_perm(MAY_FORWARD):
        raise PermissionDenied
    info = forwarding_info()
    if request.method == "POST" and info:
        _try_now(request)
        return redirect("records_forwarding")
    context = {
        "info": info,
        "problem": problem_text(info.error) if info and info.error else "",
        "header_title": _("Forwarding of statements"),
        "header_icon": "upload",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Forwarding of statements")},
        ],
    }
    return render(request, "records/admin/forwarding.html", context)


def _try_now(request: HttpRequest) -> None:
    if request.POST.get("what") == "refused":
        count = try_refused_again()
        text = ngettext("%(count)d statement waits again.", "%(count)d statements wait again.", count)
        messages.success(request, text % {"count": count})
    else:
        messages.success(request, _("The worker sends what waits in a moment."))
    forget_delay()
    tasks.ask_to_forward()
