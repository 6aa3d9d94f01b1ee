"""Pages that say what went wrong, that nothing is lost, and what to do; and the page of styles."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "theme/errors/404.html", {"error_id": "page-not-found"}, status=404)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "theme/errors/403.html", {"error_id": "permission-denied"}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "theme/errors/400.html", {"error_id": "bad-request"}, status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "theme/errors/csrf.html", {"error_id": "form-expired"}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Drawn without the request: neither session nor database may be asked when something is broken."""
    return HttpResponse(render_to_string("theme/errors/500.html", {"error_id": "server-error"}), status=500)


ICONS = (
    *("menu", "search", "error", "success", "info", "current", "open", "locked", "sprout", "clock", "place"),
    *("certificate", "download", "mail", "play", "pencil", "person", "arrow", "back", "link", "document"),
    "calendar",
)


def favicon(request: HttpRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(static("theme/icons/icon-32.png"))


class SampleForm(forms.Form):
    """One field of every kind, for the page of styles."""

    name = forms.CharField(label=_("Your name"), help_text=_("As it should stand on the certificate."))
    email = forms.EmailField(label=_("E-mail address"))
    place = forms.ChoiceField(label=_("Territory"), choices=[("35", "Ille-et-Vilaine"), ("29", "Finistère")])
    role = forms.ChoiceField(
        label=_("You are"), choices=[("a", _("Consultant")), ("b", _("Spokesperson"))], widget=forms.RadioSelect
    )
    message = forms.CharField(label=_("Message"), widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(label=_("I agree to be listed in the directory"))


def style_page(request: HttpRequest) -> HttpResponse:
    """Every component on one page, for those who build; 404 on a public server."""
    if not getattr(settings, "PV_STYLE_PAGE", settings.DEBUG):
        raise Http404
    messages.success(request, _("Your profile is saved."))
    messages.error(request, _("The file could not be read. Nothing is lost."))
    context = {
        "empty_form": SampleForm(),
        "faulty_form": SampleForm({"email": "lou"}, auto_id="faulty_%s"),
        "page_obj": Paginator(range(100), 10).get_page(3),
        "crumbs": [(_("Courses"), "/formations/"), ("Animer, de A à Z", "/"), (_("You are here"), "")],
        "milieus": ["riviere", "bocage", "foret", "prairie", "ville", "sol"],
        "states": ["done", "current", "open", "locked"],
        "icons": ICONS,
    }
    return render(request, "theme/style_page.html", context)
