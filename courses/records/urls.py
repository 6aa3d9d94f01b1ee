"""The record store, to be included at `xapi/`."""

from django.urls import path, re_path

from courses.records.xapi import views

app_name = "xapi"
urlpatterns = [
    path("about", views.about, name="about"),
    path("statements", views.statements, name="statements"),
    path("statements/more", views.more, name="more"),
    path("activities", views.activities, name="activities"),
    path("activities/state", views.state, name="state"),
    path("activities/profile", views.activity_profile, name="activity_profile"),
    path("agents", views.agents, name="agents"),
    path("agents/profile", views.agent_profile, name="agent_profile"),
    re_path("", views.nothing, name="nothing"),
]
