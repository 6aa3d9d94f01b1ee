from pathlib import Path

import pytest
import yaml

from modules.living import api
from modules.living.models import Interaction, Milieu, Species
from modules.web.data import Fate
from modules.web.loss import consequences

SEED = Path(__file__).resolve().parents[3] / "cms/demo/seed/living"
pytestmark = pytest.mark.django_db


def content():
    read = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in SEED.glob("*.yaml")}
    return {"content": read["vivant"], "names": read["names"]}


def test_seed_holds_the_living_world_and_loads_once():
    report = api.load_living_world(**content())
    assert (report.milieus, report.species, report.interactions) == (6, 60, 100)
    assert Species.objects.spoken_for().count() == 24
    again = api.load_living_world(**content())
    assert (again.milieus, again.species, again.types, again.interactions) == (0, 0, 0, 0)


def test_every_node_has_its_name_in_a_sentence():
    api.load_living_world(**content())
    assert not Species.objects.filter(short_name="").exists()


def test_an_edited_record_keeps_its_edits():
    api.load_living_world(**content())
    Milieu.objects.filter(slug="riviere").update(name="La rivière d’ici")
    api.load_living_world(**content())
    assert Milieu.objects.get(slug="riviere").name == "La rivière d’ici"


def test_unknown_end_leaves_nothing():
    broken = content()
    broken["content"]["interactions"][3]["cible"] = "licorne"
    with pytest.raises(KeyError):
        api.load_living_world(**broken)
    assert not Milieu.objects.exists()
    assert not Species.objects.exists()


def test_web_of_dependences_costs_two_queries(django_assert_num_queries):
    api.load_living_world(**content())
    with django_assert_num_queries(2):
        web = api.dependence_web()
    fates = {found.node: found.fate for found in consequences(web, ["serpolet"])}
    assert fates["azure"] is Fate.LOST
    assert {found.node: found.fate for found in consequences(web, ["geai"])}.get("autour") is not Fate.LOST


def test_the_seed_claims_no_source_that_it_lacks():
    api.load_living_world(**content())
    assert api.sourced_count() == (0, 100)
    assert all(interaction.to_confirm for interaction in Interaction.objects.all())
