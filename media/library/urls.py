"""Uploads, under the site's `MEDIA_URL`."""

from django.urls import path

from media.library.views import serve_upload

app_name = "library"
urlpatterns = [path("<path:path>", serve_upload, name="upload")]
