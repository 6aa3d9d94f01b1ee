"""The profile and the personal data; sign-up and sign-in are allauth's."""

from typing import Any

from allauth.account.views import LoginView
from allauth.core import ratelimit
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from cms.accounts import api
from cms.accounts.forms import ErasureForm, ProfileForm
from cms.accounts.models import User


def _signed_in(request: HttpRequest) -> User:
    """The person behind a `login_required` view."""
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


class SignInView(LoginView):
    """Allauth's, except that a signed-in person sent here by the admin is told why, instead of going round."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        wanted = request.GET.get("next", "")
        if request.user.is_authenticated and wanted.startswith(reverse("wagtailadmin_home")):
            return render(request, "accounts/admin_closed.html", status=403)
        return super().dispatch(request, *args, **kwargs)


sign_in = SignInView.as_view()


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    user = _signed_in(request)
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=user.pk))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your profile is up to date."))
        return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form, "two_factor": is_mfa_enabled(user)})


@login_required
@never_cache
@require_GET
def personal_data(request: HttpRequest) -> HttpResponse:
    form = ErasureForm(user=_signed_in(request))
    return render(request, "accounts/personal_data.html", {"form": form})


@login_required
@never_cache
@require_GET
def export_personal_data(request: HttpRequest) -> StreamingHttpResponse:
    content = api.export_of(user=_signed_in(request))
    headers = {"Content-Disposition": 'attachment; filename="porte-voix-mes-donnees.zip"'}
    return StreamingHttpResponse(content, content_type="application/zip", headers=headers)


@sensitive_post_parameters("password")
@login_required
@never_cache
@require_http_methods(["POST"])
def erase_personal_data(request: HttpRequest) -> HttpResponse:
    """Erases everything once the password is right; a wrong one erases nothing."""
    user = _signed_in(request)
    if not ratelimit.consume(request, action="reauthenticate", user=user):
        return ratelimit.respond_429(request)
    form = ErasureForm(request.POST, user=user)
    if not form.is_valid():
        return render(request, "accounts/personal_data.html", {"form": form}, status=422)
    api.erase(user=user)
    logout(request)
    messages.success(request, _("Your account and your data are erased. Thank you for the stretch of path together."))
    return redirect("/")
