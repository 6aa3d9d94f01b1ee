"""Addresses of an exam under way, under `/mon-parcours/examens/`."""

from django.urls import path

from courses.assessment import views

app_name = "assessment"
urlpatterns = [
    path("<int:page_id>/commencer/", views.start, name="start"),
    path("tentatives/<uuid:uuid>/", views.attempt, name="attempt"),
    path("tentatives/<uuid:uuid>/reponses/", views.answers, name="answers"),
    path("tentatives/<uuid:uuid>/resultat/", views.result, name="result"),
]
