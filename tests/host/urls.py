"""The host's addresses: its own sign-in, our apps' pages, and Wagtail."""

from django.contrib.auth.views import LoginView
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("uploads/", include("media.library.urls")),
    path("h5p/", include("media.h5p.urls")),
    path("vivant/", include("modules.living.urls")),
    path("assemblees/", include("modules.assemblies.urls")),
    path("login/", LoginView.as_view(), name="login"),
    path("certificats/", include("courses.certification.urls")),
    path("", include("courses.learning.urls")),
    path("", include("courses.directory.urls")),
    path("", include(wagtail_urls)),
]
