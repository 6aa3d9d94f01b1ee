"""The page of styles, where developers see every component, and the icon that browsers ask for unasked."""

from django.urls import path

from cms.theme import views

app_name = "theme"

urlpatterns = [
    path("style/", views.style_page, name="style"),
    path("favicon.ico", views.favicon, name="favicon"),
]
