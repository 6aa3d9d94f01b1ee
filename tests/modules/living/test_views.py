from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from modules.living import api
from modules.living.drawings import drawing_of
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


def test_every_page_of_the_living_world_is_reached_from_another(client, portraits):
    web = client.get("/vivant/toile/").content.decode()
    assert 'href="/vivant/especes/"' in web
    assert 'href="/vivant/donnees/"' in web
    for address in ("/vivant/especes/loutre/", "/vivant/milieux/riviere/", "/vivant/donnees/", "/vivant/perte/"):
        page = client.get(address).content.decode()
        trail = page.split('class="fil-ariane', 1)[1].split("</nav>")[0]
        assert 'href="/vivant/toile/"' in trail
    assert 'href="/vivant/especes/"' in client.get("/vivant/especes/loutre/").content.decode().split("</nav>")[2]


def test_species_tells_its_day_its_year_and_what_can_be_done(client, portraits):
    page = client.get("/vivant/especes/loutre/").content.decode()
    for words in ("Ma journée", "Mon année", "À lire à voix haute", "Les tensions dont je fais partie"):
        assert words in page
    assert "living/drawings/loutre.svg#drawing" in page
    assert page.count('class="arc ') >= 4
    assert "Pas encore relu par un·e écologue" in page


def test_species_page_shows_what_an_ecologist_asks_of_a_name_and_of_a_link(client, living_world):
    Species.objects.filter(slug="loutre").update(
        author="(Linnaeus, 1758)",
        rank="ES",
        status="présente",
        cd_nom=60630,
        cd_ref=60631,
        red_list="VU",
        red_list_scope="France métropolitaine",
        red_list_year=2017,
        red_list_source="UICN, MNHN",
    )
    link = Interaction.objects.published().touching(Species.objects.get(slug="loutre").pk).first()
    Interaction.objects.filter(pk=link.pk).update(
        life_stage="adulte", season="winter", evidence="potential", confidence="low"
    )
    page = client.get("/vivant/especes/loutre/").content.decode()
    for words in (
        "(Linnaeus, 1758)",
        "Présente",
        "TAXREF · espèce · CD_NOM 60630 · CD_REF 60631",
        "Liste rouge (France métropolitaine, 2017)\u202f: vulnérable (VU)</li>",
        "Liste rouge (France métropolitaine, 2017)\u202f: vulnérable (VU) · UICN, MNHN",
    ):
        assert words in page
    assert "lien moyen · adulte · hiver · confiance faible · possible ·" in page


def test_a_red_list_that_says_only_its_category_is_read_whole(client, living_world):
    Species.objects.filter(slug="loutre").update(red_list="LC", red_list_scope="", red_list_year=None)
    page = client.get("/vivant/especes/loutre/").content.decode()
    assert "Liste rouge\u202f: préoccupation mineure (LC)" in page


@pytest.mark.parametrize(
    "address",
    ["/vivant/especes/loutre/", "/vivant/milieux/riviere/", f"{WHOLE_WEB}?vue=phrases", f"{WHOLE_WEB}?vue=tableau"],
)
def test_readers_are_spared_the_words_of_editors(client, living_world, address):
    Interaction.objects.update(confidence="low", necessity="strong")
    page = client.get(address).content.decode().lower()
    assert "faible" in page
    assert "lien fort" in page
    for words in ("avant publication", "lien\u202f: ", "forte"):
        assert words not in page


def test_a_large_milieu_shows_its_busiest_part_and_says_where_the_rest_is(client, living_world):
    small = client.get("/vivant/milieux/riviere/").content.decode()
    assert "trop grande pour un seul dessin" not in small
    river = Milieu.objects.get(slug="riviere")
    kind = InteractionType.objects.get(label="preysOn")
    fresh = Species.objects.bulk_create(
        Species(slug=f"n{number}", vernacular_name=f"N {number}", short_name=f"le n {number}", milieu=river)
        for number in range(200)
    )
    Interaction.objects.bulk_create(
        Interaction(
            code=f"X{far}-{at}", source=one, target=fresh[at + far], type=kind, dependent="source", necessity="weak"
        )
        for far in (1, 2, 3)
        for at, one in enumerate(fresh[:-3])
    )
    response = client.get("/vivant/milieux/riviere/")
    page = response.content.decode().replace("\u202f", " ")
    drawing = response.context["drawing"]
    assert len(drawing.nodes) <= 60
    assert 0 < len(drawing.links) <= 160
    assert f"Voici {len(drawing.nodes)} de ses {len(response.context['web'].nodes)} noms" in page
    assert "Les 60 premiers fils sur" in page
    assert 'href="/vivant/toile/?milieu=riviere"' in page
    assert 'href="/vivant/toile/?milieu=riviere&amp;vue=phrases"' in page
    assert all(f"/especes/n{number}/" in page for number in (0, 199))


def test_every_spoken_for_species_has_a_drawing_and_a_text_to_read_aloud(portraits):
    for species in Species.objects.spoken_for():
        assert drawing_of(species.slug).description, species.slug
        assert 120 < len(species.plain_version.split()) < 260, species.slug
        assert all((species.day, species.year, species.tensions)), species.slug


def test_places_of_a_sensitive_species_are_never_shown(client, portraits):
    Species.objects.filter(slug="loutre").update(places="Sous le vieux pont.")
    species = Species.objects.get(slug="loutre")
    assert species.places in client.get(species.get_absolute_url()).content.decode()
    Species.objects.filter(pk=species.pk).update(sensitive=True)
    assert species.places not in client.get(species.get_absolute_url()).content.decode()


def test_portrait_that_a_person_wrote_is_kept(portraits, living_portraits):
    Species.objects.filter(slug="loutre").update(plain_version="Mes mots à moi.")
    assert api.load_portraits(portraits=living_portraits) == 0
    assert Species.objects.get(slug="loutre").plain_version == "Mes mots à moi."


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=LOUTRÉ", "Loutre"),
        ("?q=lutra", "Loutre"),
        ("?milieu=riviere", "Brochet"),
        ("?groupe=mammif%C3%A8re", "Loutre"),
    ],
)
def test_index_is_searched_by_name_milieu_and_group(client, portraits, query, found):
    page = client.get("/vivant/especes/" + query).content.decode()
    assert found in page
    assert "Lombric" not in page
    assert "Aucune ne répond" in client.get("/vivant/especes/?q=licorne").content.decode()
