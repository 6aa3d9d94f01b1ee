"""The living world, under `/vivant/`."""

from django.urls import path
from django.views.generic import RedirectView

from modules.living import downloads, loss_views, views

app_name = "living"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="living:web")),
    path("especes/", views.species_index, name="species-index"),
    path("especes/<slug:slug>/", views.species_page, name="species"),
    path("milieux/<slug:slug>/", views.milieu_page, name="milieu"),
    path("donnees/", downloads.data_page, name="data"),
    path("donnees/interactions.csv", downloads.public_file, {"kind": "csv"}, name="data-csv"),
    path("donnees/interactions.zip", downloads.public_file, {"kind": "zip"}, name="data-zip"),
    path("toile/", views.web_page, name="web"),
    path("perte/", loss_views.loss_page, name="loss"),
]
