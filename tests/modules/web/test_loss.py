import json

import pytest
import yaml
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from modules.web.data import Dependence, DependenceWeb, Fate, FoodWeb, Link
from modules.web.loss import by_connections, consequences, r50, robustness_curve, secondary_extinctions


def web(*pairs):
    return FoodWeb.of([Link(*pair.split(">")) for pair in pairs])


CHAIN = web("herbe>campagnol", "campagnol>chouette", "herbe>lièvre", "lièvre>renard", "campagnol>renard")


def test_consumer_without_resource_is_lost_in_turn():
    (removal,) = secondary_extinctions(CHAIN, ["campagnol"])
    assert removal.lost == ("chouette",)


def test_removals_add_up():
    first, second = secondary_extinctions(CHAIN, ["campagnol", "lièvre"])
    assert (first.lost, second.lost) == (("chouette",), ("renard",))


def test_cannibal_starves_when_its_other_food_is_gone():
    (removal,) = secondary_extinctions(web("herbe>brochet", "brochet>brochet"), ["herbe"])
    assert removal.lost == ("brochet",)


def test_unknown_node_is_refused(tmp_path):
    path = tmp_path / "links.csv"
    path.write_text("resource,consumer\nherbe,lièvre\n")
    with pytest.raises(CommandError):
        call_command("web_loss", links=path, remove="loup")


def test_command_prints_each_step(tmp_path, capsys):
    path = tmp_path / "links.csv"
    path.write_text("resource,consumer\nherbe,lièvre\nlièvre,lynx\n")
    call_command("web_loss", links=path, remove="herbe")
    assert json.loads(capsys.readouterr().out) == [{"removed": "herbe", "secondary_extinctions": ["lièvre", "lynx"]}]


def test_ties_are_broken_by_name():
    assert by_connections(web("a>b", "c>d")) == ["a", "b", "c", "d"]


def test_half_of_the_web_is_gone_at_r50():
    assert robustness_curve(CHAIN, ["herbe"])[-1] == pytest.approx(0)
    assert r50(CHAIN, ["herbe"]) == pytest.approx(1 / 5)
    assert r50(CHAIN, ["chouette"]) is None


names = st.sampled_from("abcdefgh")


@given(st.lists(st.builds(Link, names, names), min_size=1, max_size=30), st.data())
def test_nobody_is_lost_twice_and_basal_nodes_never_starve(links, data):
    food_web = FoodWeb.of(links)
    removals = data.draw(st.lists(st.sampled_from(food_web.nodes), unique=True))
    lost = [node for removal in secondary_extinctions(food_web, removals) for node in removal.lost]
    assert len(lost) == len(set(lost))
    basal = set(food_web.nodes) - {link.consumer for link in links if link.resource != link.consumer}
    assert not basal & set(lost)


def living_web(shared_dir):
    content = yaml.safe_load((shared_dir / "content" / "vivant.yaml").read_text(encoding="utf-8"))
    nodes = [*content["especes"], *content["noeuds_de_soutien"]]
    food = {"preysOn", "eats"}
    dependences = []
    for row in content["interactions"]:
        ends = {"source": [("source", "cible")], "target": [("cible", "source")], "none": []}
        ends["both"] = ends["source"] + ends["target"]
        for dependent, support in ends[row["depend"]]:
            need = "food" if row["type"] in food and dependent == "source" else row["type"]
            dependences.append(
                Dependence(row[dependent], row[support], need, row["obligatoire"], row["id"], bool(row["reference"]))
            )
    return DependenceWeb(
        tuple(node["cle"] for node in nodes),
        tuple(dependences),
        frozenset(node["cle"] for node in nodes if node["regime_exhaustif"]),
    )


def fates(living, *removed):
    return {consequence.node: consequence.fate for consequence in consequences(living, removed)}


@pytest.mark.parametrize("support", ["serpolet", "myrmica"])
def test_large_blue_is_lost_with_its_thyme_or_its_ant(shared_dir, support):
    living = living_web(shared_dir)
    (blue,) = [node for node in living.nodes if node.startswith("azure")]
    assert fates(living, support)[blue] is Fate.LOST


def test_goshawk_outlives_the_jay(shared_dir):
    living = living_web(shared_dir)
    found = fates(living, "geai")
    (goshawk,) = [node for node in living.nodes if node.startswith("autour")]
    assert found.get(goshawk) is not Fate.LOST


def test_results_without_a_reference_are_to_confirm(shared_dir):
    for consequence in consequences(living_web(shared_dir), ["serpolet"])[1:]:
        assert consequence.to_confirm


def needs(*rows, exhaustive=()):
    dependences = tuple(Dependence(a, b, "food", obligate, f"{a}-{b}", True) for a, b, obligate in rows)
    nodes = dict.fromkeys(name for row in rows for name in row[:2])
    return DependenceWeb(tuple(nodes), dependences, frozenset(exhaustive))


def test_one_obligate_support_is_enough_to_be_lost():
    living = needs(("azuré", "thym", True), ("azuré", "fourmi", True))
    assert fates(living, "fourmi") == {"fourmi": Fate.LOST, "azuré": Fate.LOST}


def test_losing_all_known_food_weakens_unless_the_diet_is_exhaustive():
    rows = [("chouette", "campagnol", False), ("chouette", "mulot", False)]
    assert fates(needs(*rows), "campagnol", "mulot")["chouette"] is Fate.WEAKENED
    complete = needs(*rows, exhaustive=["chouette"])
    assert fates(complete, "campagnol", "mulot")["chouette"] is Fate.LOST
    assert fates(complete, "mulot")["chouette"] is Fate.WEAKENED


def test_consequences_name_their_step_and_reasons():
    living = needs(("b", "a", True), ("c", "b", True), ("d", "c", False))
    found = {consequence.node: consequence for consequence in consequences(living, ["a"])}
    assert [(found[node].fate, found[node].step) for node in "abcd"] == [
        (Fate.LOST, 0),
        (Fate.LOST, 1),
        (Fate.LOST, 2),
        (Fate.WEAKENED, 3),
    ]
    assert found["d"].reasons[0].interaction == "d-c"
