"""Addresses of the site that are not pages."""

from django.urls import path

from cms.pages import views

app_name = "pages"

urlpatterns = [
    path("recherche/", views.search, name="search"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
]
