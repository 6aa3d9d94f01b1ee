"""An assembly's pages, under `/assemblees/`."""

from django.urls import path

from modules.assemblies import views

app_name = "assemblies"
urlpatterns = [path("<slug:slug>/", views.overview, name="overview")]
