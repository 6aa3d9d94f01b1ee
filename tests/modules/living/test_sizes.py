"""Worlds of every size: nobody's link, one node, one milieu, a thousand nodes. Each page still makes sense."""

import gzip
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from modules.living.models import Interaction, InteractionType, Milieu, Species

SPECIES, MILIEU = "/vivant/especes/hub/", "/vivant/milieux/pre/"
WEB, LOSS = "/vivant/toile/", "/vivant/perte/"
PAGES = (
    SPECIES,
    MILIEU,
    WEB,
    f"{WEB}?vue=phrases",
    f"{WEB}?vue=tableau",
    f"{WEB}?vue=cascade&autour=hub",
    f"{WEB}?autour=hub",
    f"{WEB}?milieu=pre",
    f"{WEB}?milieu=pre&vue=phrases",
    f"{WEB}?de=hub&vers=n1",
    LOSS,
    f"{LOSS}?perte=hub",
    f"{LOSS}?perte=hub&vu=1",
    f"{LOSS}?perte=n3&perte=hub&vu=1&autre=n5",
)
HEAVIEST = 120_000


@pytest.fixture
def meadow(db):
    """One species, the hub, in one milieu; nobody else."""
    milieu = Milieu.objects.create(slug="pre", name="Pré", position=1)
    Species.objects.create(slug="hub", vernacular_name="Fétuque", short_name="la fétuque", milieu=milieu)
    return milieu


@pytest.fixture
def food(db):
    return InteractionType.objects.create(label="eats", wording="mange", inverse_wording="est mangé par", is_food=True)


def link(code, source, target, kind):
    return Interaction(code=code, source=source, target=target, type=kind, dependent="source", necessity="weak")


@pytest.fixture
def thousand(meadow, food):
    """A thousand nodes: half live in the meadow, all eat of the hub, each eats of the next and of one further."""
    hub = Species.objects.get(slug="hub")
    fresh = Species.objects.bulk_create(
        Species(
            slug=f"n{number}",
            vernacular_name=f"Espèce {number}",
            short_name=f"l’espèce {number}",
            milieu=meadow if number % 2 else None,
        )
        for number in range(999)
    )
    links = [link(f"H{number}", one, hub, food) for number, one in enumerate(fresh)]
    links += [link(f"X{number}", one, other, food) for number, (one, other) in enumerate(pairwise(fresh))]
    Interaction.objects.bulk_create(links)


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_a_web_of_one_node_makes_sense(client, meadow, address):
    assert "étuque" in text_of(client, address)


def test_a_species_without_links_says_so_wherever_it_is_looked_at(client, meadow):
    assert "Aucun lien n’est encore connu." in text_of(client, SPECIES)
    milieu = text_of(client, MILIEU)
    assert "La toile de ce milieu" not in milieu
    assert "Fétuque" in milieu
    assert "1 nom, 0 lien" in text_of(client, WEB)
    assert "Aucun fil connu ne se rompt ailleurs." in text_of(client, f"{LOSS}?perte=hub&vu=1")
    assert "Légende" not in text_of(client, WEB)


def test_a_milieu_where_nobody_lives_makes_sense(client, meadow):
    Milieu.objects.create(slug="lande", name="Lande", position=2)
    page = text_of(client, "/vivant/milieux/lande/")
    assert "Personne pour l’instant." in page
    assert "Fétuque" not in page


@pytest.mark.parametrize("address", PAGES)
def test_the_only_milieu_keeps_the_supports_of_its_species(client, meadow, food, address):
    ground = Species.objects.create(slug="n1", vernacular_name="Sol nu", short_name="le sol nu", nature="resource")
    Interaction.objects.bulk_create([link("A", Species.objects.get(slug="hub"), ground, food)])
    text_of(client, address)
    assert "La fétuque mange le sol nu." in text_of(client, MILIEU)
    assert "La fétuque mange le sol nu." in text_of(client, f"{WEB}?milieu=pre")


@pytest.mark.parametrize("address", PAGES)
def test_a_web_of_a_thousand_nodes_stays_light(client, thousand, address):
    with CaptureQueriesContext(connection) as queries:
        page = text_of(client, address)
    assert len(queries) <= 12
    assert len(gzip.compress(page.encode())) < HEAVIEST


def test_a_loss_that_touches_a_thousand_tells_some_and_names_the_rest(client, thousand):
    page = client.get(f"{LOSS}?perte=hub&vu=1")
    stage = page.context["stages"][0]
    assert (len(stage.affected), len(stage.others)) == (60, 939)
    text = page.content.decode()
    assert "939 autres sont touchés" in text
    assert "Trop de noms sont touchés pour un dessin" in text
    assert "/vivant/especes/n998/" in text


def test_a_comparison_of_a_thousand_begins_with_those_whose_fate_differs(client, thousand):
    page = client.get(f"{LOSS}?perte=n3&perte=hub&vu=1&autre=hub")
    compared = page.context["compared"]
    assert len(compared["lines"]) == 100
    node, cells = compared["lines"][0]
    assert (node.slug, cells[0].removed, cells[1].removed) == ("n3", True, False)
    assert "100 des 1000 noms touchés" in page.content.decode().replace("\u202f", "")


def test_a_species_of_a_thousand_links_tells_some_and_leads_to_the_others(client, thousand):
    page = text_of(client, SPECIES)
    assert page.count("mange la fétuque.") == 40
    assert 'href="/vivant/toile/?autour=hub&amp;vue=phrases">959 autres' in page
