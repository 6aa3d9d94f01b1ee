"""Addresses of certificates, under `/certificats/`."""

from django.urls import path

from courses.certification import views

app_name = "certification"
urlpatterns = [
    path("", views.search, name="search"),
    path("<uuid:uuid>/", views.credential, name="credential"),
    path("<uuid:uuid>.pdf", views.pdf, name="pdf"),
    path("<uuid:uuid>/nom/", views.name, name="name"),
]
