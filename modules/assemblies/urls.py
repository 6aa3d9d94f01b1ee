"""An assembly's pages, under `/assemblees/`."""

from django.urls import path

from modules.assemblies import (
    calling_views,
    document_views,
    draw_views,
    invitation_views,
    joining_views,
    member_views,
    table_views,
    views,
)

app_name = "assemblies"
urlpatterns = [
    path("", views.home, name="home"),
    # Before the assemblies': none may be called "entrer".
    path("entrer/", joining_views.enter, name="enter"),
    path("entrer/vous/", joining_views.join, name="join"),
    path("entrer/vous/compte/", joining_views.join_signed_in, name="join_signed_in"),
    path("entrer/pas-moi/", joining_views.not_me, name="not_me"),
    path("entrer/<str:token>/", joining_views.invitation, name="invitation"),
    path("<slug:slug>/", views.overview, name="overview"),
    path("<slug:slug>/roles/", views.roles, name="roles"),
    path("<slug:slug>/mandat/", views.mandate, name="mandate"),
    path("<slug:slug>/dates/", views.dates, name="dates"),
    path("<slug:slug>/dates/<int:date_id>/", views.date, name="date"),
    path("<slug:slug>/dates/<int:date_id>/deroule/", views.run_sheet, name="run_sheet"),
    path("<slug:slug>/colleges/", member_views.colleges, name="colleges"),
    path("<slug:slug>/colleges/<int:college_id>/", member_views.college, name="college"),
    path("<slug:slug>/membres/", member_views.members, name="members"),
    path("<slug:slug>/membres/<int:member_id>/", member_views.member, name="member"),
    path("<slug:slug>/membres/<int:member_id>/espece/", member_views.give_species, name="give_species"),
    path("<slug:slug>/membres/<int:member_id>/retirer/", member_views.remove_member, name="remove_member"),
    path("<slug:slug>/membres/importer/", invitation_views.import_people, name="import_people"),
    path("<slug:slug>/membres/importer/ajouter/", invitation_views.add_people, name="add_people"),
    path("<slug:slug>/invitations/", invitation_views.invitations, name="invitations"),
    path("<slug:slug>/invitations/envoyer/", invitation_views.send, name="send_invitations"),
    path("<slug:slug>/invitations/lettres/", invitation_views.letters, name="letters"),
    path("<slug:slug>/invitations/retirer/", invitation_views.take_back, name="withdraw_invitations"),
    path("<slug:slug>/invitations/<int:sending_id>/reprendre/", invitation_views.take_up, name="resume_sending"),
    path("<slug:slug>/documents/", document_views.documents, name="documents"),
    path("<slug:slug>/documents/<int:document_id>/", document_views.document, name="document"),
    path("<slug:slug>/documents/<int:document_id>/lectures/", document_views.reading, name="document_reading"),
    path("<slug:slug>/documents/<int:document_id>/reprendre/", document_views.resume, name="resume_document"),
    path("<slug:slug>/documents/<int:document_id>/retirer/", document_views.withdraw, name="withdraw_document"),
    path("<slug:slug>/appels/", calling_views.calls, name="calls"),
    path("<slug:slug>/appels/<int:member_id>/", calling_views.call, name="call"),
    path("<slug:slug>/appels/<int:member_id>/<int:note_id>/effacer/", calling_views.forget, name="forget_call"),
    path("<slug:slug>/especes-demandees/", member_views.species_requests, name="species_requests"),
    path("<slug:slug>/tirage/", draw_views.prepare_draw, name="prepare_draw"),
    path("<slug:slug>/tirages/<int:draw_id>/", draw_views.show_draw, name="draw"),
    path("<slug:slug>/tirages/<int:draw_id>/annuler/", draw_views.cancel, name="cancel_draw"),
    path("<slug:slug>/tables/", table_views.tables, name="tables"),
    path("<slug:slug>/tables/<int:college_id>/", table_views.table, name="table"),
    path("<slug:slug>/tables/<int:college_id>/projection/", table_views.projection, name="projection"),
]
