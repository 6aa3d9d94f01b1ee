"""The learner's addresses. Course pages come here first and fall back on Wagtail's own routing."""

from django.urls import path

from courses.learning import notes_views, sessions_views, timeline_views, views

app_name = "learning"

urlpatterns = [
    path("mon-parcours/", views.dashboard, name="dashboard"),
    path("mon-parcours/inscription/<int:course_id>/", views.enrol, name="enrol"),
    path("mon-parcours/unites/<int:page_id>/terminee/", views.mark_done, name="mark_done"),
    path("mon-parcours/unites/<int:page_id>/reflexions/<uuid:block_id>/", views.reflection, name="reflection"),
    path("mon-parcours/unites/<int:page_id>/presence/", views.presence, name="presence"),
    path("mon-parcours/unites/<int:page_id>/note/", notes_views.note, name="note"),
    path("mon-parcours/unites/<int:page_id>/repere/", notes_views.bookmark, name="bookmark"),
    path("mon-parcours/notes/", notes_views.notebook, name="notebook"),
    path("mon-parcours/notes/mes-notes.md", notes_views.notebook_export, name="notebook_export"),
    path("mon-parcours/chronologie/", timeline_views.timeline, name="timeline"),
    path("mon-parcours/tentatives/", timeline_views.attempts, name="attempts"),
    path("mon-parcours/seances/<uuid:uuid>/", sessions_views.session, name="session"),
    path("mon-parcours/seances/<uuid:uuid>/seance.ics", sessions_views.session_file, name="session_file"),
    path("mon-parcours/seances/<uuid:uuid>/presence/", sessions_views.confirm, name="confirm_presence"),
    path("mon-parcours/agenda/", sessions_views.agenda, name="agenda"),
    path("mon-parcours/agenda/nouvelle-adresse/", sessions_views.renew_feed, name="renew_feed"),
    path("mon-parcours/agenda/<str:key>.ics", sessions_views.feed, name="feed"),
    path("mon-parcours/activites/<int:content_id>/enonces", views.statements, name="statements"),
    path("mon-parcours/activites/<int:content_id>/etat", views.state, name="state"),
    path("formations/<slug:course>/", views.course_page, name="course_page"),
    path("formations/<slug:course>/<slug:chapter>/<slug:unit>/", views.unit_page, name="unit_page"),
]
