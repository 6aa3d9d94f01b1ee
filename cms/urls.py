"""Every address of the site. Upper-case letters never appear; the fixed ones come before Wagtail's."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from courses.certification.badge_views import did_document


def health(request: HttpRequest) -> HttpResponse:
    """Says that the process answers and that the database does."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("healthz", health, name="health"),
    # Wagtail's own sign-in form would let someone in without their second step.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("fichiers/", include("media.library.urls")),
    path("h5p/", include("media.h5p.urls")),
    path("vivant/", include("modules.living.urls")),
    path("assemblees/", include("modules.assemblies.urls")),
    path("xapi/", include("courses.records.urls")),
    path("compte/", include("cms.accounts.urls")),
    path("mon-parcours/carnet/", include("modules.assemblies.notebook_urls")),
    path("mon-parcours/examens/", include("courses.assessment.urls")),
    path(".well-known/did.json", did_document, name="did_document"),
    path("certificats/", include("courses.certification.urls")),
    path("", include("cms.theme.urls")),
    path("", include("cms.pages.urls")),
    path("", include("courses.learning.urls")),
    path("", include("courses.directory.urls")),
    path("", include(wagtail_urls)),
]

handler400 = "cms.theme.views.bad_request"
handler403 = "cms.theme.views.permission_denied"
handler404 = "cms.theme.views.page_not_found"
handler500 = "cms.theme.views.server_error"
