import csv
import json

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from modules.web.data import FoodWeb, Link
from modules.web.metrics import measure, short_weighted_levels, trophic_levels


def web(*pairs):
    return FoodWeb.of([Link(*pair.split(">")) for pair in pairs])


@pytest.fixture
def angola(shared_dir, capsys):
    """What the command prints of the published web of Angola, and that web's row of the published table."""
    folder = shared_dir / "data" / "example-web-angola"
    if not (folder / "published.csv").is_file():
        pytest.skip("no published table beside the checkout")
    call_command("web_metrics", links=folder / "Angola_links.csv", nodes=folder / "Angola_nodes.csv")
    with (folder / "published.csv").open(encoding="utf-8", newline="") as table:
        return json.loads(capsys.readouterr().out), next(csv.DictReader(table))


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("S", "S_published"),
        ("L", "L_published"),
        ("C", "C_published"),
        ("characteristic_path_length", "CPL_published"),
        ("clustering", "CC_published"),
        ("basal", "basal"),
        ("intermediate", "intermediate"),
        ("top", "top"),
        ("cannibals", "cannibals"),
    ],
)
def test_angola_web_has_its_published_metrics(angola, name, column):
    printed, row = angola
    assert round(printed[name], decimals(row[column])) == float(row[column])


def test_angola_levels_have_the_mean_and_the_height_of_the_table(angola):
    printed, row = angola
    levels = printed["trophic_levels"].values()
    assert round(sum(levels) / len(levels), decimals(row["meanTL_levine"])) == float(row["meanTL_levine"])
    assert round(max(levels), decimals(row["maxTL_levine"])) == float(row["maxTL_levine"])


def test_each_angola_level_is_one_above_the_mean_of_its_diet(angola, shared_dir):
    levels, diet = angola[0]["trophic_levels"], {}
    path = shared_dir / "data" / "example-web-angola" / "Angola_links.csv"
    with path.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            diet.setdefault(row["consumer"], []).append(levels[row["resource"]])
    assert len(diet) == 26
    for name, level in levels.items():
        eaten = diet.get(name, [0.0])
        assert level == pytest.approx(1 + sum(eaten) / len(eaten)), name


def decimals(text):
    return len(text.partition(".")[2])


def test_levels_of_a_chain_count_its_steps():
    assert trophic_levels(web("herbe>campagnol", "campagnol>chouette")) == pytest.approx(
        {"herbe": 1, "campagnol": 2, "chouette": 3}
    )


def test_short_weighted_level_is_the_mean_of_shortest_and_prey_averaged():
    levels = short_weighted_levels(web("herbe>campagnol", "campagnol>renard", "herbe>renard"))
    assert levels == pytest.approx({"herbe": 1, "campagnol": 2, "renard": (2.5 + 2) / 2})
    assert short_weighted_levels(web("a>b", "b>a")) == {"a": None, "b": None}


def test_omnivore_stands_between_its_preys():
    levels = trophic_levels(web("herbe>campagnol", "campagnol>renard", "herbe>renard"))
    assert levels["renard"] == pytest.approx(2.5)


def test_cannibal_keeps_a_level():
    assert trophic_levels(web("herbe>brochet", "brochet>brochet"))["brochet"] == pytest.approx(3)


def test_loop_without_a_base_has_no_level():
    levels = trophic_levels(web("a>b", "b>a", "herbe>c", "a>d"))
    assert levels["a"] is levels["b"] is levels["d"] is None
    assert levels["c"] == pytest.approx(2)


def test_web_of_one_node_is_measured():
    metrics = measure(FoodWeb.of([], nodes=["loutre"]))
    assert (metrics.species, metrics.links, metrics.connectance, metrics.path_length) == (1, 0, 0, None)
    assert measure(FoodWeb.of([])).species == 0


names = st.sampled_from("abcdefgh")


@given(st.lists(st.builds(Link, names, names), max_size=30))
def test_any_web_is_measured(links):
    metrics = measure(FoodWeb.of(links))
    assert metrics.basal + metrics.intermediate + metrics.top == metrics.species
    assert 0 <= metrics.connectance <= 1
    assert all(level is None or level >= 1 - 1e-9 for level in metrics.trophic_levels.values())


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "resource,consumer\nherbe,\n"])
def test_unreadable_links_are_refused(tmp_path, text):
    path = tmp_path / "links.csv"
    path.write_text(text)
    with pytest.raises(CommandError):
        call_command("web_metrics", links=path)


def test_wrong_encoding_is_refused(tmp_path):
    path = tmp_path / "links.csv"
    path.write_bytes("resource,consumer\nforêt,grèbe\n".encode("latin-1"))
    with pytest.raises(CommandError):
        call_command("web_metrics", links=path)
