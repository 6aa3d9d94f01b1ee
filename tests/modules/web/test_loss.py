import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from modules.web.data import Dependence, DependenceWeb, Fate, Help
from modules.web.loss import RANK, cascade, consequences, recovery, remaining


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


def rank_of(found, node):
    return RANK[found.get(node, Fate.SAFE)]


def webs():
    names = st.sampled_from("abcdefgh")
    rows = st.builds(
        lambda a, b, need, obligate, number, sourced: Dependence(a, b, need, obligate, f"i{number}", sourced),
        names,
        names,
        st.sampled_from(["food", "shelter"]),
        st.booleans(),
        st.integers(0, 60),
        st.booleans(),
    )
    return st.builds(
        lambda found, exhaustive: DependenceWeb(tuple("abcdefgh"), tuple(found), frozenset(exhaustive)),
        st.lists(rows, max_size=25),
        st.sets(names),
    )


losses = st.lists(st.sampled_from("abcdefgh"), max_size=4, unique=True)


@given(webs(), losses, st.sampled_from("abcdefgh"))
def test_removing_more_never_saves_anyone(living, removed, other):
    fewer, more = fates(living, *removed), fates(living, *removed, other)
    assert all(rank_of(more, node) >= rank_of(fewer, node) for node in living.nodes)


@given(webs(), losses)
def test_the_order_of_losses_does_not_change_the_end(living, removed):
    assert fates(living, *removed) == fates(living, *reversed(removed))


@given(webs(), losses)
def test_stages_add_up_to_the_whole(living, removed):
    told = {}
    for stage in cascade(living, removed):
        told[stage.removed] = Fate.LOST
        told.update({one.node: one.fate for one in stage.touched})
    assert told == fates(living, *removed)


@given(webs(), losses)
def test_giving_everything_back_returns_to_the_start(living, removed):
    everything = Help(nodes=frozenset(removed))
    assert consequences(living, removed, help=everything) == []
    regained = recovery(living, removed, help=everything)
    assert {one.node for one in regained} == set(fates(living, *removed))
    assert all(one.after is Fate.SAFE for one in regained)


@given(webs(), losses, st.sets(st.sampled_from("abcdefgh")), st.sets(st.integers(0, 60)))
def test_help_never_harms(living, removed, nodes, held):
    before = fates(living, *removed)
    help = Help(frozenset(nodes), frozenset(f"i{number}" for number in held))
    after = {one.node: one.fate for one in consequences(living, removed, help=help)}
    assert all(rank_of(after, node) <= rank_of(before, node) for node in living.nodes)


def test_loops_cannibals_and_lonely_nodes_come_to_an_end():
    circle = needs(("a", "b", True), ("b", "c", True), ("c", "a", True))
    assert fates(circle, "a") == dict.fromkeys("acb", Fate.LOST)
    cannibal = needs(("brochet", "brochet", True), ("brochet", "vairon", False), exhaustive=["brochet"])
    assert fates(cannibal, "vairon")["brochet"] is Fate.LOST
    alone = DependenceWeb(("loutre",), ())
    assert fates(alone, "loutre") == {"loutre": Fate.LOST}
    assert fates(alone) == {}
    with pytest.raises(KeyError):
        consequences(alone, ["licorne"])


def test_what_is_given_back_does_not_hold_without_what_it_needs():
    living = needs(("azuré", "thym", True), ("azuré", "fourmi", True))
    regained = recovery(living, ["fourmi", "azuré"], help=Help(nodes=frozenset({"azuré"})))
    assert regained == ()
    both = recovery(living, ["fourmi", "azuré"], help=Help(nodes=frozenset({"azuré", "fourmi"})))
    assert [one.node for one in both] == ["fourmi", "azuré"]


def test_a_held_interaction_replaces_its_lost_support():
    living = needs(("martinet", "bâti", True), ("martinet", "moucheron", False))
    nest_boxes = Help(held=frozenset({"martinet-bâti"}))
    assert fates(living, "bâti")["martinet"] is Fate.LOST
    (regain,) = recovery(living, ["bâti"], help=nest_boxes)
    assert (regain.node, regain.before, regain.after) == ("martinet", Fate.LOST, Fate.SAFE)


def test_each_stage_tells_only_what_it_adds():
    living = needs(("c", "a", False), ("c", "b", False), ("d", "b", True), exhaustive=["c"])
    first, second = cascade(living, ["a", "b"])
    assert [(one.node, one.fate) for one in first.touched] == [("c", Fate.WEAKENED)]
    assert [(one.node, one.fate) for one in second.touched] == [("c", Fate.LOST), ("d", Fate.LOST)]


def test_the_weakened_keep_what_is_left():
    living = needs(("chouette", "campagnol", False), ("chouette", "mulot", False), ("chouette", "chouette", False))
    assert remaining(living, "chouette", consequences(living, ["mulot"])) == ("campagnol",)
