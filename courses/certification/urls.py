"""Addresses of certificates, under `/certificats/`."""

from django.urls import path

from courses.certification import badge_views, views

app_name = "certification"
urlpatterns = [
    path("", views.search, name="search"),
    path("<uuid:uuid>/", views.credential, name="credential"),
    path("<uuid:uuid>.pdf", views.pdf, name="pdf"),
    path("<uuid:uuid>.json", badge_views.badge_json, name="badge_json"),
    path("<uuid:uuid>.jwt", badge_views.badge_jwt, name="badge_jwt"),
    path("<uuid:uuid>.png", badge_views.badge_png, name="badge_png"),
    path("statuts/<int:number>", badge_views.status_list, name="status_list"),
    path("<uuid:uuid>/nom/", views.name, name="name"),
]
