"""The public directory, and the listing of the person signed in."""

from django.urls import path

from courses.directory import views

app_name = "directory"
urlpatterns = [
    path("annuaire/", views.index, name="index"),
    path("annuaire/experts.json", views.experts_json, name="experts_json"),
    path("annuaire/<slug:slug>/", views.expert, name="expert"),
    path("annuaire/<slug:slug>/message/", views.write, name="write"),
    path("mon-parcours/annuaire/", views.listing, name="listing"),
    path("mon-parcours/annuaire/retrait/", views.withdraw, name="withdraw"),
]
