import json

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from modules.web.data import FoodWeb, Link
from modules.web.reading import read_food_web
from modules.web.robustness import by_connections, r50, robustness, robustness_curve, secondary_extinctions


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


def test_robustness_is_the_area_under_what_is_left():
    assert robustness(web("a>b"), ["b", "a"]) == pytest.approx(0.5)
    assert robustness(web("a>b"), ["a", "b"]) == pytest.approx(0.25)
    assert robustness(CHAIN, []) == 0


def test_basal_nodes_can_be_spared():
    assert "herbe" not in by_connections(CHAIN, spare_basal=True)
    assert by_connections(CHAIN)[0] == "campagnol"


def test_angola_web_loses_half_of_itself_to_few_removals(shared_dir):
    folder = shared_dir / "data" / "example-web-angola"
    food_web = read_food_web(folder / "Angola_links.csv", folder / "Angola_nodes.csv")
    order = by_connections(food_web)
    assert order == by_connections(FoodWeb.of(reversed(food_web.links), nodes=food_web.nodes))
    assert 0 < r50(food_web, order) <= 0.5
    assert 0 < robustness(food_web, order) < robustness(food_web, list(reversed(order)))
