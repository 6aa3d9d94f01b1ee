import pytest

from modules.living import api
from modules.living.models import Interaction, Milieu, Species
from modules.web.data import Fate
from modules.web.loss import consequences

pytestmark = pytest.mark.django_db


def test_seed_holds_the_living_world_and_loads_once(living_content):
    report = api.load_living_world(**living_content)
    assert (report.milieus, report.species, report.interactions) == (6, 60, 100)
    assert Species.objects.spoken_for().count() == 24
    again = api.load_living_world(**living_content)
    assert (again.milieus, again.species, again.types, again.interactions) == (0, 0, 0, 0)


def test_every_node_has_its_name_in_a_sentence(living_content):
    api.load_living_world(**living_content)
    assert not Species.objects.filter(short_name="").exists()


def test_an_edited_record_keeps_its_edits(living_content):
    api.load_living_world(**living_content)
    Milieu.objects.filter(slug="riviere").update(name="La rivière d’ici")
    api.load_living_world(**living_content)
    assert Milieu.objects.get(slug="riviere").name == "La rivière d’ici"


def test_unknown_end_leaves_nothing(living_content):
    broken = living_content
    broken["content"]["interactions"][3]["cible"] = "licorne"
    with pytest.raises(KeyError):
        api.load_living_world(**broken)
    assert not Milieu.objects.exists()
    assert not Species.objects.exists()


def test_web_of_dependences_costs_two_queries(living_content, django_assert_num_queries):
    api.load_living_world(**living_content)
    with django_assert_num_queries(2):
        web = api.dependence_web()
    fates = {found.node: found.fate for found in consequences(web, ["serpolet"])}
    assert fates["azure"] is Fate.LOST
    assert {found.node: found.fate for found in consequences(web, ["geai"])}.get("autour") is not Fate.LOST


def test_the_seed_claims_no_source_that_it_lacks(living_content):
    api.load_living_world(**living_content)
    assert api.sourced_count() == (0, 100)
    assert all(interaction.to_confirm for interaction in Interaction.objects.all())
