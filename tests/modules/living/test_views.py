from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from modules.living.models import Interaction, InteractionType, Milieu, Species

WHOLE_WEB = "/vivant/toile/"


def test_every_page_of_the_living_world_opens(client, living_world):
    addresses = [one.get_absolute_url() for model in (Species, Milieu) for one in model.objects.all()]
    assert len(addresses) == 66
    for address in [*addresses, WHOLE_WEB, "/vivant/especes/"]:
        assert client.get(address).status_code == 200, address
    assert client.get("/vivant/", follow=True).redirect_chain[-1][0] == WHOLE_WEB


def test_species_says_whom_it_depends_on_and_that_it_is_to_confirm(client, living_world):
    page = client.get("/vivant/especes/loutre/").content.decode()
    assert "Je suis la loutre." in page
    assert "La loutre chasse le vairon." in page
    assert "à confirmer" in page


def test_unpublished_and_unknown_are_not_found(client, living_world):
    Species.objects.filter(slug="loutre").update(live=False)
    Milieu.objects.filter(slug="sol").update(live=False)
    for address in ("/vivant/especes/loutre/", "/vivant/especes/licorne/", "/vivant/milieux/sol/"):
        assert client.get(address).status_code == 404
    assert "loutre chasse" not in client.get(WHOLE_WEB).content.decode()


def test_species_without_interactions_still_makes_sense(client, living_world):
    Interaction.objects.all().delete()
    page = client.get("/vivant/especes/loutre/").content.decode()
    assert "Aucun lien n’est encore connu." in page
    assert client.get(WHOLE_WEB).status_code == 200


@pytest.mark.django_db
def test_empty_world_still_makes_sense(client):
    assert client.get(WHOLE_WEB).status_code == 200
    assert client.get("/vivant/especes/").status_code == 200


@pytest.mark.parametrize(
    "query",
    ["?milieu=riviere", "?type=preysOn", "?autour=loutre&pas=2", "?autour=licorne", "?milieu=<script>", "?pas=x"],
)
def test_filters_answer_whatever_is_asked(client, living_world, query):
    response = client.get(WHOLE_WEB + query)
    assert response.status_code == 200
    assert '<script>"' not in response.content.decode()


def test_path_between_two_species_is_told_in_sentences(client, living_world):
    page = client.get(f"{WHOLE_WEB}?de=loutre&vers=brochet").content.decode()
    assert "fils vous relient" in page or "Un fil vous relie" in page
    assert "Aucun fil" in client.get(f"{WHOLE_WEB}?de=loutre&vers=licorne").content.decode()


def add_species(count):
    milieu = Milieu.objects.first()
    kind = InteractionType.objects.first()
    fresh = Species.objects.bulk_create(
        Species(slug=f"n{number}", vernacular_name=f"N {number}", short_name=f"le n {number}", milieu=milieu)
        for number in range(count)
    )
    Interaction.objects.bulk_create(
        Interaction(code=f"X{number}", source=left, target=right, type=kind, dependent="source", necessity="weak")
        for number, (left, right) in enumerate(pairwise(fresh))
    )


@pytest.mark.parametrize(
    "address", [WHOLE_WEB, "/vivant/especes/loutre/", "/vivant/milieux/riviere/", "/vivant/especes/"]
)
def test_queries_do_not_grow_with_the_web(client, living_world, address):
    counts = []
    for more in (0, 200):
        add_species(more)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
